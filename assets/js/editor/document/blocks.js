// Blocks as lines of Markdown, in one form for each.

import { writeLine } from "../dialect/directives.js";
import { inlineLines } from "./inline.js";
import { destination, escaped, titleAfter } from "./text.js";

const ALIGNMENTS = { left: ":--", center: ":-:", right: "--:" };
const LARGEST_NUMBER = 999999999; // of a list item, in CommonMark

/** The lines of `node`, a block. */
export function blockLines(node) {
  return writers[node.type.name](node);
}

/** `nodes` with lists joined that Markdown would read as one, and without empty paragraphs, which it cannot say. */
export function sayable(nodes) {
  return nodes.filter((node) => !isEmpty(node)).reduce((kept, node) => {
    const last = kept.at(-1);
    if (!last || !isOneList(last, node)) return [...kept, node];
    return [...kept.slice(0, -1), last.copy(last.content.append(node.content))];
  }, []);
}

const writers = {
  paragraph: (node) => inlineLines(node),
  heading: (node) => [`${"#".repeat(node.attrs.level)} ${headingText(node)}`.trimEnd()],
  blockquote: (node) => hanging(contentLines(node), "> ", "> ", ">"),
  horizontal_rule: () => ["---"],
  code_block: codeLines,
  bullet_list: (node) => listLines(node, () => `${node.attrs.mark} `),
  ordered_list: (node) => listLines(node, (place) => `${Math.min(node.attrs.order + place, LARGEST_NUMBER)}${node.attrs.mark} `),
  figure: ({ attrs, textContent }) => [`![${escaped(attrs.alt)}](${destination(attrs.src)}${titleAfter(textContent.trim())})`],
  leaf: ({ attrs }) => [writeLine(2, attrs.name, attrs.label, attrs.attributes)],
  container: (node) => fenced(node, node.attrs.name, node.attrs.label, contentLines(node)),
  footnote: footnoteLines,
  table: captionedLines,
};

function contentLines(node, { isTight = false } = {}) {
  const nodes = sayable(node.content.content);
  return nodes.flatMap((child, place) => {
    const before = nodes[place - 1];
    const lines = place === 0 && child.type.name === "horizontal_rule" ? ["___"] : blockLines(child); // “- ---” is no list
    return before && !(isTight && mayFollow(before, child)) ? ["", ...lines] : lines;
  });
}

/** Whether Markdown sees that `node` begins without a blank line after `before`. */
function mayFollow(before, node) {
  if (before.type.name !== "paragraph" && !isList(before)) return false;
  if (["container", "leaf", "blockquote", "code_block", "heading"].includes(node.type.name)) return before.type.name === "paragraph";
  if (!isList(node) || !sayable(node.firstChild.content.content).length) return false;
  return node.type.name === "bullet_list" || node.attrs.order === 1;
}

function listLines(list, marker) {
  const isTight = list.attrs.tight;
  return list.content.content.flatMap((item, place) => {
    const mark = marker(place);
    const lines = hanging(contentLines(item, { isTight }), mark, " ".repeat(mark.length));
    return place > 0 && !isTight ? ["", ...lines] : lines;
  });
}

/** `lines`, the first after `mark` and the others after `indent`; lines without words are `blank`. */
function hanging(lines, mark, indent, blank = "") {
  const [first = "", ...others] = lines;
  return [(mark + first).trimEnd(), ...others.map((line) => (line ? indent + line : blank))];
}

/** What is no paragraph begins below the label: beside it, its indent would be counted from there. */
function footnoteLines(node) {
  const lines = contentLines(node);
  const isText = sayable(node.content.content)[0]?.type.name === "paragraph";
  return hanging(isText ? lines : ["", ...lines], `[^${node.attrs.label}]: `, "    ");
}

/** A number sign at the end of a heading would be read as its end. */
function headingText(node) {
  return inlineLines(node, { isOneLine: true })[0].replace(/#+$/, String.raw`\$&`);
}

function codeLines({ attrs, textContent }) {
  const sign = attrs.info.includes("`") ? "~" : "`";
  const longest = Math.max(2, ...[...textContent.matchAll(/`+|~+/g)].map(([run]) => run.length));
  const fence = sign.repeat(longest + 1);
  const lines = textContent.replace(/\n$/, "").split("\n");
  return [fence + attrs.info, ...(textContent ? lines : []), fence];
}

/** `lines` within a container, whose colons are more than those of any line that closes one within. */
function fenced({ content, attrs }, name, label, lines) {
  const colons = Math.max(2, ...lines.map((line) => /^\s*(:{3,})/.exec(line.replace(/^[\s>]*/, ""))?.[1].length ?? 0)) + 1;
  return [writeLine(colons, name, label, attrs.attributes), ...(content.size ? lines : []), ":".repeat(colons)];
}

function captionedLines(table) {
  const lines = tableLines(table);
  const { caption, attributes } = table.attrs;
  return caption || Object.keys(attributes).length ? fenced(table, "table", caption, lines) : lines;
}

function tableLines(table) {
  const rows = table.content.content.map((row) => row.content.content);
  const width = Math.max(...rows.map((row) => row.length));
  const line = (cells) => `| ${Array.from({ length: width }, (_, place) => cells[place] ?? "").join(" | ")} |`;
  const written = rows.map((row) => line(row.map((cell) => inlineLines(cell, { isOneLine: true })[0].replaceAll("|", String.raw`\|`))));
  const rule = line(Array.from({ length: width }, (_, place) => ALIGNMENTS[rows[0][place]?.attrs.align] ?? "---"));
  return [written[0], rule, ...written.slice(1)];
}

const isList = (node) => ["bullet_list", "ordered_list"].includes(node.type.name);
const isOneList = (list, next) => isList(list) && list.type === next.type && list.attrs.mark === next.attrs.mark;
const isEmpty = (node) => node.type.name === "paragraph" && inlineLines(node).join("") === "";
