// Making elements of the page.

let last = 0;

/** An element `tag` with `properties`, of which those with a hyphen and `role` are attributes, around `children`. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(made.dataset, value);
    else if (/-|^(role|for|list)$/.test(name)) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

/** A button that leaves the focus where it is when it is pressed with a pointer. */
export function button(words, onclick, properties = {}) {
  const keepFocus = (event) => event.preventDefault();
  return element("button", { type: "button", className: "editor-button", onclick, onpointerdown: keepFocus, ...properties }, words);
}

/** A labelled field: `control` with `words` before it. */
export function labelled(words, control, help = "") {
  control.id ||= newId();
  const note = help ? [element("span", { className: "field__help" }, help)] : [];
  return element("div", { className: "editor-field" }, element("label", { htmlFor: control.id }, words), ...note, control);
}

/** A list to choose from: `choices` are pairs of value and words. */
export function choiceList(choices, chosen, properties = {}) {
  const known = choices.some(([value]) => value === chosen) ? choices : [...choices, [chosen, chosen]];
  return element("select", properties, ...known.map(([value, words]) => element("option", { value, selected: value === chosen }, words)));
}

/** An id that no other element has. */
export function newId() {
  last += 1;
  return `editor-${last}`;
}
