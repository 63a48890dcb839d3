// The key “/” comes to the search box of a list.

/** Let “/” move the focus to `box`, unless somebody is typing elsewhere or the key belongs to the browser. */
export function comeBySlash(box) {
  box.dataset.slash = "on"; // the look tells of the key
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
