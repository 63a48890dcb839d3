// The block rule of directives, which plugs into the Markdown parser. Twin of crescendo/journal/markup/dialect.py.

import { LEAVES } from "./vocabulary.js";
import { closingColons, readLine } from "./directives.js";

/** Teach `md` the block rule. */
export function directives(md) {
  md.block.ruler.before("fence", "directive", rule, { alt: ["paragraph", "reference", "blockquote", "list"] });
}

function rule(state, start, end, silent) {
  const line = textOf(state, start);
  if (!line.startsWith("::") || state.sCount[start] - state.blkIndent >= 4 || closingColons(line)) return false;
  const directive = readLine(line);
  if (!directive) return false;
  const isLeaf = Object.hasOwn(LEAVES, directive.name);
  const closing = isLeaf ? start : closingLine(state, start, end, directive.colons);
  if (!isLeaf && closing === start) return false;
  if (!silent) push(state, start, closing, directive);
  return true;
}

/**
 * The first line below `start` that closes a container opened there; `start` when none does.
 * Searches in vain are remembered: otherwise thousands of unclosed containers would take minutes.
 */
function closingLine(state, start, end, colons) {
  const indent = Math.min(state.blkIndent, state.sCount[start]);
  const searches = (state.env.searches ??= new Map());
  const surroundings = [state.lineMax, state.level, state.blkIndent, indent].join();
  if (covers(searches.get(surroundings), start, end, colons)) return start;
  let line = start + 1;
  while (line < end && (state.isEmpty(line) || state.sCount[line] >= indent)) {
    if (state.sCount[line] - indent < 4 && closingColons(textOf(state, line)) >= colons) return line;
    line += 1;
  }
  searches.set(surroundings, { colons, start, reached: line, endsThere: line < end });
  return start;
}

function covers(search, start, end, colons) {
  if (!search || start < search.start || start >= search.reached || colons < search.colons) return false;
  return search.endsThere || end <= search.reached;
}

function push(state, start, closing, directive) {
  const token = closing === start ? state.push("directive", "", 0) : state.push("directive_open", "", 1);
  Object.assign(token, { meta: { directive }, map: [start, closing + 1], block: true });
  if (closing > start) {
    const { parentType, lineMax } = state;
    Object.assign(state, { parentType: "container", lineMax: closing });
    state.md.block.tokenize(state, start + 1, closing);
    Object.assign(state, { parentType, lineMax });
    state.push("directive_close", "", -1).block = true;
  }
  state.line = closing + 1;
}

function textOf(state, line) {
  return state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]);
}
