// Tables: a caption, tools for rows and columns, and cells from spreadsheets.

import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  isInTable,
  setCellAttr,
} from "prosemirror-tables";
import { schema } from "../document/schema.js";
import { BlockView } from "./block_view.js";
import { button, element } from "./dom.js";

const { nodes } = schema;
const TOOLS = [
  ["Row above", addRowBefore],
  ["Row below", addRowAfter],
  ["Column before", addColumnBefore],
  ["Column after", addColumnAfter],
  ["Delete row", deleteRow],
  ["Delete column", deleteColumn],
  ["Align left", setCellAttr("align", "left")],
  ["Centre", setCellAttr("align", "center")],
  ["Align right", setCellAttr("align", "right")],
];

/** A table with its caption; the first row names the columns. */
export class TableView extends BlockView {
  constructor(node, view, getPos) {
    super(node, view, getPos);
    this.contentDOM = element("tbody");
    const box = element("input", { type: "checkbox", checked: this.value("rowheader") === "true" });
    box.addEventListener("change", () => this.say("rowheader", box.checked ? "true" : ""));
    const tools = TOOLS.map(([words, command]) => button(words, () => this.run(command), { className: "editor-button editor-button--quiet" }));
    this.tools = element("div", { className: "editor-table__tools", contentEditable: "false", role: "group", "aria-label": "Rows and columns" }, ...tools);
    this.dom = element(
      "div",
      { className: "editor-block editor-block--table", role: "group", "aria-label": "Table" },
      this.head("Table"),
      element(
        "div",
        { className: "editor-block__fields", contentEditable: "false" },
        this.field({ key: "caption", words: "What the table shows (caption)" }),
        element("label", { className: "editor-check" }, box, " The first column names the rows"),
      ),
      this.tools,
      // Text that can be edited can be reached by keyboard, and so can what is out of sight in it.
      element("div", { className: "editor-table__scroll", contentEditable: "true" }, element("table", {}, this.contentDOM)),
    );
  }

  /** A tool works where the caret is; beside the table, it works on its last cell. */
  run(command) {
    const { state } = this.view;
    const place = this.getPos();
    const isHere = isInTable(state) && state.selection.from > place && state.selection.to < place + this.node.nodeSize;
    if (!isHere) {
      const last = state.doc.resolve(place + this.node.nodeSize - 3);
      this.view.dispatch(state.tr.setSelection(state.selection.constructor.near(last, -1)));
    }
    command(this.view.state, this.view.dispatch);
    this.view.focus();
  }
}

/** Whether `text` is rows of a spreadsheet: several lines, each with the same number of tabs. */
export function isSheet(text) {
  const rows = rowsOf(text);
  return rows.length > 1 && rows[0].length > 1 && rows.every((row) => row.length === rows[0].length);
}

/** The rows of a spreadsheet as a table; its first row names the columns. */
export function tableOfSheet(text) {
  const rows = rowsOf(text).map((row, place) => {
    const type = place ? nodes.table_cell : nodes.table_header;
    return nodes.table_row.create(null, row.map((cell) => type.create(null, cell ? schema.text(cell) : null)));
  });
  return nodes.table.create(null, rows);
}

const rowsOf = (text) => text.replaceAll("\r", "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t").map((cell) => cell.trim()));
