// Everything an author can do to the text, once: the toolbar, the menu of /, the keys and their help read this list.

import { setBlockType, toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import {
  Bold,
  CircleHelp,
  Code,
  FileCode,
  Heading2,
  Heading3,
  Heading4,
  Image,
  Italic,
  Link,
  List,
  ListOrdered,
  Quote,
  Redo2,
  Search,
  SquarePlus,
  Strikethrough,
  Table,
  Undo2,
} from "lucide";
import { schema } from "../document/schema.js";
import { addSource, heading, insert, isHeading, isIn, list, quotation } from "./commands.js";
import { editComparison } from "./comparison.js";
import { pickProduct } from "./containers.js";
import { pickPicture } from "./figures.js";
import { newContainer, newTable } from "./forms.js";
import { editLink } from "./link.js";

const { nodes, marks } = schema;
const hasMark = (type) => (state) => {
  const { from, to, empty, $from } = state.selection;
  return empty ? Boolean(type.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, type);
};
const command = (run) => (editor) => run(editor.view.state, editor.view.dispatch, editor.view);
const box = (name) => command((state, dispatch) => insert(newContainer(name))(state, dispatch));

/**
 * `run(editor)` does it. `icon` puts it on the toolbar, where `isOn(state)` presses its button; `more` are words by
 * which the menu of / finds it too, and `isInsert` puts it there.
 */
export const ACTIONS = [
  { words: "Insert…", keys: "Mod-/", icon: SquarePlus, run: (editor) => editor.openMenu() },
  { words: "Bold", keys: "Mod-b", icon: Bold, run: command(toggleMark(marks.strong)), isOn: hasMark(marks.strong) },
  { words: "Italic", keys: "Mod-i", icon: Italic, run: command(toggleMark(marks.em)), isOn: hasMark(marks.em) },
  { words: "Struck out", keys: "Mod-Shift-x", icon: Strikethrough, run: command(toggleMark(marks.strike)), isOn: hasMark(marks.strike) },
  { words: "Code", keys: "Mod-e", icon: Code, run: command(toggleMark(marks.code)), isOn: hasMark(marks.code) },
  { words: "Link, price or fact", keys: "Mod-k", icon: Link, run: editLink, isOn: hasMark(marks.link), isInsert: true, more: "guide product live spec address" },
  { words: "Product card", keys: "Mod-Alt-p", run: insertCard, isInsert: true, more: "shop buy offer" },
  { words: "Pick with verdict", keys: "Mod-Alt-k", run: insertPick, isInsert: true, more: "best product pros cons review" },
  { words: "Comparison", keys: "Mod-Alt-c", run: insertComparison, isInsert: true, more: "compare products versus columns" },
  { words: "Picture", keys: "Mod-Alt-i", icon: Image, run: insertPicture, isInsert: true, more: "image photo figure upload" },
  { words: "Table", keys: "Mod-Alt-t", icon: Table, run: command((state, dispatch) => insert(newTable())(state, dispatch)), isInsert: true, more: "grid rows columns" },
  { words: "Questions and answers", keys: "Mod-Alt-q", run: box("faq"), isInsert: true, more: "faq" },
  { words: "Expert quote", keys: "Mod-Alt-e", run: box("quote"), isInsert: true, more: "interview person" },
  { words: "Note", keys: "Mod-Alt-n", run: box("note"), isInsert: true, more: "callout box" },
  { words: "Tip", keys: "Mod-Alt-j", run: box("tip"), isInsert: true, more: "callout box advice" },
  { words: "Warning", keys: "Mod-Alt-w", run: box("warning"), isInsert: true, more: "callout box danger" },
  { words: "Source", keys: "Mod-Alt-f", run: command(addSource), isInsert: true, more: "footnote reference citation" },
  { words: "Section heading", keys: "Mod-Alt-2", icon: Heading2, run: command(heading(2)), isOn: (state) => isHeading(state, 2), isInsert: true, more: "h2 title" },
  { words: "Subheading", keys: "Mod-Alt-3", icon: Heading3, run: command(heading(3)), isOn: (state) => isHeading(state, 3), isInsert: true, more: "h3 heading" },
  { words: "Small heading", keys: "Mod-Alt-4", icon: Heading4, run: command(heading(4)), isOn: (state) => isHeading(state, 4), isInsert: true, more: "h4" },
  { words: "Plain text", keys: "Mod-Alt-0", run: command(setBlockType(nodes.paragraph)), isInsert: true, more: "paragraph" },
  { words: "List", keys: "Mod-Shift-8", icon: List, run: command(list(nodes.bullet_list)), isOn: isIn("bullet_list"), isInsert: true, more: "bullets points" },
  { words: "Numbered list", keys: "Mod-Shift-7", icon: ListOrdered, run: command(list(nodes.ordered_list)), isOn: isIn("ordered_list"), isInsert: true, more: "ordered steps" },
  { words: "Quotation", keys: "Mod-Shift-9", icon: Quote, run: command(quotation), isOn: isIn("blockquote"), isInsert: true, more: "blockquote" },
  { words: "Dividing line", keys: "Mod-Alt-l", run: command((state, dispatch) => insert(nodes.horizontal_rule.create())(state, dispatch)), isInsert: true, more: "rule hr" },
  { words: "Code block", keys: "Mod-Alt-b", run: command(setBlockType(nodes.code_block)), isInsert: true, more: "verbatim" },
  { words: "Undo", keys: "Mod-z", icon: Undo2, run: command(undo) },
  { words: "Redo", keys: "Mod-Shift-z", icon: Redo2, run: command(redo) },
  { words: "Find and replace", keys: "Mod-f", icon: Search, run: (editor) => editor.find() },
  { words: "Show as Markdown", keys: "Mod-Alt-m", icon: FileCode, run: (editor) => editor.toggleSource() },
  { words: "Keys and signs", keys: "Mod-Alt-h", icon: CircleHelp, run: (editor) => editor.help() },
];

async function insertCard(editor) {
  const chosen = await pickProduct(editor.known, "Insert a product card");
  if (chosen) editor.insert(nodes.leaf.create({ name: "product", label: chosen.reference }));
  editor.view.focus();
}

async function insertPick(editor) {
  const chosen = await pickProduct(editor.known, "Insert a pick");
  if (chosen) editor.insert(newContainer("pick", chosen.reference));
  editor.view.focus();
}

async function insertComparison(editor) {
  const chosen = await editComparison(editor.known, [], []);
  if (chosen?.slugs.length) {
    const attributes = chosen.columns.length ? { columns: chosen.columns.join(", ") } : {};
    editor.insert(nodes.leaf.create({ name: "compare", label: chosen.slugs.join(", "), attributes }));
  }
  editor.view.focus();
}

async function insertPicture(editor) {
  const chosen = await pickPicture(editor.known, [editor.uploadField()]);
  if (chosen?.files) editor.upload(chosen.files);
  else if (chosen) editor.insert(nodes.figure.create({ src: `media:${chosen.reference}` }));
  editor.view.focus();
}
