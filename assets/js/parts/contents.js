// Marks the entry of a contents list whose section is being read.

/** Keep `aria-current` on the entry of `list` whose heading was the last to pass the upper third of the window. */
export function followReading(list) {
  const entries = new Map(
    [...list.querySelectorAll('a[href^="#"]')]
      .map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link])
      .filter(([heading]) => heading),
  );
  const headings = [...entries.keys()];

  const mark = () => {
    const current = headings.findLast((heading) => heading.getBoundingClientRect().top < window.innerHeight / 3);
    for (const [heading, link] of entries) {
      if (heading === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };

  // A heading that enters or leaves the upper third is the only moment at which the answer can change.
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
  headings.forEach((heading) => observer.observe(heading));
}
