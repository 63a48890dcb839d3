// From Markdown to the document that is edited.

import { Fragment } from "prosemirror-model";
import { MarkdownParser } from "prosemirror-markdown";
import { isCutOff, parse, tidy } from "../dialect/grammar.js";
import { plainInline } from "../dialect/plain.js";
import { schema } from "./schema.js";

/** The document that `body` is. */
export function readBody(body) {
  return documentOf(readBlocks(body).blocks);
}

/**
 * The blocks of `body`, each with its lines: `{node, start, end}`, lines counted from 0 and `end` not included. `isWhole`
 * is false when something stands within too many blocks to be read.
 */
export function readBlocks(body) {
  const { tokens, references } = parse(tidy(body));
  const groups = groupsOf(tokens).filter((group) => group.length > 0);
  const blocks = groups.flatMap((group) => {
    const nodes = reader.parse(prepared(group)).content.content;
    const [start, end] = group[0].map;
    return nodes.map((node) => ({ node, start, end }));
  });
  return { blocks, references, isWhole: !isCutOff(tokens) };
}

/** A document of `blocks`. It ends with a paragraph, empty if need be, so that there is a place to go on. */
export function documentOf(blocks) {
  const nodes = blocks.map(({ node }) => node);
  if (nodes.at(-1)?.type !== schema.nodes.paragraph) nodes.push(schema.nodes.paragraph.create());
  return schema.nodes.doc.create(null, Fragment.fromArray(nodes));
}

/** The tokens of each block that stands directly in the body. */
function groupsOf(tokens) {
  const groups = [[]];
  for (const token of tokens) {
    groups.at(-1).push(token);
    if (token.level === 0 && token.nesting <= 0) groups.push([]);
  }
  return groups;
}

/** `tokens` as the reader wants them: tables know their captions, pictures alone are figures. */
function prepared(tokens) {
  return captioned(tokens).map((token, place, all) => {
    const picture = figureAt(all, place);
    if (picture) return Object.assign(token, { type: "figure_open", meta: { picture } });
    if (token.type === "paragraph_close" && all[place - 2]?.type === "figure_open") return Object.assign(token, { type: "figure_close" });
    return token;
  });
}

/** Tables within :::table take its caption, if they are all that it holds. */
function captioned(tokens) {
  const kept = [];
  for (let place = 0; place < tokens.length; place += 1) {
    const [opening, table] = [tokens[place], tokens[place + 1]];
    const end = opening.meta?.directive?.name === "table" && table.type === "table_open" ? closingOf(tokens, place + 1) : 0;
    if (end && tokens[end + 1].type === "directive_close") {
      table.meta = opening.meta;
      kept.push(...tokens.slice(place + 1, end + 1));
      place = end + 1;
    } else kept.push(opening);
  }
  return kept;
}

function closingOf(tokens, place) {
  return tokens.findIndex((token, other) => other > place && token.level === tokens[place].level && token.nesting < 0);
}

function figureAt(tokens, place) {
  const [token, content] = [tokens[place], tokens[place + 1]];
  if (token.type !== "paragraph_open" || token.hidden || tokens[place - 1]?.type === "list_item_open") return null;
  const [picture, ...others] = content.children;
  return picture?.type === "image" && !others.length && /^media:./i.test(picture.attrGet("src")) ? picture : null;
}

const pictureOf = (token) => ({ src: token.attrGet("src"), alt: plainInline(token.children) });
const directiveOf = ({ meta: { directive } }) => ({ name: directive.name, label: directive.label, attributes: directive.attributes });
const alignmentOf = (token) => ({ align: /text-align:(\w+)/.exec(token.attrGet("style") ?? "")?.[1] ?? null });

/** Whether the paragraphs of the list at `place` stand without a blank line between them. */
function isTight(tokens, place) {
  const { level } = tokens[place];
  const first = tokens.slice(place + 1, closingOf(tokens, place)).find((token) => token.type === "paragraph_open" && token.level === level + 2);
  return first ? first.hidden : true;
}

const reader = new MarkdownParser(schema, { parse: (tokens) => tokens }, {
  paragraph: { block: "paragraph" },
  heading: { block: "heading", getAttrs: (token) => ({ level: Math.min(4, Math.max(2, Number(token.tag[1]))) }) },
  blockquote: { block: "blockquote" },
  hr: { node: "horizontal_rule" },
  code_block: { block: "code_block", noCloseToken: true },
  fence: { block: "code_block", getAttrs: (token) => ({ info: token.info.trim() }), noCloseToken: true },
  bullet_list: { block: "bullet_list", getAttrs: (token, all, place) => ({ mark: token.markup, tight: isTight(all, place) }) },
  ordered_list: {
    block: "ordered_list",
    getAttrs: (token, all, place) => ({ mark: token.markup, order: Number(token.attrGet("start") ?? 1), tight: isTight(all, place) }),
  },
  list_item: { block: "list_item" },
  figure: { block: "figure", getAttrs: ({ meta }) => pictureOf(meta.picture) },
  directive: { block: "container", getAttrs: directiveOf },
  footnote_reference: { block: "footnote", getAttrs: ({ meta }) => ({ label: meta.label }) },
  table: {
    block: "table",
    getAttrs: ({ meta }) => ({ caption: meta?.directive.label.trim() ?? "", attributes: meta?.directive.attributes ?? {} }),
  },
  thead: { ignore: true },
  tbody: { ignore: true },
  tr: { block: "table_row" },
  th: { block: "table_header", getAttrs: alignmentOf },
  td: { block: "table_cell", getAttrs: alignmentOf },
  image: { node: "image", getAttrs: (token) => ({ ...pictureOf(token), title: token.attrGet("title") ?? "" }) },
  footnote_ref: { node: "footnote_ref", getAttrs: ({ meta }) => ({ label: meta.label }) },
  hardbreak: { node: "hard_break" },
  em: { mark: "em" },
  strong: { mark: "strong" },
  s: { mark: "strike" },
  link: { mark: "link", getAttrs: (token) => ({ href: token.attrGet("href"), title: token.attrGet("title") ?? "" }) },
  code_inline: { mark: "code", noCloseToken: true },
});
Object.assign(reader.tokenHandlers, {
  softbreak: (state) => state.addText(" "),
  directive: (state, token) => state.addNode(schema.nodes.leaf, directiveOf(token)),
  figure_open(state, token, tokens, place) {
    state.openNode(schema.nodes.figure, pictureOf(token.meta.picture));
    const caption = (token.meta.picture.attrGet("title") ?? "").trim();
    if (caption) state.addText(caption);
    tokens[place + 1].children = []; // the picture is the figure itself
  },
});
