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

async function askLink(known, { words, href }) {
  const dialog = dialogOf(href ? "Change the link" : "Link");
  const text = element("input", { type: "text", value: words });
  const status = element("p", { className: "editor-dialog__status", role: "status" });
  const shown = choiceList([["link", "Link to its page"]], "link");
  const what = labelled("What readers see", shown);
  what.hidden = true;
  let product = null;

  const finish = (address, title) => {
    const said = text.value.trim() || title;
    if (said && mayBeLinked(address)) dialog.finish({ href: address, text: said });
    else status.textContent = "That is nowhere a link can lead. Begin with https://, or choose from the list.";
  };
  const choose = (choice) => {
    if (choice.url) return finish(choice.url, choice.url);
    if (choice.kind === "guides") return finish(`guide:${choice.reference}`, choice.title);
    product = choice;
    offer(shown, product);
    what.hidden = false;
    if (!text.value.trim()) text.value = choice.title;
    status.textContent = `${choice.title}: choose what readers see, then set the link.`;
    return shown.focus();
  };
  const search = searchList({ label: "Guide, product or address", find: (typed, signal) => find(known, typed, signal), empty: "Nothing has these words.", status, choose });
  search.input.value = href;
  const set = () => {
    if (!product) return finish(addressOf(search.input.value.trim()), search.input.value.trim());
    const [kind, key] = shown.value.split("/");
    const fallback = kind === "link" ? product.title : shown.selectedOptions[0].dataset.text;
    return finish(kind === "spec" ? `spec:${product.reference}/${key}` : `${kind === "price" ? "price" : "product"}:${product.reference}`, fallback);
  };
  shown.addEventListener("change", () => {
    if (shown.value !== "link") text.value = shown.selectedOptions[0].dataset.text;
  });
  const actions = [button("Set the link", set, { className: "button" })];
  if (href) actions.push(button("Remove the link", () => dialog.finish({ remove: true })));
  dialog.body.append(labelled("Words", text), labelled("Guide, product or address", search.input), search.list, what, status, dialog.actions(...actions));
  search.start();
  return dialog.opened(search.input);
}

async function find(known, typed, signal) {
  const address = addressOf(typed);
  const own = ADDRESS.test(address) ? [{ reference: address, url: address, title: address, note: "This address", warning: "" }] : [];
  if (own.length) return own;
  const kinds = await Promise.all(["guides", "products"].map(async (kind) => (await known.find(kind, typed, signal)).map((choice) => ({ ...choice, kind }))));
  return kinds.flatMap((choices) => choices.slice(0, 6)).map((choice) => ({ ...choice, note: `${choice.kind === "guides" ? "Guide" : "Product"}: ${choice.note}` }));
}

/** What can be said of `product` amid text: a link, its price of now, its facts. */
function offer(select, product) {
  const facts = product.facts.filter(({ text }) => text).map(({ key, label, text }) => {
    return key === "price" ? ["price", "Its price of the day", text] : [`spec/${key}`, `${label}: ${text}`, text];
  });
  const options = [["link", "Link to its page", ""], ...facts];
  select.replaceChildren(...options.map(([value, words, text]) => element("option", { value, dataset: { text } }, words)));
}

const addressOf = (typed) => (HOST.test(typed) ? `https://${typed}` : typed);
