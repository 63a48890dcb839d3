// What a test compares of the parser's tokens: everything that decides what readers see, in an order both languages share.

import { parse, tidy } from "../js/editor/dialect/grammar.js";
import { plainInline } from "../js/editor/dialect/plain.js";

// How an escape or a rule was written, only one parser keeps.
const WRITTEN_APART = new Set(["text", "hr"]);

/** The tokens of `body` as lists; tests/editor/twins.py makes the same of the server's. */
export function plainTokens(body) {
  return parse(tidy(body)).tokens.map(plain);
}

function plain(token) {
  const attributes = Object.fromEntries((token.attrs ?? []).map(([name, value]) => [name, String(value)]));
  const { label = null, directive = null } = token.meta ?? {};
  return [
    token.type,
    token.tag,
    token.nesting,
    token.content.trimEnd(),
    WRITTEN_APART.has(token.type) ? "" : token.markup,
    attributes,
    label,
    directive,
    token.level,
    token.hidden,
    token.level === 0 ? token.map : null, // what tables know of lines within differs
    token.type === "image" ? plainInline(token.children).replaceAll(/\s+/g, " ") : (token.children ?? []).map(plain),
  ];
}
