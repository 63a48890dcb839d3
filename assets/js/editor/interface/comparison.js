// The dialog of a comparison: its products in their order, and its columns.

import { pickProduct } from "./containers.js";
import { button, element } from "./dom.js";
import { dialogOf } from "./picker.js";

/** Asks for the products and columns of a comparison, beginning with these; null when it was cancelled. */
export function editComparison(known, slugs, columns) {
  return new ComparisonDialog(known, slugs, columns).opened();
}

class ComparisonDialog {
  constructor(known, slugs, columns) {
    Object.assign(this, { known, slugs: [...slugs], columns: [...columns] });
    this.dialog = dialogOf("Comparison");
    this.rows = element("ol", { className: "editor-comparison" });
    this.boxes = element("div", { className: "editor-comparison__boxes" });
    this.note = element("p", { className: "field__help", role: "status" });
    this.add = button("Add a product", () => this.addProduct());
    const facts = element("fieldset", { className: "editor-comparison__columns" });
    facts.append(element("legend", {}, "Columns (none: the page chooses)"), this.boxes);
    const done = button("Use this comparison", () => this.finish(), { className: "button" });
    this.dialog.body.append(this.rows, this.add, facts, this.note, this.dialog.actions(done));
  }

  async opened() {
    await this.paint();
    return this.dialog.opened(this.add);
  }

  async paint() {
    const products = await Promise.all(this.slugs.map((slug) => this.known.of("products", slug)));
    this.rows.replaceChildren(...this.slugs.map((slug, place) => this.row(products[place]?.title ?? slug, place)));
    const labels = new Map(products.flatMap((product) => product?.facts ?? []).map(({ key, label }) => [key, label]));
    this.boxes.replaceChildren(...[...labels].map(([key, label]) => this.box(key, label)));
    this.note.textContent = this.slugs.length < 2 ? "A comparison needs at least two products." : "";
  }

  row(title, place) {
    const up = () => this.change(() => this.slugs.splice(place - 1, 0, ...this.slugs.splice(place, 1)));
    const out = () => this.change(() => this.slugs.splice(place, 1));
    return element(
      "li",
      {},
      element("span", {}, title),
      button("Up", up, { ariaLabel: `Move ${title} up`, disabled: place === 0 }),
      button("Remove", out, { ariaLabel: `Leave out ${title}` }),
    );
  }

  box(key, label) {
    const box = element("input", { type: "checkbox", checked: this.columns.includes(key) });
    box.addEventListener("change", () => {
      this.columns = box.checked ? [...this.columns, key] : this.columns.filter((other) => other !== key);
    });
    return element("label", { className: "editor-check" }, box, ` ${label}`);
  }

  async addProduct() {
    const found = await pickProduct(this.known);
    if (found && !this.slugs.includes(found.reference)) await this.change(() => this.slugs.push(found.reference));
    this.add.focus();
  }

  async change(how) {
    how();
    await this.paint();
    if (!this.rows.contains(document.activeElement)) this.add.focus();
  }

  finish() {
    if (this.slugs.length > 1) this.dialog.finish({ slugs: this.slugs, columns: this.columns });
    else this.add.focus();
  }
}
