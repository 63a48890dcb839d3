// Product cards and comparisons: blocks whose content is the catalog's.

import { BlockView, withAttribute } from "./block_view.js";
import { editComparison } from "./comparison.js";
import { aboutProduct, pickProduct } from "./containers.js";
import { button, element } from "./dom.js";
import { FORM_WORDS } from "./forms.js";

/** ::product and ::compare. */
export class LeafView extends BlockView {
  constructor(node, view, getPos, known) {
    super(node, view, getPos);
    this.known = known;
    const words = FORM_WORDS[node.attrs.name];
    const isCard = node.attrs.name === "product";
    this.about = element("div", { className: "editor-products" });
    const change = isCard
      ? button("Choose another", () => this.choose())
      : button("Change products and columns", () => this.compare());
    this.dom = element("div", { className: "editor-block editor-block--leaf", contentEditable: "false" }, this.head(words, change), this.about);
    this.dom.setAttribute("role", "group");
    this.dom.setAttribute("aria-label", words);
    if (isCard) this.dom.append(element("div", { className: "editor-block__fields" }, this.field({ key: "note", words: "Why it is here" })));
    this.tell();
  }

  changed(before) {
    if (before.attrs.label !== this.node.attrs.label || before.attrs.attributes !== this.node.attrs.attributes) this.tell();
  }

  async tell() {
    const { label, attributes } = this.node.attrs;
    const slugs = slugsOf(label);
    const found = await Promise.all(slugs.map((slug) => this.known.of("products", slug)));
    if (label !== this.node.attrs.label) return;
    const lines = slugs.map((slug, place) => element("div", { className: "editor-product" }, ...(found[place] ? aboutProduct(found[place]) : [slug])));
    const columns = attributes.columns ? [element("p", { className: "editor-block__note" }, `Columns: ${attributes.columns}`)] : [];
    this.about.replaceChildren(...lines, ...columns);
  }

  async choose() {
    const chosen = await pickProduct(this.known);
    if (chosen) this.say("label", chosen.reference);
    this.view.focus();
  }

  async compare() {
    const { attrs } = this.node;
    const changed = await editComparison(this.known, slugsOf(attrs.label), slugsOf(attrs.attributes.columns ?? ""));
    if (changed) {
      const attributes = withAttribute(attrs.attributes, "columns", changed.columns.join(", "));
      this.view.dispatch(this.view.state.tr.setNodeMarkup(this.getPos(), null, { ...attrs, label: changed.slugs.join(", "), attributes }));
    }
    this.view.focus();
  }
}

/** The slugs or keys of a list with commas. */
const slugsOf = (text) => [...new Set(text.split(",").map((item) => item.trim()).filter(Boolean))];
