// The menu that / opens where the caret is: everything that can be inserted, narrowed by what is typed after it.

import { Plugin } from "prosemirror-state";
import { ACTIONS } from "./actions.js";
import { element } from "./dom.js";

const INSERTS = ACTIONS.filter((action) => action.isInsert);
const MOST = 8; // shown at once; the others come with the arrows
const TYPED = /(?:^|\s)\/([\p{L} ]{0,20})$/u;

/** The menu of `editor`: a plugin, its element, and `open()`, which types the / for an author. */
export function menu(editor) {
  const list = element("div", { className: "editor-menu", role: "listbox", id: "editor-menu", "aria-label": "Insert", hidden: true });
  const said = element("p", { className: "visually-hidden", "aria-live": "polite" });
  let shown = [];
  let current = 0;
  let isPressed = false; // whether a button typed the /, which then goes with the menu
  let dismissed; // where a menu was closed with Escape: it stays so until the / is gone

  const close = (view) => {
    list.hidden = true;
    current = 0;
    isPressed = false;
    view.dom.removeAttribute("aria-activedescendant");
  };
  const update = (view) => {
    const typed = typedAt(view.state);
    if (!typed) dismissed = undefined;
    shown = typed && dismissed !== typed.from && editor.hasFocus() ? matching(typed.words) : [];
    if (!shown.length) return close(view);
    current = Math.min(current, shown.length - 1);
    const first = Math.max(0, Math.min(current - 3, shown.length - MOST));
    const options = shown.map((action, place) => optionOf(action, { place, count: shown.length, isCurrent: place === current, onclick: () => run(view, place) }));
    list.replaceChildren(...options.slice(first, first + MOST));
    list.hidden = false;
    view.dom.setAttribute("aria-activedescendant", `editor-menu-${current}`);
    said.textContent = `${shown[current].words}, ${current + 1} of ${shown.length}`;
    return placeAt(list, view.coordsAtPos(typed.from));
  };
  const run = (view, place) => {
    const action = shown[place];
    const { from } = typedAt(view.state);
    view.dispatch(view.state.tr.delete(from, view.state.selection.from));
    close(view);
    view.focus();
    action.run(editor);
  };
  const keys = {
    ArrowDown: (view) => step(view, 1),
    ArrowUp: (view) => step(view, -1),
    Enter: (view) => run(view, current),
    Tab: (view) => run(view, current),
    Escape: (view) => {
      const { from } = typedAt(view.state);
      if (isPressed) view.dispatch(view.state.tr.delete(from, view.state.selection.from));
      dismissed = isPressed ? undefined : from;
      close(view);
    },
  };
  const step = (view, by) => {
    current = (current + by + shown.length) % shown.length;
    update(view);
  };
  const plugin = new Plugin({
    view: () => ({ update }),
    props: {
      handleKeyDown(view, event) {
        if (list.hidden || !keys[event.key]) return false;
        keys[event.key](view);
        return true;
      },
      handleDOMEvents: { blur: (view) => void close(view) },
    },
  });
  const open = () => {
    const { view } = editor;
    const { $from } = view.state.selection;
    const before = $from.parent.textBetween(0, $from.parentOffset, null, "￼");
    view.focus();
    isPressed = true;
    view.dispatch(view.state.tr.insertText(/\S$/.test(before) ? " /" : "/"));
  };
  return { plugin, list, said, open };
}

/** The / before the caret and the words after it; null where it is only a sign. */
function typedAt(state) {
  const { $from, empty } = state.selection;
  const { parent } = $from;
  if (!empty || !parent.isTextblock || parent.type.spec.code || ["table_cell", "table_header", "figure"].includes(parent.type.name)) return null;
  const match = TYPED.exec(parent.textBetween(0, $from.parentOffset, null, "￼"));
  return match && { words: match[1].toLowerCase(), from: $from.pos - match[1].length - 1 };
}

/** What can be inserted and has these words; first what begins with them. */
function matching(words) {
  const begins = (action) => action.words.toLowerCase().startsWith(words.trim());
  return INSERTS.filter((action) => matches(action, words)).toSorted((one, other) => begins(other) - begins(one));
}

function matches(action, words) {
  const all = `${action.words} ${action.more}`.toLowerCase();
  return words.trim().split(/\s+/).every((word) => all.split(/\s+/).some((other) => other.startsWith(word)));
}

function optionOf(action, { place, count, isCurrent, onclick }) {
  const keepFocus = (event) => event.preventDefault();
  const properties = { role: "option", id: `editor-menu-${place}`, className: "editor-menu__item", onclick, onpointerdown: keepFocus };
  const said = { "aria-selected": String(isCurrent), "aria-posinset": String(place + 1), "aria-setsize": String(count) };
  return element("div", { ...properties, ...said }, action.words);
}

/** Below the caret, or above it where the window ends; never beyond its sides. */
function placeAt(list, caret) {
  const frame = list.parentElement.getBoundingClientRect();
  const height = list.offsetHeight;
  const isBelow = caret.bottom + height + 8 < window.innerHeight || caret.top < height;
  list.style.top = `${(isBelow ? caret.bottom + 4 : caret.top - height - 4) - frame.top}px`;
  list.style.left = `${Math.max(0, Math.min(caret.left - frame.left, frame.width - list.offsetWidth))}px`;
}
