// Where markdown-it of JavaScript reads otherwise than its twin in Python, which makes the pages.

import backticks from "markdown-it/lib/rules_inline/backticks.mjs";
import newline from "markdown-it/lib/rules_inline/newline.mjs";

const ESCAPED_SPACE = /(?<!\\)(?:\\\\)*\\ {2}$/;

/** Let `md` read code spans and the ends of paragraphs as its twin does. */
export function corrections(md) {
  md.inline.ruler.at("backticks", codeSpan);
  md.inline.ruler.at("newline", lineEnd);
  md.core.ruler.before("inline", "trim", trim);
}

/** A look ahead makes markdown-it forget where runs of backticks end; so it is told each time, from the whole text. */
function codeSpan(state, silent) {
  if (state.src.charAt(state.pos) !== "`") return false;
  state.lastRuns ??= Object.fromEntries([...state.src.matchAll(/`+/g)].map((run) => [run[0].length, run.index]));
  Object.assign(state, { backticks: { ...state.lastRuns }, backticksScanned: true });
  return backticks(state, silent);
}

/** The first space after a backslash belongs to that, not to the two that break a line. */
function lineEnd(state, silent) {
  if (state.src.charAt(state.pos) !== "\n") return false;
  if (!silent && ESCAPED_SPACE.test(state.src.slice(0, state.pos))) state.pending = state.pending.slice(0, -1);
  return newline(state, silent);
}

/** Spaces other than ASCII's stay at the ends of a paragraph otherwise. */
function trim({ tokens }) {
  for (const token of tokens) if (token.type === "inline") token.content = token.content.trim();
}
