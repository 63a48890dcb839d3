// The forms of the dialect as blocks to insert, and what an author may say of each.

import { schema } from "../document/schema.js";
import { EVIDENCE, QUOTE_EVIDENCE, ROLES } from "../dialect/vocabulary.js";

const { nodes } = schema;
const ROLE_WORDS = ["Best overall", "Runner-up", "Budget", "Upgrade", "Also worth a look", "Avoid"];
const EVIDENCE_WORDS = ["Tested by us", "Expert opinion", "From the specifications", "Owners’ reviews"];
const QUOTE_WORDS = ["Interview", "Published", "Correspondence"];
const pairs = (values, words) => values.map((value, place) => [value, words[place]]);

/** For each container what stands at its head: `{key, words}`; `label` is what stands in its brackets. */
export const FIELDS = {
  pick: [
    { key: "role", words: "Role", choices: pairs(ROLES, ROLE_WORDS) },
    { key: "evidence", words: "Evidence", choices: [["", "Not said"], ...pairs(EVIDENCE, EVIDENCE_WORDS)] },
    { key: "verified", words: "Verified on", type: "date" },
  ],
  quote: [
    { key: "label", words: "Name" },
    { key: "role", words: "Who they are" },
    { key: "source", words: "Source (address)", type: "url" },
    { key: "evidence", words: "Evidence", choices: [["", "Not said"], ...pairs(QUOTE_EVIDENCE, QUOTE_WORDS)] },
    { key: "lang", words: "Language, if another (de, pt-BR)" },
  ],
  note: [{ key: "label", words: "Title" }],
  tip: [{ key: "label", words: "Title" }],
  warning: [{ key: "label", words: "Title" }],
  table: [{ key: "label", words: "Caption" }],
  faq: [],
};

export const FORM_WORDS = {
  product: "Product card",
  compare: "Comparison",
  pick: "Pick",
  faq: "Questions and answers",
  quote: "Expert quote",
  note: "Note",
  tip: "Tip",
  warning: "Warning",
  table: "Table with a caption: it needs exactly one table inside",
};

/** A new container `name` about `label`, with room to write. */
export function newContainer(name, label = "") {
  const attributes = name === "pick" ? { role: ROLES[0], evidence: EVIDENCE[0] } : {};
  const content = name === "faq" ? newQuestion() : [nodes.paragraph.create()];
  return nodes.container.create({ name, label, attributes }, content);
}

/** A question, and the paragraph that will answer it. */
export function newQuestion() {
  return [nodes.heading.create({ level: 3 }), nodes.paragraph.create()];
}

/** A list with one empty item: of good points for the mark +, of drawbacks for -. */
export function newPoints(mark) {
  return nodes.bullet_list.create({ mark }, nodes.list_item.create(null, nodes.paragraph.create()));
}

/** A table of `rows` and `columns`, whose first row names the columns. */
export function newTable(rows = 3, columns = 3) {
  const row = (type) => nodes.table_row.create(null, Array.from({ length: columns }, () => type.create()));
  const others = Array.from({ length: rows - 1 }, () => row(nodes.table_cell));
  return nodes.table.create(null, [row(nodes.table_header), ...others]);
}
