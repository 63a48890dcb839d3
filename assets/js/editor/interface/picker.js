// A dialog to choose a product, guide or picture in (WAI-ARIA's combobox with a list).

import { button, element, newId } from "./dom.js";

/** Asks for one of what `find(words)` proposes. The promise is the choice, or null when nothing was chosen. */
export function pick({ title, label, find, empty, extra = [] }) {
  const dialog = dialogOf(title);
  const status = element("p", { className: "editor-dialog__status", role: "status" });
  const { input, list, start } = searchList({ label, find, empty, status, choose: (choice) => dialog.finish(choice) });
  const head = element("div", { className: "editor-field" }, element("label", { htmlFor: input.id }, label), input);
  dialog.body.append(head, list, status, ...extra, dialog.actions());
  start();
  return dialog.opened(input);
}

/** A box to type in and the list below it. `choose` gets what is chosen; `start` fills the list, `stop` leaves it as it is. */
export function searchList({ label, find, empty, status, choose }) {
  const list = element("div", { className: "editor-choices", role: "listbox", id: newId(), "aria-label": label });
  const input = element("input", { type: "search", id: newId(), autocomplete: "off", role: "combobox" });
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "true");
  input.setAttribute("aria-autocomplete", "list");
  let choices = [];
  let current = 0;
  let asked;

  const mark = () => {
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === current)));
    const option = list.children[current];
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    const found = await find(input.value.trim(), signal);
    if (signal.aborted) return;
    [choices, current] = [found, 0];
    list.replaceChildren(...choices.map((choice, place) => optionOf(choice, () => choose(choices[place]))));
    status.textContent = choices.length ? `${choices.length} to choose from` : empty;
    mark();
  };
  const move = (step) => {
    current = (current + step + choices.length) % choices.length;
    mark();
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => choose(choices[current]) };
    if (!keys[event.key]) return;
    event.preventDefault();
    if (choices.length) keys[event.key]();
  });
  return { input, list, start: show, stop: () => asked?.abort() };
}

/** An empty modal dialog, with a promise of what it is closed with. */
export function dialogOf(title) {
  const heading = element("h2", { id: newId(), tabIndex: -1 }, title);
  const body = element("div", { className: "editor-dialog__body" });
  const dialog = element("dialog", { className: "editor-dialog", "aria-labelledby": heading.id }, heading, body);
  dialog.addEventListener("chosen", (event) => finish(event.detail)); // by a field of its own
  let result = null;
  const finish = (value) => {
    result = value;
    dialog.close();
  };
  return {
    body,
    finish,
    actions: (...others) => element("div", { className: "editor-dialog__actions" }, ...others, button("Cancel", () => finish(null))),
    opened(focus = heading) {
      document.body.append(dialog);
      dialog.showModal();
      focus.focus();
      return new Promise((resolve) => {
        dialog.addEventListener("close", () => {
          dialog.remove();
          resolve(result);
        });
      });
    },
  };
}

function optionOf(choice, onclick) {
  const option = element("div", { role: "option", id: newId(), className: "editor-choice", onclick, "aria-selected": "false" });
  if (choice.picture) option.append(element("img", { src: choice.picture, alt: "", width: 48, height: 48, loading: "lazy" }));
  option.append(wordsOf(choice));
  return option;
}

/** The words of a choice: its name, what is known of it, and what speaks against it. */
export function wordsOf({ title, note, warning }) {
  const words = element("span", { className: "editor-choice__words" }, element("strong", {}, title));
  if (note) words.append(element("span", {}, note));
  if (warning) words.append(element("span", { className: "editor-choice__warning" }, warning));
  return words;
}
