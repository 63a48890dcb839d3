// Shows while one types how search engines and link previews will show the guide.

/** Keep `box` true to `form`. */
export function followAppearance(box, form) {
  const { title, summary, seo_title: seoTitle, seo_description: seoDescription } = form.elements;
  form.addEventListener("input", () => {
    box.querySelector("[data-appearance-title]").textContent = seoTitle.value || title.value;
    box.querySelector("[data-appearance-description]").textContent = seoDescription.value || summary.value;
  });
}
