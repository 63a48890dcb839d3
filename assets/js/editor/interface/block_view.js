// What the blocks of the dialect have in common on the page: a head that says what they are, and its fields.

import { Selection } from "prosemirror-state";
import { button, choiceList, element, labelled } from "./dom.js";

/** One block of the document; `paint` of a subclass fills it. */
export class BlockView {
  constructor(node, view, getPos) {
    Object.assign(this, { node, view, getPos, inputs: new Map() });
  }

  update(node) {
    if (node.type !== this.node.type || node.attrs.name !== this.node.attrs.name) return false;
    const before = this.node;
    this.node = node;
    for (const [key, input] of this.inputs) if (input !== document.activeElement) input.value = this.value(key);
    this.changed?.(before);
    return true;
  }

  selectNode() {
    this.dom.classList.add("is-selected");
  }

  deselectNode() {
    this.dom.classList.remove("is-selected");
  }

  /** The fields and buttons of a block are its own; the editor sees what happens in its text. */
  stopEvent(event) {
    return Boolean(event.target instanceof Element && event.target.closest("input, select, button"));
  }

  /** Whether `event` happens in a field or button of this block, and of no block within it. */
  owns(event) {
    return this.stopEvent(event) && event.target.closest(".editor-block") === this.dom;
  }

  ignoreMutation(mutation) {
    if (mutation.type === "selection") return false;
    return !this.contentDOM?.contains(mutation.target);
  }

  /** What is said under `key`: the label, or one of the attributes. */
  value(key) {
    return (key in this.node.attrs ? this.node.attrs[key] : this.node.attrs.attributes?.[key]) ?? "";
  }

  /** Say `value` under `key`. Attributes that say nothing are left out. */
  say(key, value) {
    const { attrs } = this.node;
    const changed = key in attrs ? { [key]: value } : { attributes: withAttribute(attrs.attributes, key, value) };
    this.view.dispatch(this.view.state.tr.setNodeMarkup(this.getPos(), null, { ...attrs, ...changed }));
  }

  /** A labelled field for what is said under `key`. */
  field({ key, words, type = "text", choices }) {
    const control = choices
      ? choiceList(choices, this.value(key))
      : element("input", { type: type === "url" ? "text" : type, value: this.value(key), spellcheck: type === "text" });
    if (type === "url") control.inputMode = "url";
    control.addEventListener("input", () => this.say(key, control.value));
    this.inputs.set(key, control);
    return labelled(words, control);
  }

  /** Enter in a field goes on with the text, instead of sending the form; so does Escape, from buttons too. */
  leave(event) {
    const isField = event.target.matches("input, select");
    if (event.key !== "Escape" && !(event.key === "Enter" && isField)) return;
    event.preventDefault();
    const inside = this.view.state.doc.resolve(this.getPos() + (this.contentDOM ? 1 : this.node.nodeSize));
    this.view.dispatch(this.view.state.tr.setSelection(Selection.near(inside)).scrollIntoView());
    this.view.focus();
  }

  /** The head of the block: what it is, and buttons. It is no text. */
  head(words, ...buttons) {
    const remove = button("Remove", () => this.remove(), { className: "editor-button editor-button--quiet", ariaLabel: `Remove: ${words}` });
    return element(
      "header",
      { className: "editor-block__head", contentEditable: "false" },
      element("span", { className: "editor-block__name" }, words),
      element("span", { className: "editor-block__buttons" }, ...buttons, remove),
    );
  }

  remove() {
    const place = this.getPos();
    this.view.dispatch(this.view.state.tr.delete(place, place + this.node.nodeSize));
    this.view.focus();
  }

  /** Put `nodes` at the end of the block, and the caret into them. */
  append(...nodes) {
    const end = this.getPos() + this.node.nodeSize - 1;
    const tr = this.view.state.tr.insert(end, nodes);
    this.view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(end + 1))).scrollIntoView());
    this.view.focus();
  }
}

/** `attributes` with `value` under `key`, or without it when that is empty. */
export function withAttribute(attributes, key, value) {
  const { [key]: _, ...others } = attributes;
  return value ? { ...attributes, [key]: value } : others;
}
