// Shows what kept words would replace in a form, before they do.

/** Show in `banner` which fields of `form` would lose what they hold to `texts`; false when that was shown already. */
export function showLosses(banner, form, texts) {
  const losses = Object.keys(texts).filter((name) => form.elements[name].value.trim() && form.elements[name].value !== texts[name]);
  const held = JSON.stringify(losses.map((name) => form.elements[name].value));
  if (!losses.length || banner.dataset.shown === held) return false;
  banner.dataset.shown = held;
  banner.querySelectorAll(".recovered__loss").forEach((loss) => loss.remove());
  banner.append(...losses.map((name) => lossOf(form.elements[name], texts[name])));
  return true;
}

function lossOf(field, kept) {
  const loss = document.createElement("div");
  loss.className = "recovered__loss";
  const label = field.labels[0].textContent;
  loss.append(
    Object.assign(document.createElement("h2"), { textContent: label }),
    textOf(`${label}, in the form`, "In the form now", field.value),
    textOf(`${label}, kept`, "Kept in this browser", kept),
  );
  return loss;
}

function textOf(name, words, text) {
  const box = document.createElement("div");
  const shown = Object.assign(document.createElement("pre"), { textContent: text || "(empty)", tabIndex: 0 });
  shown.setAttribute("role", "group"); // so that it may have a name
  shown.setAttribute("aria-label", name);
  box.append(Object.assign(document.createElement("p"), { className: "label", textContent: words }), shown);
  return box;
}
