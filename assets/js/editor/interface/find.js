// Find and replace.

import { findNext, findPrev, getMatchHighlights, replaceAll, replaceNext, search, SearchQuery, setSearchState } from "prosemirror-search";
import { button, element, labelled } from "./dom.js";

export const searching = search();

/** The bar of `editor`: its element, and `open()`. */
export function findBar(editor) {
  const wanted = element("input", { type: "search" });
  const instead = element("input", { type: "text" });
  const exact = element("input", { type: "checkbox" });
  const count = element("span", { className: "editor-find__count", role: "status" });

  const query = () => new SearchQuery({ search: wanted.value, replace: instead.value, caseSensitive: exact.checked, literal: true });
  const tell = () => {
    const found = getMatchHighlights(editor.view.state).find().length;
    count.textContent = wanted.value ? `${found} found` : "";
  };
  const ask = () => {
    editor.view.dispatch(setSearchState(editor.view.state.tr, query()));
    tell();
  };
  const run = (command) => {
    ask();
    command(editor.view.state, editor.view.dispatch);
    tell();
  };
  const close = () => {
    bar.hidden = true;
    editor.view.dispatch(setSearchState(editor.view.state.tr, new SearchQuery({ search: "" })));
    editor.view.focus();
  };
  const open = () => {
    const { from, to } = editor.view.state.selection;
    const words = editor.view.state.doc.textBetween(from, to, " ");
    if (words && words.length < 100) wanted.value = words;
    bar.hidden = false;
    wanted.select();
    wanted.focus();
    ask();
  };
  const bar = element(
    "div",
    { className: "editor-find", role: "search", "aria-label": "Find and replace", hidden: true },
    labelled("Find", wanted),
    labelled("Replace with", instead),
    element("label", { className: "editor-check" }, exact, " Capitals as typed"),
    button("Next", () => run(findNext)),
    button("Previous", () => run(findPrev)),
    button("Replace", () => run(replaceNext)),
    button("Replace all", () => run(replaceAll)),
    button("Close", close, { className: "editor-button editor-button--quiet" }),
    count,
  );
  bar.addEventListener("input", ask);
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target.matches("input")) run(event.shiftKey ? findPrev : findNext);
    else return;
    event.preventDefault();
  });
  return { bar, open };
}
