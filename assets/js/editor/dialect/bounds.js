// Footnotes as the site reads them, and bounded tables. Twin of crescendo/journal/markup/bounds.py.

import footnotePlugin from "markdown-it-footnote";
import table from "markdown-it/lib/rules_block/table.mjs";

const MOST_CELLS = 5000; // of all tables of a body
const REFERENCE = /^\[\^([^ \n\]]{1,100})\]/;

/** Teach `md` footnotes that stay where they are written, and to refuse tables that are too large. */
export function footnotesAndBounds(md) {
  const define = ruleOf(footnotePlugin, md, "footnote_def");
  md.block.ruler.before("reference", "footnote_def", definition(define), { alt: ["paragraph", "reference"] });
  md.inline.ruler.after("image", "footnote_ref", reference);
  md.block.ruler.at("table", boundedTable, { alt: ["paragraph", "reference"] });
}

/** One rule of a plugin, without what else the plugin would change. */
function ruleOf(plugin, md, wanted) {
  const rules = {};
  const ruler = { before: (_, name, rule) => (rules[name] = rule), after: (_, name, rule) => (rules[name] = rule) };
  plugin({ helpers: md.helpers, utils: md.utils, renderer: { rules: {} }, block: { ruler }, inline: { ruler }, core: { ruler } });
  return rules[wanted];
}

/** The rule `define`, which knows neither indented code nor the lines that a footnote takes. */
function definition(define) {
  return (state, start, end, silent) => {
    if (state.sCount[start] - state.blkIndent >= 4) return false;
    const place = state.tokens.length;
    const isDefined = define(state, start, end, silent);
    if (isDefined && !silent) state.tokens[place].map = [start, state.line];
    return isDefined;
  };
}

function reference(state, silent) {
  const match = REFERENCE.exec(state.src.slice(state.pos, state.posMax));
  if (!match) return false;
  if (!silent) state.push("footnote_ref", "", 0).meta = { label: match[1] };
  state.pos += match[0].length;
  return true;
}

function boundedTable(state, start, end, silent) {
  const { env } = state;
  if (start < (env.tableRefusedUntil ?? 0) || !table(state, start, end, true)) return false;
  if (silent) return true;
  let cells = env.tableCells ?? 0;
  const columns = state.src.slice(state.bMarks[start], state.eMarks[start]).split("|").length;
  for (let line = start; line < end && !state.isEmpty(line); line += 1) {
    cells += columns;
    if (cells > MOST_CELLS) {
      env.tableRefusedUntil = line + 1;
      return false;
    }
  }
  env.tableCells = cells;
  return table(state, start, end, false);
}
