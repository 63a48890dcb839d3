// The sheet of keys and signs.

import { ACTIONS } from "./actions.js";
import { button, element } from "./dom.js";
import { dialogOf } from "./picker.js";
import { keyWords } from "./toolbar.js";

const SIGNS = [
  ["/", "Insert: everything there is, narrowed as you type"],
  ["## and a space", "Section heading; ### a subheading"],
  ["- and a space", "List; 1. and a space a numbered one"],
  ["> and a space", "Quotation"],
  ["**words**", "Bold; *words* italic; ~~words~~ struck out; `words` code"],
  ["---", "Dividing line"],
  [":::tip and a space", "Tip; also note, warning, quote and faq"],
];
const MOVES = [
  ["Tab, Shift-Tab", "In a list further in or out; in a table to the next cell or back"],
  ["Enter", "In a table to the cell below; below the table from its last row"],
  ["Mod-Enter", "Out of a pick, quote, table or other block, to a new line below it"],
  ["Shift-Enter", "A new line in the same paragraph"],
  ["Alt-Up", "To the fields of the block around the caret; Escape leads back to its text"],
  ["Alt-F10", "To the toolbar; arrows move within it"],
  ["Escape, then Tab", "Out of the text, to the next field"],
];

/** Shows the sheet. */
export function showHelp() {
  const dialog = dialogOf("Keys and signs");
  const keys = ACTIONS.filter((action) => action.keys).map((action) => [keyWords(action.keys), action.words]);
  const parts = [
    ["Signs while you type", SIGNS],
    ["Moving", MOVES.map(([key, words]) => [/[a-z]-[A-Z]/.test(key) && !key.includes(",") ? keyWords(key) : key, words])],
    ["Keys", keys],
  ];
  const lists = parts.flatMap(([words, pairs]) => [
    element("h3", {}, words),
    element("dl", { className: "editor-keys" }, ...pairs.map(([key, does]) => element("div", {}, element("dt", {}, key), element("dd", {}, does)))),
  ]);
  dialog.body.append(...lists, button("Close", () => dialog.finish(null)));
  return dialog.opened();
}
