// Text as Markdown: whatever would mean something else there is escaped.

import { normalised } from "../dialect/grammar.js";

const ALWAYS = /[`*\\~[\]]|_|<|&(?=#?\w+;)/g;
const WORD = /[\p{L}\p{N}]/u;

/** `text`, escaped; at the start of a line, what would begin a block is escaped as well. */
export function escaped(text, isLineStart = false) {
  const within = text.replaceAll(/\s*[\n\r]\s*/g, " ").replaceAll(ALWAYS, (sign, place) => (isHarmless(sign, text, place) ? sign : `\\${sign}`));
  if (!isLineStart) return within;
  return within
    .replace(/^(?:[-+](?=\s|$)|[>=|]|-{2,}|:{2,}|:(?=-)|#{1,6}(?=\s|$))/, String.raw`\$&`)
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, String.raw`$1\$2`);
}

/** Where a link or picture leads, as it stands between brackets. */
export function destination(url) {
  const written = normalised(url);
  return /[\s<>()]/.test(written) || !written ? `<${written.replaceAll(/[<>\\]/g, String.raw`\$&`).replaceAll("\n", "")}>` : written;
}

/** The title of a link or the caption of a picture, after its address; empty when there is none. */
export function titleAfter(title) {
  const text = title.replaceAll(/\s*[\n\r]\s*/g, " ").replaceAll(/[\\"]|&(?=#?\w+;)/g, String.raw`\$&`);
  return text ? ` "${text}"` : "";
}

/** The signs around a code span of `text`: before it, and after it. */
export function codeSigns(text) {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const signs = "`".repeat(longest + 1);
  const space = /^`|`$|^ .*[^ ].* $/.test(text) ? " " : "";
  return [signs + space, space + signs];
}

function isHarmless(sign, text, place) {
  const [before, after] = [text[place - 1] ?? "", text[place + 1] ?? ""];
  if (sign === "_") return WORD.test(before) && WORD.test(after);
  return sign === "<" && !/[a-z]/i.test(after);
}
