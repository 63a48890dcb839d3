// Brings the library up to date when pictures were added, without touching what is being typed or read.

/** Show the library on this page as it is now, if there is one. */
export async function renewLibrary() {
  const library = document.querySelector("[data-library]");
  const answer = library && (await fetch(location.href, { redirect: "manual" }).catch(() => undefined));
  if (!answer?.ok) return; // what was added is listed beside the upload all the same
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = library.contains(document.activeElement) && document.activeElement.getAttribute("href");
  library.replaceChildren(...page.querySelector("[data-library]").children);
  if (focused) library.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  // The search keeps its fields, and gets new counts.
  for (const label of page.querySelectorAll("[data-library-search] label"))
    document.querySelector(`[data-library-search] label[for="${label.htmlFor}"]`).textContent = label.textContent;
}
