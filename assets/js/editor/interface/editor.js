// The editor over a textarea: the textarea stays the field of the form, and always says what the editor shows.

import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { EditorState, Selection } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { openBody } from "../document/opened.js";
import { blockText } from "../document/write.js";
import { insert } from "./commands.js";
import { ContainerView, FootnoteView } from "./containers.js";
import { button, element, newId } from "./dom.js";
import { FigureView } from "./figures.js";
import { findBar, searching } from "./find.js";
import { showHelp } from "./help.js";
import { Known } from "./known.js";
import { LeafView } from "./leaves.js";
import { menu } from "./menu.js";
import { pasting } from "./pasting.js";
import { Proposal } from "./proposal.js";
import { TableView } from "./tables.js";
import { toolbar } from "./toolbar.js";
import { typing } from "./typing.js";
import { upload, uploadField } from "./uploading.js";

const WORDS_A_MINUTE = 230; // as crescendo/web/formatting.py counts
const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_'’-]*/gu;

/** An editor in place of `textarea`, whose `data-pickers` and `data-upload` say where to ask and send. */
export class Editor {
  constructor(textarea) {
    this.textarea = textarea;
    this.known = new Known(textarea.dataset.pickers, textarea.dataset.newProduct);
    this.uploadField = uploadField;
    this.surface = element("div", { className: "editor-surface prose" });
    this.count = element("span", { className: "editor-count" });
    this.notice = element("span", { className: "editor-notice", "aria-live": "polite" });
    this.menu = menu(this);
    this.findBar = findBar(this);
    this.proposal = new Proposal(this);
    this.opened = openBody(textarea.value);
    this.view = this.#view();
    this.toolbar = toolbar(this, this.view.dom.id);
    this.back = button("Back to the editor", () => this.toggleSource());
    this.root = element(
      "div",
      { className: "editor" },
      element("div", { className: "editor-top" }, this.toolbar.bar, this.findBar.bar),
      this.surface,
      this.menu.list,
      this.menu.said,
      this.proposal.bar,
      element("div", { className: "editor-foot" }, this.count, this.notice),
    );
    this.#stand();
    this.toolbar.update(this.view.state);
    this.#tellCount();
  }

  insert(node) {
    insert(node)(this.view.state, this.view.dispatch);
  }

  upload(files) {
    return upload(this, files);
  }

  find() {
    this.findBar.open();
  }

  help() {
    return showHelp().then(() => this.view.focus());
  }

  openMenu() {
    this.menu.open();
  }

  hasFocus() {
    return this.view.hasFocus();
  }

  /** Back to the text after a press on the toolbar, unless something else was opened. */
  refocus() {
    if (this.root.hidden || !this.findBar.bar.hidden) return;
    this.view.focus();
  }

  /** Tell the author, in words that a screen reader says too. */
  say(words) {
    this.notice.textContent = words;
  }

  /** Between the editor and its Markdown. What the editor cannot say stays Markdown. */
  toggleSource() {
    const toSource = !this.root.hidden;
    if (!toSource && !this.#read()) return this.#refuse();
    this.root.hidden = toSource;
    this.textarea.classList.toggle("editor-source", !toSource);
    this.textarea.toggleAttribute("aria-hidden", !toSource);
    if (toSource) this.textarea.removeAttribute("aria-hidden");
    else this.textarea.setAttribute("aria-hidden", "true");
    this.textarea.tabIndex = toSource ? 0 : -1;
    this.label.htmlFor = toSource ? this.textarea.id : "";
    this.back.hidden = !toSource;
    (toSource ? this.textarea : this.view).focus();
    return undefined;
  }

  /** The caret to the block on `line` of the body, counted from 1. */
  goToLine(line) {
    let count = 1;
    let place = 0;
    this.view.state.doc.forEach((node, offset) => {
      if (count <= line) place = offset;
      count += blockText(node).split("\n").length + 1;
    });
    const { tr, doc } = this.view.state;
    this.view.dispatch(tr.setSelection(Selection.findFrom(doc.resolve(place), 1)).scrollIntoView());
    this.view.focus();
  }

  #view() {
    const block = (View) => (node, view, getPos) => {
      const made = new View(node, view, getPos, this.known);
      made.dom.addEventListener("keydown", (event) => made.owns(event) && made.leave(event));
      return made;
    };
    return new EditorView(this.surface, {
      state: this.#state(),
      attributes: this.#attributes(),
      nodeViews: {
        leaf: block(LeafView),
        container: block(ContainerView),
        footnote: block(FootnoteView),
        figure: block(FigureView),
        table: block(TableView),
      },
      dispatchTransaction: (transaction) => this.#apply(transaction),
      handleDOMEvents: {
        keydown: (view, event) => this.#leave(event),
      },
    });
  }

