// Asks before a page with unsaved changes is left.

/** Let the browser ask before `form` is left with changes that were not sent. */
export function keepUnsaved(form) {
  let changed = false;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  form.addEventListener("kept", () => (changed = false)); // a draft of it is on the site
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
