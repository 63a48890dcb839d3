// The parser: CommonMark without HTML, with tables, strikethrough, footnotes and directives.
// Twin of crescendo/journal/markup/grammar.py; a test compares the tokens of both, over samples and generated bodies.

import MarkdownIt from "markdown-it";
import { footnotesAndBounds } from "./bounds.js";
import { corrections } from "./corrections.js";
import { directives } from "./rule.js";

const MOST_NESTING = 20; // blocks within blocks
const NESTS = new Set(["list_item_open", "blockquote_open", "directive_open", "footnote_reference_open"]);
const UNPRINTABLE = /[\0-\x08\x0e-\x1f\x7f-\x9f\ufeff\p{Cs}\p{Noncharacter_Code_Point}]/gu;
const OTHER_SPACES = /[\v\f\u2028\u2029]|&#(?:0*1[23]|[xX]0*[cCdD]);/g;
const SCHEME = /^([a-z][a-z0-9+.-]*):/i;
const SCHEMES = new Set(["http", "https", "mailto", "product", "guide", "price", "spec", "media"]);

const parser = new MarkdownIt("commonmark", { html: false, maxNesting: MOST_NESTING });
parser.enable(["table", "strikethrough"]).use(directives).use(footnotesAndBounds).use(corrections);
parser.validateLink = mayBeLinked;

/** The tokens of `body`, which is tidy, and the addresses that its reference links name. */
export function parse(body) {
  const env = {};
  const tokens = parser.parse(body, env);
  return { tokens, references: Object.keys(env.references ?? {}) };
}

/** `body` with Unix line ends, and without characters that HTML, XML or a database refuses. */
export function tidy(body) {
  return body.replaceAll(/\r\n?/g, "\n").replaceAll(UNPRINTABLE, "").replaceAll(OTHER_SPACES, " ");
}

/** Whether a link may lead to `url`: not where it would run code or read files. */
export function mayBeLinked(url) {
  const scheme = SCHEME.exec(url.trim());
  return scheme === null || SCHEMES.has(scheme[1].toLowerCase());
}

/** `url` as the parser would write it: percent-encoded where it must be. */
export function normalised(url) {
  return parser.normalizeLink(url);
}

/** Whether the parser left something out of `tokens` because it stands within too many blocks. */
export function isCutOff(tokens) {
  return tokens.some((token) => NESTS.has(token.type) && token.level >= MOST_NESTING - 1);
}
