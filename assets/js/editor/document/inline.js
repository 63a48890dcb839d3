// Inline content as Markdown.

import { Fragment } from "prosemirror-model";
import { MarkdownSerializerState } from "prosemirror-markdown";
import { codeSigns, destination, escaped, titleAfter } from "./text.js";

const EMPHASIS = ["strong", "em", "strike"];
const PLAIN_ADDRESS = /^https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=]+$/; // which is shown as it is kept
const WORD = /[\p{L}\p{N}]/u;

/** `block` without emphasis. */
export function plainly(block) {
  const children = block.content.content.map((child) => child.mark(child.marks.filter((mark) => !isEmphasis(mark))));
  return block.copy(Fragment.fromArray(children));
}

/** The lines of the inline content of `block`. Where there is but one line, breaks become spaces. */
export function inlineLines(block, { isOneLine = false } = {}) {
  const state = new MarkdownSerializerState(writers, marks, {});
  state.renderInline(withoutEdges(isOneLine ? withoutBreaks(block) : block), !isOneLine);
  return state.out.trim().split("\n");
}

const writers = {
  hard_break: lineBreak,
  text(state, node, parent, index) {
    const [before, after] = [parent.maybeChild(index - 1), parent.maybeChild(index + 1)];
    const isVerbatim = isCode(node) || isAutolink(parent, index);
    state.text(isVerbatim ? node.text : proseOf(node, before, after, state.atBlockStart), false);
  },
  image(state, { attrs }) {
    state.write(`![${escaped(attrs.alt)}](${destination(attrs.src)}${titleAfter(attrs.title)})`);
  },
  footnote_ref(state, { attrs }) {
    state.write(`[^${attrs.label}]`);
  },
};

/** The text of `node` as Markdown, between the nodes `before` and `after` of its block. */
function proseOf(node, before, after, isBlockStart) {
  let { text } = node;
  if (!before || isBreak(before)) text = text.trimStart();
  if (!after || isBreak(after)) text = text.trimEnd();
  text = escaped(text, isBlockStart || isBreak(before));
  if (before?.type.name === "footnote_ref") text = text.replace(/^[(:[]/, String.raw`\$&`); // or it were a link, or a note
  const isBeforeBracket = isLink(after) || after?.type.name === "footnote_ref";
  return isBeforeBracket ? text.replace(/!$/, String.raw`\!`) : text; // or it were a picture
}

const marks = {
  em: { open: "*", close: "*", mixable: true, expelEnclosingWhitespace: true },
  strong: { open: "**", close: "**", mixable: true, expelEnclosingWhitespace: true },
  strike: { open: "~~", close: "~~", mixable: true, expelEnclosingWhitespace: true },
  link: {
    open: (_, mark, parent, index) => (isAutolink(parent, index) ? "<" : "["),
    close: (_, { attrs }, parent, index) => (isAutolink(parent, index - 1) ? ">" : `](${destination(attrs.href)}${titleAfter(attrs.title)})`),
    mixable: true,
  },
  code: {
    open: (_, mark, parent, index) => codeSigns(parent.child(index).text)[0],
    close: (_, mark, parent, index) => codeSigns(parent.child(index - 1).text)[1],
    escape: false,
  },
};

function lineBreak(state, node, parent, index) {
  for (let next = index + 1; next < parent.childCount; next += 1) if (!isBlank(parent.child(next))) return state.write("\\\n");
  return undefined; // nothing follows it
}

function withoutBreaks(block) {
  const children = block.content.content.map((child) => (isBreak(child) ? child.type.schema.text(" ") : child));
  return block.copy(Fragment.fromArray(children));
}

/**
 * `block` with punctuation at the edges of emphasis moved outside, beside a word: Markdown reads the asterisks of
 * “**Lead:**text” as no emphasis at all.
 */
function withoutEdges(block) {
  const children = block.content.content;
  if (!children.some(isEmphasised)) return block;
  return block.copy(Fragment.fromArray(children.flatMap((child, index) => parted(child, children[index - 1], children[index + 1]))));
}

function parted(child, before, after) {
  if (!child.isText || !isEmphasised(child)) return [child];
  if (isCode(child)) return [touches(child, before, -1) || touches(child, after, 0) ? child.mark(shared(child)) : child];
  const head = touches(child, before, -1) ? /^[\p{P}\p{S}]*/u.exec(child.text)[0] : "";
  const rest = child.text.slice(head.length);
  const tail = touches(child, after, 0) ? /[\p{P}\p{S}]*$/u.exec(rest)[0] : "";
  const middle = rest.slice(0, rest.length - tail.length);
  const outside = (text, neighbour) => (text ? [child.type.schema.text(text, shared(child, neighbour))] : []);
  return [...outside(head, before), ...(middle ? [child.type.schema.text(middle, child.marks)] : []), ...outside(tail, after)];
}

/** Whether emphasis of `child` ends where a word of `neighbour` stands beside it, at `place` of its text. */
const touches = (child, neighbour, place) => ends(child, neighbour) && WORD.test(neighbour?.text?.at(place) ?? "");
/** Whether some emphasis of `child` does not go on in `neighbour`. */
const ends = (child, neighbour) => child.marks.some((mark) => isEmphasis(mark) && !(neighbour && mark.isInSet(neighbour.marks)));
const shared = (child, neighbour) => child.marks.filter((mark) => !isEmphasis(mark) || (neighbour && mark.isInSet(neighbour.marks)));
const isEmphasis = (mark) => EMPHASIS.includes(mark.type.name);
const isEmphasised = (node) => node.marks.some(isEmphasis);
const isBreak = (node) => node?.type.name === "hard_break";
const isBlank = (node) => isBreak(node) || (node.isText && !/\S/.test(node.text));
const isCode = (node) => node.marks.some((mark) => mark.type.name === "code");
/** Whether the text at `index` is a link that says where it leads, and nothing else. */
function isAutolink(parent, index) {
  const node = parent.child(index);
  const link = node.marks.find((mark) => mark.type.name === "link");
  if (!link || link.attrs.title || link.attrs.href !== node.text || !PLAIN_ADDRESS.test(node.text) || isCode(node)) return false;
  return ![-1, 1].some((step) => link.isInSet(parent.maybeChild(index + step)?.marks ?? []));
}

const isLink = (node) => Boolean(node?.marks.some((mark) => mark.type.name === "link"));
