// What is pasted, brought to plain, meaningful HTML: from Google Docs, Word, spreadsheets and web pages.

const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, pre, figure, section, article";
const HEADINGS = "h1, h2, h3, h4, h5, h6";
const UNWANTED = "script, style, meta, link, title, template, iframe, object, embed, form, input, button, select, textarea, svg, canvas, audio, video, colgroup";

/** `html` of a clipboard, cleaned; `dropped` counts pictures that were left out, since only the library's are shown. */
export function cleanPaste(html) {
  const { body } = new DOMParser().parseFromString(withReadableStyles(html), "text/html");
  body.querySelectorAll(UNWANTED).forEach((element) => element.remove());
  listsOfWord(body);
  body.querySelectorAll("[data-style]").forEach(stylesToElements);
  body.querySelectorAll('b[id^="docs-internal-guid"]').forEach(unwrap);
  body.querySelectorAll(HEADINGS).forEach((heading) => heading.querySelectorAll("b, strong").forEach(unwrap));
  body.querySelectorAll("table").forEach(plainTable);
  const pictures = body.querySelectorAll("img");
  pictures.forEach((picture) => picture.replaceWith(picture.alt));
  spacesToOrdinary(body);
  return { html: body.innerHTML, dropped: pictures.length };
}

/**
 * The policy of these pages makes browsers drop `style` while they parse, even in a document that is not shown; Google
 * Docs' wrapper, a <b> of normal weight, would then make everything bold. As data it can be read.
 */
function withReadableStyles(html) {
  return html
    .replaceAll(/<!--[\s\S]*?-->/g, "")
    .replaceAll(/<!\[[^\]]*\]>/g, "")
    .replaceAll(/<\/?o:p[^>]*>/gi, "")
    .replaceAll(/<[a-z][^>]*>/gi, (tag) => tag.replaceAll(/\sstyle\s*=/gi, " data-style=").replaceAll(/\son\w+\s*=/gi, " data-unused="));
}

/** Word's lists are paragraphs, each with its sign in a span of its own. */
function listsOfWord(body) {
  let list;
  for (const paragraph of body.querySelectorAll('p[data-style*="mso-list"], p[class^="MsoListParagraph"]')) {
    const sign = [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(span.dataset.style ?? ""));
    const isOrdered = /^\s*(?:\d+|[a-z])[.)]/i.test(sign?.textContent ?? "");
    sign?.remove();
    if (list?.nextElementSibling !== paragraph) {
      list = body.ownerDocument.createElement(isOrdered ? "ol" : "ul");
      paragraph.before(list);
    }
    const item = list.appendChild(body.ownerDocument.createElement("li"));
    item.append(...paragraph.childNodes);
    paragraph.remove();
  }
}

function stylesToElements(element) {
  const style = element.dataset.style.toLowerCase();
  element.removeAttribute("data-style");
  const weight = /font-weight:\s*(\w+)/.exec(style)?.[1];
  const isBold = weight && (/^bold/.test(weight) || Number(weight) >= 600);
  if (element.matches("b, strong") && weight && !isBold) return unwrap(element);
  if (element.matches(`${BLOCKS}, li, td, th, tr, tbody, thead, tfoot`)) return;
  if (isBold && !element.closest(HEADINGS)) wrap(element, "strong");
  if (/font-style:\s*italic/.test(style)) wrap(element, "em");
  if (/text-decoration[^;]*line-through/.test(style)) wrap(element, "s");
}

/** A cell holds one line, no cell spans others, and the first row names the columns. */
function plainTable(table) {
  for (const cell of table.querySelectorAll("td, th")) {
    cell.removeAttribute("colspan");
    cell.removeAttribute("rowspan");
    cell.querySelectorAll("br").forEach((breakLine) => breakLine.replaceWith(" "));
    cell.querySelectorAll(`${BLOCKS}, li`).forEach((block) => {
      block.after(" ");
      unwrap(block);
    });
  }
  for (const cell of [...(table.rows[0]?.cells ?? [])].filter((other) => other.localName === "td")) {
    const heading = cell.ownerDocument.createElement("th");
    heading.append(...cell.childNodes);
    cell.replaceWith(heading);
  }
}

function spacesToOrdinary(body) {
  const texts = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(/[\u00a0\u202f]/g, " ").replaceAll("\u200b", "");
}

function wrap(element, tag) {
  const wrapper = element.ownerDocument.createElement(tag);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}
