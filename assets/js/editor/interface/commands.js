// What the editor does to a document: commands in ProseMirror's sense, `(state, dispatch) => whether it applies`.

import { lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { NodeSelection, TextSelection } from "prosemirror-state";
import { schema } from "../document/schema.js";

const { nodes, marks } = schema;

/** Makes the block a heading of `level`, or a paragraph again when it is one already. */
export function heading(level) {
  return (state, dispatch) => {
    const type = isHeading(state, level) ? nodes.paragraph : nodes.heading;
    return setBlockType(type, { level })(state, dispatch);
  };
}

/** Whether the caret stands in a heading of `level`. */
export function isHeading(state, level) {
  const { parent } = state.selection.$from;
  return parent.type === nodes.heading && parent.attrs.level === level;
}

/** Makes the blocks a list of `type`, changes the list they are in to one, or takes them out of it. */
export function list(type) {
  return (state, dispatch) => {
    const found = around(state, (node) => node.type === nodes.bullet_list || node.type === nodes.ordered_list);
    if (!found) return wrapInList(type)(state, dispatch);
    if (found.node.type === type) return liftListItem(nodes.list_item)(state, dispatch);
    dispatch?.(state.tr.setNodeMarkup(found.pos, type));
    return true;
  };
}

/** Puts the blocks into a quotation, or out of it. */
export function quotation(state, dispatch) {
  return around(state, (node) => node.type === nodes.blockquote) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch);
}

/** Puts `node` in place of an empty paragraph, or below the block of the caret, and the caret into it. */
export function insert(node) {
  return (state, dispatch) => {
    const { selection, tr } = state;
    const { $from } = selection;
    const depth = insertionDepth($from);
    const isEmpty = depth === $from.depth && $from.parent.type === nodes.paragraph && !$from.parent.content.size;
    const place = depth === 0 ? selection.to : isEmpty ? $from.before(depth) : $from.after(depth);
    if (isEmpty) tr.replaceWith(place, $from.after(depth), node);
    else tr.insert(place, node);
    selectIn(tr, place, node);
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

/** Adds a source: its number where the caret stands, and a note for it at the end, with the caret in it. */
export function addSource(state, dispatch) {
  if (!state.selection.$from.parent.inlineContent || state.selection.$from.parent.type.spec.code) return false;
  const label = freeLabel(state.doc);
  const note = nodes.footnote.create({ label }, nodes.paragraph.create());
  const tr = state.tr.insert(state.selection.to, nodes.footnote_ref.create({ label }));
  tr.insert(tr.doc.content.size, note);
  tr.setSelection(TextSelection.near(tr.doc.resolve(tr.doc.content.size - 2), -1));
  dispatch?.(tr.scrollIntoView());
  return true;
}

/** Removes the link around the caret, or the links of the selection. */
export function removeLink(state, dispatch) {
  const range = linkAround(state);
  const { from, to } = range ?? state.selection;
  dispatch?.(state.tr.removeMark(from, to, marks.link));
  return Boolean(range) || toggleMark(marks.link)(state);
}

/** The link around the caret or at the start of the selection: its mark and where it stands; null without one. */
export function linkAround(state) {
  const { $from } = state.selection;
  const mark = marks.link.isInSet($from.marks()) ?? marks.link.isInSet($from.nodeAfter?.marks ?? []);
  if (!mark) return null;
  const isLinked = (index) => mark.isInSet($from.parent.maybeChild(index)?.marks ?? []);
  let [first, last] = [$from.index(), $from.index()];
  if (!isLinked(first)) first = last = first - 1;
  while (isLinked(first - 1)) first -= 1;
  while (isLinked(last + 1)) last += 1;
  let from = $from.start();
  for (let index = 0; index < first; index += 1) from += $from.parent.child(index).nodeSize;
  let to = from;
  for (let index = first; index <= last; index += 1) to += $from.parent.child(index).nodeSize;
  return { mark, from, to };
}

/** The nearest node around the selection for which `holds` is true, with its position; null without one. */
export function around(state, holds) {
  const { $from, node } = state.selection;
  if (node && holds(node)) return { node, pos: $from.pos };
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if (holds($from.node(depth))) return { node: $from.node(depth), pos: $from.before(depth) };
  }
  return null;
}

/** The depth at which a new block may stand: beside the caret's, but not within a table or caption. */
function insertionDepth($from) {
  let { depth } = $from;
  for (let at = depth; at > 0; at -= 1) {
    const { type } = $from.node(at);
    if (type === nodes.table || type === nodes.figure || type === nodes.footnote) depth = at;
  }
  return depth;
}

function selectIn(tr, place, node) {
  const inside = node.isAtom || node.isLeaf ? null : TextSelection.findFrom(tr.doc.resolve(place + 1), 1, true);
  tr.setSelection(inside ?? NodeSelection.create(tr.doc, place));
}

function freeLabel(doc) {
  const taken = new Set();
  doc.descendants((node) => node.type === nodes.footnote && taken.add(node.attrs.label));
  let number = 1;
  while (taken.has(String(number))) number += 1;
  return String(number);
}

export const isIn = (name) => (state) => Boolean(around(state, (node) => node.type === nodes[name]));
