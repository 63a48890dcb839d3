// Containers and footnotes: a head with what is said of them, and text to write in.

import { schema } from "../document/schema.js";
import { BlockView } from "./block_view.js";
import { button, element } from "./dom.js";
import { FIELDS, FORM_WORDS, newPoints, newQuestion } from "./forms.js";
import { pick, wordsOf } from "./picker.js";

/** Picks, questions, expert quotes, callouts. */
export class ContainerView extends BlockView {
  constructor(node, view, getPos, known) {
    super(node, view, getPos);
    this.known = known;
    const { name } = node.attrs;
    const words = FORM_WORDS[name];
    this.contentDOM = element("div", { className: "editor-block__text" });
    const fields = FIELDS[name].map((field) => this.field(field));
    const form = element("div", { className: "editor-block__fields", contentEditable: "false" }, ...fields);
    if (name === "pick") form.prepend(this.product());
    this.dom = element(
      "div",
      { className: `editor-block editor-block--${name}`, role: "group", "aria-label": words },
      this.head(words, ...this.buttons(name)),
      ...(form.childElementCount ? [form] : []),
      this.contentDOM,
    );
  }

  changed(before) {
    if (this.node.attrs.name === "pick" && before.attrs.label !== this.node.attrs.label) this.tell();
  }

  buttons(name) {
    if (name === "faq") return [button("Add a question", () => this.append(...newQuestion()))];
    if (name !== "pick") return [];
    return [
      button("Add a good point", () => this.addPoint("+")),
      button("Add a drawback", () => this.addPoint("-")),
    ];
  }

  /** The point goes to the list of its kind, if there is one. */
  addPoint(mark) {
    let list;
    this.node.forEach((child, offset) => {
      if (child.type === schema.nodes.bullet_list && child.attrs.mark === mark) list = { child, place: this.getPos() + 1 + offset };
    });
    if (!list) return this.append(newPoints(mark));
    const end = list.place + list.child.nodeSize - 1;
    const item = schema.nodes.list_item.create(null, schema.nodes.paragraph.create());
    const tr = this.view.state.tr.insert(end, item);
    this.view.dispatch(tr.setSelection(this.view.state.selection.constructor.near(tr.doc.resolve(end + 2))).scrollIntoView());
    return this.view.focus();
  }

  product() {
    this.about = element("span", { className: "editor-product" });
    const change = button("Choose another", async () => {
      const chosen = await pickProduct(this.known);
      if (chosen) this.say("label", chosen.reference);
      this.view.focus();
    });
    this.tell();
    return element("div", { className: "editor-block__product" }, this.about, change);
  }

  async tell() {
    const { label } = this.node.attrs;
    this.about.replaceChildren(label);
    const found = await this.known.of("products", label);
    if (found && label === this.node.attrs.label) this.about.replaceChildren(...aboutProduct(found));
  }
}

/** A source: the text of a footnote. */
export class FootnoteView extends BlockView {
  constructor(node, view, getPos) {
    super(node, view, getPos);
    this.contentDOM = element("div", { className: "editor-block__text" });
    const words = `Source ${node.attrs.label}`;
    const properties = { className: "editor-block editor-block--footnote", role: "group", "aria-label": words };
    this.dom = element("div", properties, this.head(words), this.contentDOM);
  }
}

/** Asks for a product. */
export function pickProduct(known, title = "Choose a product") {
  const find = (words, signal) => known.find("products", words, signal);
  return pick({ title, label: "Name or brand", find, empty: "No product has these words.", extra: wayToNew(known.newProduct) });
}

/** The way to a product that is not there yet, for those who may make one. */
function wayToNew(address) {
  if (!address) return [];
  const link = element("a", { href: address, target: "_blank" }, "Make a new product");
  return [element("p", { className: "field__help" }, link, " in another tab, then search for it here.")];
}

/** A product in a line: its picture, name, price and what is wrong with it. */
export function aboutProduct(choice) {
  const picture = choice.picture ? [element("img", { src: choice.picture, alt: "", width: 48, height: 48 })] : [];
  return [...picture, wordsOf(choice)];
}
