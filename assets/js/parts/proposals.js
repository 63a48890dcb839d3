// Proposes guides and products while a reader types into a search box (WAI-ARIA's combobox with a list).

const PAUSE = 150; // milliseconds without a key before anything is asked

/** Let the search box of `form` propose what it would find. */
export function propose(form) {
  const input = form.elements.q;
  const list = document.createElement("div");
  list.className = "search-form__list";
  list.id = `${input.id}-proposals`;
  list.role = "listbox";
  list.ariaLabel = "Proposals";
  list.hidden = true;
  form.append(list);
  Object.assign(input, { role: "combobox", ariaAutoComplete: "list", ariaExpanded: "false" });
  input.setAttribute("aria-controls", list.id);

  let asked = 0;
  let timer;

  const options = () => [...list.children];
  const chosen = () => options().findIndex((option) => option.ariaSelected === "true");

  const close = () => {
    list.hidden = true;
    input.ariaExpanded = "false";
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (index) => {
    options().forEach((option, place) => (option.ariaSelected = String(place === index)));
    const option = options()[index];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  };

  const show = (proposals) => {
    list.replaceChildren(...proposals.map((proposal, place) => optionOf(proposal, `${list.id}-${place}`)));
    list.hidden = proposals.length === 0;
    input.ariaExpanded = String(!list.hidden);
    input.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    const number = ++asked;
    const text = input.value.trim();
    if (text.length < 2) return close();
    try {
      const answer = await fetch(`/search/suggestions?${new URLSearchParams({ q: text })}`);
      const proposals = answer.ok ? await answer.json() : [];
      if (number === asked && document.activeElement === input) show(proposals);
    } catch {
      close(); // offline: the form itself still works
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const last = options().length - 1;
    if (event.key === "ArrowDown") choose(chosen() >= last ? -1 : chosen() + 1);
    else if (event.key === "ArrowUp") choose(chosen() === -1 ? last : chosen() - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen() >= 0) location.assign(options()[chosen()].dataset.address);
    else return;
    event.preventDefault();
  });
  // Before the click the box would lose the focus, and with it the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.address);
  });
}

function optionOf({ title, address, label }, id) {
  const option = document.createElement("div");
  Object.assign(option, { id, role: "option", ariaSelected: "false", textContent: title });
  option.dataset.address = address;
  const note = document.createElement("span");
  note.textContent = label;
  option.append(note);
  return option;
}
