// Product cards and comparisons: blocks whose content is the catalog's.

import { BlockView, withAttribute } from "./block_view.js";
import { aboutProduct, pickProduct } from "./containers.js";
import { button, element } from "./dom.js";
import { FORM_WORDS } from "./forms.js";
import { dialogOf } from "./picker.js";

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

/** Asks for the products and columns of a comparison; null when nothing was chosen. */
export async function editComparison(known, slugs, columns) {
  const dialog = dialogOf("Comparison");
  const rows = element("ol", { className: "editor-comparison" });
  const facts = element("fieldset", { className: "editor-comparison__columns" }, element("legend", {}, "Columns (none: the page chooses)"));
  const chosen = [...slugs];

  const move = (place, step) => {
    chosen.splice(place + step, 0, ...chosen.splice(place, 1));
    return paint();
  };
  const paint = async () => {
    const products = await Promise.all(chosen.map((slug) => known.of("products", slug)));
    rows.replaceChildren(
      ...chosen.map((slug, place) => {
        const title = products[place]?.title ?? slug;
        const buttons = [
          button("Up", () => move(place, -1), { ariaLabel: `Move ${title} up`, disabled: place === 0 }),
          button("Remove", () => chosen.splice(place, 1) && paint(), { ariaLabel: `Leave out ${title}` }),
        ];
        return element("li", {}, element("span", {}, title), ...buttons);
      }),
    );
    const labels = new Map(products.flatMap((product) => product?.facts ?? []).map(({ key, label }) => [key, label]));
    for (const box of facts.querySelectorAll("label")) box.remove();
    facts.append(...[...labels].map(([key, words]) => checkbox(key, words, columns)));
  };
  const add = button("Add a product", async () => {
    const found = await pickProduct(known);
    if (found && !chosen.includes(found.reference)) chosen.push(found.reference);
    paint();
  });
  const done = button("Use this comparison", () => {
    const wanted = [...facts.querySelectorAll("input:checked")].map((box) => box.value);
    dialog.finish({ slugs: chosen, columns: columns.filter((key) => wanted.includes(key)).concat(wanted.filter((key) => !columns.includes(key))) });
  }, { className: "button" });
  const note = element("p", { className: "field__help", role: "status" }, "A comparison needs at least two products.");
  dialog.body.append(rows, add, facts, note, dialog.actions(done));
  await paint();
  return dialog.opened(add);
}

function checkbox(key, words, columns) {
  const box = element("input", { type: "checkbox", value: key, checked: columns.includes(key) });
  return element("label", { className: "editor-check" }, box, ` ${words}`);
}

/** The slugs or keys of a list with commas. */
export const slugsOf = (text) => [...new Set(text.split(",").map((item) => item.trim()).filter(Boolean))];
