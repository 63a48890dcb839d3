// The dialog for links: guides and products first, then any address. A product's link may be its price or a fact, too.

import { schema } from "../document/schema.js";
import { mayBeLinked } from "../dialect/grammar.js";
import { linkAround, removeLink } from "./commands.js";
import { button, choiceList, element, labelled } from "./dom.js";
import { dialogOf, searchList } from "./picker.js";

const ADDRESS = /^(https?:\/\/|mailto:|\/|#|guide:|product:|price:|spec:)\S+$/i;
const HOST = /^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?:\/\S*)?$/iu; // an address whose scheme was left out

/** Asks where the selection, the link around the caret, or a new text leads. */
export async function editLink(editor) {
  const { state } = editor.view;
  if (!state.selection.$from.parent.inlineContent || state.selection.$from.parent.type.spec.code) return;
  const existing = linkAround(state);
  const { from, to } = existing ?? state.selection;
  const words = state.doc.textBetween(from, to, " ");
  const answer = await askLink(editor.known, { words, href: existing?.mark.attrs.href ?? "" });
  if (answer?.remove) removeLink(editor.view.state, editor.view.dispatch);
  else if (answer) editor.view.dispatch(linked(editor.view.state, { from, to, words, ...answer }));
  editor.view.focus();
}

function linked(state, { from, to, words, text, href }) {
  const mark = schema.marks.link.create({ href });
  const { tr } = state;
  if (text === words && from < to) return tr.removeMark(from, to, schema.marks.link).addMark(from, to, mark).scrollIntoView();
  const marks = mark.addToSet(state.doc.resolve(from).marks().filter((other) => other.type !== schema.marks.link));
  return tr.replaceWith(from, to, schema.text(text, marks)).removeStoredMark(mark).scrollIntoView();
}

function askLink(known, { words, href }) {
  return new LinkDialog(known, words, href).opened();
}

class LinkDialog {
  constructor(known, words, href) {
    this.known = known;
    this.product = null; // chosen, while it is open what readers see of it
    this.dialog = dialogOf(href ? "Change the link" : "Link");
    this.words = element("input", { type: "text", value: words });
    this.status = element("p", { className: "editor-dialog__status", role: "status" });
    this.shown = choiceList([], "link");
    this.shown.addEventListener("change", () => this.sayFact());
    this.what = labelled("What readers see", this.shown);
    this.what.hidden = true;
    this.search = searchList({
      label: "Guide, product or address",
      find: (typed, signal) => find(known, typed, signal),
      empty: "Nothing has these words.",
      status: this.status,
      choose: (choice) => this.choose(choice),
    });
    this.search.input.value = href;
    this.dialog.body.append(
      labelled("Words", this.words),
      labelled("Guide, product or address", this.search.input),
      this.search.list,
      this.what,
      this.status,
      this.dialog.actions(...this.buttons(href)),
    );
  }

  opened() {
    this.search.start();
    return this.dialog.opened(this.search.input);
  }

  buttons(href) {
    const set = button("Set the link", () => this.set(), { className: "button" });
    return href ? [set, button("Remove the link", () => this.dialog.finish({ remove: true }))] : [set];
  }

  choose(choice) {
    if (choice.kind === "address") return this.finish(choice.reference, choice.reference);
    if (choice.kind === "guides") return this.finish(`guide:${choice.reference}`, choice.title);
    this.product = choice;
    this.shown.replaceChildren(...waysToSay(choice));
    this.what.hidden = false;
    if (!this.words.value.trim()) this.words.value = choice.title;
    this.say(`${choice.title}: choose what readers see, then set the link.`);
    return this.shown.focus();
  }

  /** A price or fact stands in the text as it is now; the page fills in what is true when it is read. */
  sayFact() {
    const { text } = this.shown.selectedOptions[0].dataset;
    if (text) this.words.value = text;
  }

  set() {
    const typed = this.search.input.value.trim();
    if (this.product) this.finish(this.shown.value, this.product.title);
    else this.finish(addressOf(typed), typed);
  }

  finish(href, words) {
    const text = this.words.value.trim() || words;
    const isAddress = ADDRESS.test(href) && mayBeLinked(href);
    if (text && isAddress) this.dialog.finish({ href, text });
    else this.say("That is nowhere a link can lead. Begin with https://, or choose from the list.");
  }

  /** Says `words`, which no search that is still on its way may overwrite. */
  say(words) {
    this.search.stop();
    this.status.textContent = words;
  }
}

/** What is typed, if it is an address; else the guides and products that have these words. */
async function find(known, typed, signal) {
  const address = addressOf(typed);
  if (ADDRESS.test(address)) return [{ kind: "address", reference: address, title: address, note: "This address" }];
  const [guides, products] = await Promise.all(["guides", "products"].map((kind) => known.find(kind, typed, signal)));
  const noted = (choices, kind, name) => choices.slice(0, 6).map((choice) => ({ ...choice, kind, note: `${name}: ${choice.note}` }));
  return [...noted(guides, "guides", "Guide"), ...noted(products, "products", "Product")];
}

/** What can be said of a product amid text, as options: a link, its price of now, its facts. */
function waysToSay({ reference, facts }) {
  const said = facts.filter(({ text }) => text).map(({ key, label, text }) => {
    return key === "price" ? [`price:${reference}`, "Its price of the day", text] : [`spec:${reference}/${key}`, `${label}: ${text}`, text];
  });
  const ways = [[`product:${reference}`, "Link to its page", ""], ...said];
  return ways.map(([value, words, text]) => element("option", { value, dataset: { text } }, words));
}

const addressOf = (typed) => (HOST.test(typed) ? `https://${typed}` : typed);
