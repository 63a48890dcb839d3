// What keys and typed signs do.

import { baseKeymap, chainCommands, exitCode } from "prosemirror-commands";
import { InputRule, inputRules, textblockTypeInputRule, undoInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { NodeSelection, Plugin, TextSelection } from "prosemirror-state";
import { addRowAfter, goToNextCell, isInTable } from "prosemirror-tables";
import { schema } from "../document/schema.js";
import { ACTIONS } from "./actions.js";
import { insert } from "./commands.js";
import { newContainer } from "./forms.js";

const { nodes, marks } = schema;
const HEADED = new Set([nodes.container, nodes.footnote, nodes.figure, nodes.table]);

/** The plugins for keys and typing, in their order. */
export function typing(editor) {
  return [rules, keymap(actionKeys(editor)), keymap(blockKeys), keymap(baseKeymap), besideBlocks];
}

function actionKeys(editor) {
  const keys = ACTIONS.filter((action) => action.keys).map((action) => [
    action.keys,
    () => {
      action.run(editor);
      return true;
    },
  ]);
  return { ...Object.fromEntries(keys), "Mod-y": () => ACTIONS.find((action) => action.words === "Redo").run(editor) };
}

const blockKeys = {
  Enter: chainCommands(nextRow, belowFigure, splitListItem(nodes.list_item)),
  "Mod-Enter": leaveBlock,
  "Shift-Enter": chainCommands(exitCode, breakLine),
  Tab: chainCommands(goToNextCell(1), newLastRow, sinkListItem(nodes.list_item)),
  "Shift-Tab": chainCommands(goToNextCell(-1), liftListItem(nodes.list_item)),
  "Alt-ArrowUp": toFields,
  Backspace: chainCommands(undoInputRule, selectBeside(-1)),
  Delete: selectBeside(1),
};

const rules = inputRules({
  rules: [
    textblockTypeInputRule(/^(#{2,4})\s$/, nodes.heading, (match) => ({ level: match[1].length })),
    textblockTypeInputRule(/^#\s$/, nodes.heading, { level: 2 }),
    textblockTypeInputRule(/^```$/, nodes.code_block),
    wrappingInputRule(/^([-*+])\s$/, nodes.bullet_list, (match) => ({ mark: match[1] }), (match, list) => list.attrs.mark === match[1]),
    wrappingInputRule(/^(\d{1,4})\.\s$/, nodes.ordered_list, (match) => ({ order: Number(match[1]) })),
    wrappingInputRule(/^>\s$/, nodes.blockquote),
    new InputRule(/^(?:---|\*\*\*)$/, replaceWith(() => nodes.horizontal_rule.create())),
    new InputRule(/^:::(faq|quote|note|tip|warning)\s$/, replaceWith((match) => newContainer(match[1]))),
    emphasis(/(?:^|[\s(“‘"'])\*\*([^*\s](?:[^*]*[^*\s])?)\*\*$/, marks.strong, 2),
    emphasis(/(?:^|[\s(“‘"'])\*([^*\s](?:[^*]*[^*\s])?)\*$/, marks.em, 1),
    emphasis(/(?:^|[\s(“‘"'])_([^_\s](?:[^_]*[^_\s])?)_$/, marks.em, 1),
    emphasis(/~~([^~\s](?:[^~]*[^~\s])?)~~$/, marks.strike, 2),
    emphasis(/`([^`]+)`$/, marks.code, 1),
  ],
});

/** Text between `signs` signs becomes `mark`; the last sign is the one being typed. */
function emphasis(pattern, mark, signs) {
  return new InputRule(pattern, (state, match, start, end) => {
    const from = start + match[0].length - match[1].length - 2 * signs; // a space or bracket may stand before
    const to = from + signs + match[1].length;
    if (!state.doc.resolve(from).parent.type.allowsMarkType(mark)) return null;
    const tr = state.tr.delete(to, end).delete(from, from + signs);
    return tr.addMark(from, from + match[1].length, mark.create()).removeStoredMark(mark);
  });
}

function replaceWith(make) {
  return (state, match, start) => {
    const $start = state.doc.resolve(start);
    if (!$start.node(-1).canReplaceWith($start.index(-1), $start.indexAfter(-1), nodes.container)) return null;
    const node = make(match);
    const { tr } = state;
    const place = $start.before();
    tr.replaceWith(place, $start.after(), node.isLeaf ? [node, nodes.paragraph.create()] : node);
    return tr.setSelection(TextSelection.near(tr.doc.resolve(place + 1)));
  };
}

/** In a table, Enter goes to the cell below; from the last row, below the table. */
function nextRow(state, dispatch, view) {
  if (!isInTable(state)) return false;
  const { $head } = state.selection;
  const depth = $head.depth - 1; // of the row, when the caret is in a cell
  const table = $head.node(depth - 1);
  const [row, column] = [$head.index(depth - 1), $head.index(depth)];
  const tr = state.tr;
  if (row + 1 < table.childCount) {
    let place = $head.after(depth) + 1;
    for (let index = 0; index < column; index += 1) place += table.child(row + 1).child(index).nodeSize;
    tr.setSelection(TextSelection.near(tr.doc.resolve(place + 1)));
  } else return insert(nodes.paragraph.create())(state, dispatch, view);
  dispatch?.(tr.scrollIntoView());
  return true;
}

function newLastRow(state, dispatch) {
  if (!isInTable(state)) return false;
  if (dispatch) {
    let after;
    addRowAfter(state, (tr) => (after = state.apply(tr)));
    const { $head } = state.selection;
    const place = $head.after($head.depth - 1);
    const tr = state.tr.insert(place, after.doc.resolve(place).nodeAfter);
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(place + 2))).scrollIntoView());
  }
  return true;
}

/** Keys do not run over blocks: what is typed on a chosen block goes below it, and a document never ends with one. */
const besideBlocks = new Plugin({
  props: {
    handleTextInput(view, from, to, text) {
      if (!view.state.selection.node?.isBlock) return false;
      return insert(nodes.paragraph.create(null, schema.text(text)))(view.state, (tr) => {
        view.dispatch(tr.setSelection(TextSelection.create(tr.doc, tr.selection.from + text.length)));
      });
    },
  },
  appendTransaction(transactions, before, { doc, tr }) {
    return doc.lastChild.type === nodes.paragraph ? null : tr.insert(doc.content.size, nodes.paragraph.create());
  },
});

/** From the edge of a paragraph, Backspace and Delete choose the block beside it; pressed again, they delete it. */
function selectBeside(direction) {
  return ({ selection: { $from, empty }, tr, doc }, dispatch) => {
    const isAtEdge = direction < 0 ? $from.parentOffset === 0 : $from.parentOffset === $from.parent.content.size;
    if (!empty || !$from.depth || !isAtEdge) return false;
    const place = direction < 0 ? $from.before() : $from.after();
    const beside = direction < 0 ? doc.resolve(place).nodeBefore : doc.resolve(place).nodeAfter;
    if (!beside || !(beside.type === nodes.leaf || HEADED.has(beside.type))) return false;
    const start = direction < 0 ? place - beside.nodeSize : place;
    dispatch?.(tr.setSelection(NodeSelection.create(doc, start)).scrollIntoView());
    return true;
  };
}

/** To what is said at the head of the innermost block around the caret. */
function toFields(state, dispatch, view) {
  const { node } = view.domAtPos(state.selection.from);
  const block = (state.selection.node ? view.nodeDOM(state.selection.from) : (node.parentElement ?? node)).closest(".editor-block");
  (block?.querySelector("input, select") ?? block?.querySelector("button"))?.focus();
  return Boolean(block);
}

function belowFigure(state, dispatch) {
  if (state.selection.$from.parent.type !== nodes.figure) return false;
  return insert(nodes.paragraph.create())(state, dispatch);
}

/** Out of the innermost block with a head, to a new paragraph below it. */
function leaveBlock(state, dispatch) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    if (!HEADED.has($from.node(depth).type)) continue;
    const place = $from.after(depth);
    const tr = state.tr.insert(place, nodes.paragraph.create());
    dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(place + 1))).scrollIntoView());
    return true;
  }
  return insert(nodes.paragraph.create())(state, dispatch);
}

function breakLine(state, dispatch) {
  const { parent } = state.selection.$from;
  if (parent.type === nodes.paragraph) dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true; // headings, cells and captions hold one line
}
