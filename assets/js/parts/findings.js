// Preflight looks over the shoulder: its list follows what is typed, and leads to the place.

const PAUSE = 1500; // milliseconds without a key

/** Keep the list in `section` true to `form`. */
export function followFindings(section, form) {
  const list = section.querySelector("ul");
  let timer;
  let asked = 0;

  const ask = async () => {
    const number = ++asked;
    const answer = await fetch(section.dataset.findings, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(
      () => undefined,
    );
    if (!answer?.ok || number !== asked) return;
    const { findings } = await answer.json();
    section.hidden = findings.length === 0;
    list.replaceChildren(...findings.map((finding) => itemOf(finding, form)));
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
}

function itemOf({ field, line, blocks, message }, form) {
  const item = document.createElement("li");
  if (blocks) item.append(Object.assign(document.createElement("span"), { className: "findings__blocks", textContent: "Must be mended: " }));
  const place = Object.assign(document.createElement("button"), { type: "button", textContent: line ? `Line ${line}` : "Go there" });
  place.addEventListener("click", () => goTo(form.elements[field], line));
  item.append(place, ` ${message}`);
  return item;
}

/** Go to the line of the text that the address asks for, as in `?line=12`. */
export function goToAskedLine(form) {
  const line = Number(new URLSearchParams(location.search).get("line"));
  if (line > 0) goTo(form.elements.body, line);
}

/** Put the caret into `field`, on `line` if it is not 0. An editor that stands in for the field may take this over. */
function goTo(field, line) {
  if (!field?.dispatchEvent(new CustomEvent("go-to-line", { detail: { line }, cancelable: true }))) return;
  field.focus();
  if (!line) return;
  const start = field.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  const end = field.value.indexOf("\n", start);
  field.setSelectionRange(start, end < 0 ? field.value.length : end);
}
