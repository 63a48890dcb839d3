// The point of a picture that stays in view: set by a click, marked on the picture, and shown in crops.

/** Let a click on `whole` set the focal point of the form, and let its mark and the crops follow. */
export function pickFocus(whole) {
  const [x, y] = ["focal_x", "focal_y"].map((name) => document.querySelector(`select[name="${name}"]`));
  const hint = document.querySelector("[data-focal-hint]");
  hint.hidden = false;
  const mark = whole.querySelector("[data-focal-point]");
  const follow = () => {
    mark.setAttribute("x", `${x.value * 100}%`);
    mark.setAttribute("y", `${y.value * 100}%`);
    const focus = `focus-${x.value * 100}-${y.value * 100}`;
    document.querySelectorAll(".crops img").forEach((image) => (image.className = focus));
  };
  whole.addEventListener("click", (event) => {
    const box = whole.querySelector("img").getBoundingClientRect();
    x.value = quarter((event.clientX - box.left) / box.width);
    y.value = quarter((event.clientY - box.top) / box.height);
    x.dispatchEvent(new Event("input", { bubbles: true })); // so that leaving asks first
    follow();
  });
  [x, y].forEach((list) => list.addEventListener("change", follow));
}

function quarter(share) {
  const rounded = Math.round(Math.min(1, Math.max(0, share)) * 4) / 4;
  return Number.isInteger(rounded) ? rounded.toFixed(1) : String(rounded);
}
