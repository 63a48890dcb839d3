// What a body is while it is edited: every form of the dialect as a block of its own.

import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";
import { mayBeLinked } from "../dialect/grammar.js";

const LINKED = /^(https?:|mailto:|product:|guide:|price:|spec:|media:|\/|#)/i;
const json = (value) => JSON.stringify(value);
const parsed = (element, name) => JSON.parse(element.dataset[name] ?? "{}");

const prose = {
  doc: { content: "block+" },
  paragraph: { content: "inline*", group: "block", parseDOM: [{ tag: "p" }], toDOM: () => ["p", 0] },
  heading: {
    attrs: { level: { default: 2 } },
    content: "inline*",
    group: "block",
    defining: true,
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.min(4, Math.max(2, level)) } })),
    toDOM: ({ attrs }) => [`h${attrs.level}`, 0],
  },
  blockquote: { content: "block+", group: "block", defining: true, parseDOM: [{ tag: "blockquote" }], toDOM: () => ["blockquote", 0] },
  horizontal_rule: { group: "block", parseDOM: [{ tag: "hr" }], toDOM: () => ["hr"] },
  code_block: {
    attrs: { info: { default: "" } },
    content: "text*",
    marks: "",
    group: "block",
    code: true,
    defining: true,
    parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
    toDOM: () => ["pre", ["code", 0]],
  },
  // `mark` is what begins each item: in a pick, + lists are pros and - lists are cons.
  bullet_list: {
    attrs: { mark: { default: "-" }, tight: { default: true } },
    content: "list_item+",
    group: "block",
    parseDOM: [{ tag: "ul", getAttrs: ({ dataset }) => ({ mark: dataset.mark ?? "-" }) }],
    toDOM: ({ attrs }) => ["ul", { "data-mark": attrs.mark }, 0],
  },
  ordered_list: {
    attrs: { mark: { default: "." }, order: { default: 1 }, tight: { default: true } },
    content: "list_item+",
    group: "block",
    parseDOM: [{ tag: "ol", getAttrs: (list) => ({ order: list.start }) }],
    toDOM: ({ attrs }) => (attrs.order === 1 ? ["ol", 0] : ["ol", { start: attrs.order }, 0]),
  },
  list_item: { content: "block+", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
};

const forms = {
  // A picture of the library alone in its paragraph; its content is the caption.
  figure: {
    attrs: { src: {}, alt: { default: "" } },
    content: "text*",
    marks: "",
    group: "block",
    isolating: true,
    draggable: true,
    parseDOM: [{ tag: "figure[data-src]", contentElement: "figcaption", getAttrs: ({ dataset }) => ({ src: dataset.src, alt: dataset.alt }) }],
    toDOM: ({ attrs }) => ["figure", { "data-src": attrs.src, "data-alt": attrs.alt }, ["figcaption", 0]],
  },
  // ::product and ::compare
  leaf: {
    attrs: { name: {}, label: {}, attributes: { default: {} } },
    group: "block",
    atom: true,
    draggable: true,
    parseDOM: [{ tag: "div[data-leaf]", getAttrs: (element) => directiveOf(element, "leaf") }],
    toDOM: ({ attrs }) => ["div", { "data-leaf": attrs.name, "data-label": attrs.label, "data-attributes": json(attrs.attributes) }, attrs.label],
  },
  // :::pick, :::faq, :::quote and callouts
  container: {
    attrs: { name: {}, label: { default: "" }, attributes: { default: {} } },
    content: "block+",
    group: "block",
    defining: true,
    isolating: true,
    parseDOM: [{ tag: "section[data-container]", getAttrs: (element) => directiveOf(element, "container") }],
    toDOM: ({ attrs }) => [
      "section",
      { "data-container": attrs.name, "data-label": attrs.label, "data-attributes": json(attrs.attributes) },
      0,
    ],
  },
  // [^label]: what it says
  footnote: {
    attrs: { label: {} },
    content: "block+",
    group: "block",
    defining: true,
    isolating: true,
    parseDOM: [{ tag: "section[data-footnote]", getAttrs: ({ dataset }) => ({ label: dataset.footnote }) }],
    toDOM: ({ attrs }) => ["section", { "data-footnote": attrs.label }, 0],
  },
};

// A table with a caption or a column of headings stands in :::table; `attributes` are that line's.
const tables = tableNodes({
  tableGroup: "block",
  cellContent: "inline*",
  cellAttributes: {
    align: {
      default: null,
      getFromDOM: (cell) => cell.dataset.align ?? null,
      setDOMAttr: (align, attrs) => align && (attrs["data-align"] = align),
    },
  },
});
tables.table.attrs = { caption: { default: "" }, attributes: { default: {} } };
tables.table.parseDOM[0].getAttrs = (table) => ({
  caption: (table.dataset.caption ?? table.caption?.textContent ?? "").trim(),
  attributes: parsed(table, "attributes"),
});
tables.table.toDOM = ({ attrs }) => ["table", { "data-caption": attrs.caption, "data-attributes": json(attrs.attributes) }, ["tbody", 0]];

const inline = {
  text: { group: "inline" },
  image: {
    attrs: { src: {}, alt: { default: "" }, title: { default: "" } },
    inline: true,
    group: "inline",
    draggable: true,
    parseDOM: [{ tag: "span[data-picture]", getAttrs: ({ dataset }) => ({ src: dataset.picture, alt: dataset.alt, title: dataset.title }) }],
    toDOM: ({ attrs }) => ["span", { "data-picture": attrs.src, "data-alt": attrs.alt, "data-title": attrs.title }, attrs.alt || attrs.src],
  },
  footnote_ref: {
    attrs: { label: {} },
    inline: true,
    group: "inline",
    atom: true,
    parseDOM: [{ tag: "sup[data-source]", getAttrs: ({ dataset }) => ({ label: dataset.source }) }],
    toDOM: ({ attrs }) => ["sup", { "data-source": attrs.label }, attrs.label],
  },
  hard_break: { inline: true, group: "inline", selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
};

const marks = {
  link: {
    attrs: { href: {}, title: { default: "" } },
    inclusive: false,
    parseDOM: [{ tag: "a[href]", getAttrs: linkOf }],
    toDOM: ({ attrs }) => ["a", { href: attrs.href, title: attrs.title || null, "data-link": attrs.href.split(":")[0] }, 0],
  },
  em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
  strong: { parseDOM: [{ tag: "strong" }, { tag: "b" }], toDOM: () => ["strong", 0] },
  strike: { parseDOM: [{ tag: "s" }, { tag: "del" }], toDOM: () => ["s", 0] },
  code: { code: true, parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] }, // the innermost, so the last
};

export const schema = new Schema({ nodes: { ...prose, ...forms, ...tables, ...inline }, marks });

function directiveOf(element, kind) {
  return { name: element.dataset[kind], label: element.dataset.label, attributes: parsed(element, "attributes") };
}

function linkOf(element) {
  const href = element.getAttribute("href");
  return LINKED.test(href) && mayBeLinked(href) ? { href, title: element.title } : false;
}
