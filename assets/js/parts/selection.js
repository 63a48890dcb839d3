// Choosing many lines of a list: all at once, a range with the shift key, and how many are chosen.

/** Help to choose among the boxes of `form`, which works without this. */
export function helpToSelect(form) {
  const boxes = [...form.querySelectorAll('input[name="article"]')];
  const all = form.querySelector("[data-select-all]");
  const bar = form.querySelector(".bulk-bar");
  let last = null; // the box that was changed last: a range begins there

  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    const words = bar.querySelector("[data-selected]");
    words.hidden = false;
    words.textContent = `${count} selected`;
    bar.classList.toggle("is-in-use", count > 0);
    all.textContent = count === boxes.length ? "Select none" : "Select all on this page";
  };
  const check = (some, checked) => {
    some.forEach((box) => (box.checked = checked));
    tell();
  };

  form.addEventListener("click", (event) => {
    const place = boxes.indexOf(event.target);
    if (place < 0) return;
    if (event.shiftKey && last !== null) {
      check(boxes.slice(Math.min(last, place), Math.max(last, place) + 1), event.target.checked);
    }
    last = place;
    tell();
  });
  all.setAttribute("role", "button"); // it no longer leads anywhere
  all.addEventListener("click", (event) => {
    event.preventDefault();
    check(boxes, boxes.some((box) => !box.checked));
  });
  all.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    all.click();
  });
  bar.querySelector("[data-selected]").setAttribute("aria-live", "polite");
  tell();
}