  #state() {
    const plugins = [this.menu.plugin, pasting(this), this.proposal.plugin, ...typing(this), history(), searching, dropCursor({ class: "editor-drop", color: false }), gapCursor(), tableEditing()];
    const { doc } = this.opened;
    return EditorState.create({ doc, selection: Selection.findFrom(doc.resolve(0), 1, true), plugins }); // in text, not on a block
  }

  /** The editor is named and described as the field is. */
  #attributes() {
    this.label = document.querySelector(`label[for="${this.textarea.id}"]`);
    this.label.id ||= newId();
    this.label.htmlFor = "";
    this.label.addEventListener("click", () => this.root.hidden || this.view.focus());
    const described = this.textarea.getAttribute("aria-describedby");
    const invalid = this.textarea.getAttribute("aria-invalid");
    return {
      id: newId(),
      class: "editor-text",
      role: "textbox",
      "aria-multiline": "true",
      "aria-labelledby": this.label.id,
      ...(described && { "aria-describedby": described }),
      ...(invalid && { "aria-invalid": invalid }),
      spellcheck: "true",
    };
  }

  #stand() {
    const { textarea } = this;
    textarea.before(this.root);
    textarea.after(this.back);
    this.back.hidden = true;
    textarea.classList.add("editor-source");
    textarea.setAttribute("aria-hidden", "true");
    textarea.tabIndex = -1;
    textarea.addEventListener("input", () => this.isWriting || this.root.hidden || this.#read() || this.#giveUp());
    textarea.addEventListener("go-to-line", (event) => {
      if (this.root.hidden) return;
      event.preventDefault();
      this.goToLine(event.detail.line);
    });
    if (!this.opened.isWhole) this.#giveUp();
  }

  #apply(transaction) {
    const state = this.view.state.apply(transaction);
    this.view.updateState(state);
    this.toolbar.update(state);
    if (!transaction.docChanged) return;
    this.isWriting = true;
    this.textarea.value = this.opened.write(state.doc);
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
    this.isWriting = false;
    this.#tellCount();
  }

  /** Take what the field says. False when the editor cannot say all of it. */
  #read() {
    if (this.textarea.value === this.opened.write(this.view.state.doc)) return true;
    const opened = openBody(this.textarea.value);
    if (!opened.isWhole) return false;
    this.opened = opened;
    this.view.updateState(this.#state());
    this.#tellCount();
    return true;
  }

  #giveUp() {
    this.toggleSource();
    this.#refuse();
  }

  #refuse() {
    const words = "Something here stands within too many lists and blocks for the editor. Move it further out, or go on in Markdown.";
    this.refusal ??= element("p", { className: "field__error", role: "status" });
    this.refusal.textContent = words;
    this.back.after(this.refusal);
  }

  #tellCount() {
    clearTimeout(this.counting);
    this.counting = setTimeout(() => {
      const words = this.view.state.doc.textBetween(0, this.view.state.doc.content.size, " ", " ").match(WORD)?.length ?? 0;
      this.count.textContent = `${words.toLocaleString()} ${words === 1 ? "word" : "words"}, ${Math.max(1, Math.round(words / WORDS_A_MINUTE))} min to read`;
    }, 300);
  }

  /** In lists and tables Tab has work to do; after Escape it goes on to the next field. Alt-F10 leads to the toolbar. */
  #leave(event) {
    if (event.key === "Shift") return false; // on its way to Shift-Tab
    const isFree = this.isLeaving && event.key === "Tab";
    this.isLeaving = event.key === "Escape" && this.menu.list.hidden;
    if (this.isLeaving) this.say("Tab now leaves the text.");
    if (event.key !== "F10" || !event.altKey) return isFree || this.isLeaving;
    event.preventDefault();
    this.toolbar.bar.querySelector('[tabindex="0"]').focus();
    return true;
  }
}
