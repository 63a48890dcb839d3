// The toolbar (WAI-ARIA's pattern: one stop for Tab, arrows within).

import { createElement } from "lucide";
import { ACTIONS } from "./actions.js";
import { button, element } from "./dom.js";

/** The toolbar of `editor`: its element, and `update(state)` to press what applies there. */
export function toolbar(editor, controls) {
  const actions = ACTIONS.filter((action) => action.icon);
  const buttons = actions.map((action) => toolButton(action, editor));
  const bar = element("div", { className: "editor-toolbar", role: "toolbar", "aria-label": "Formatting", "aria-controls": controls }, ...buttons);
  buttons[0].tabIndex = 0;
  bar.addEventListener("keydown", (event) => {
    const here = buttons.indexOf(document.activeElement);
    const place = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: -1 }[event.key];
    if (place === undefined) return;
    event.preventDefault();
    const next = buttons.at(place % buttons.length);
    for (const other of buttons) other.tabIndex = other === next ? 0 : -1;
    next.focus();
  });
  const update = (state) => {
    actions.forEach((action, place) => action.isOn && buttons[place].setAttribute("aria-pressed", String(action.isOn(state))));
  };
  return { bar, update };
}

/** Keys as people know them: on a Mac, Mod is ⌘. */
export function keyWords(keys) {
  const isMac = /Mac|iP/.test(navigator.platform);
  const names = isMac ? { Mod: "⌘", Alt: "⌥", Shift: "⇧" } : { Mod: "Ctrl", Alt: "Alt", Shift: "Shift" };
  return keys.split("-").map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key)).join(isMac ? "" : "+");
}

function toolButton(action, editor) {
  const icon = createElement(action.icon, { width: 20, height: 20, "aria-hidden": "true", focusable: "false" });
  const run = () => {
    action.run(editor);
    if (!document.querySelector("dialog[open]")) editor.refocus();
  };
  const title = `${action.words} (${keyWords(action.keys)})`;
  const properties = { className: "editor-tool", title, ariaLabel: action.words, tabIndex: -1 };
  if (action.isOn) properties["aria-pressed"] = "false";
  return button(icon, run, properties);
}
