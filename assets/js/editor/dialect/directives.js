// Directive lines: ::leaf[label]{key="value"}, :::container[label]{key="value"} and the closing :::.
// Twin of crescendo/journal/markup/directives.py: both read the same lines the same way.

import { CONTAINERS, LEAVES } from "./vocabulary.js";

const ATTRIBUTE = /[ \t]*([a-z][a-z0-9-]*)="((?:[^"\\]|\\[^\n])*)"/;
const ATTRIBUTES = new RegExp(`^(?:${ATTRIBUTE.source})*[ \\t]*$`);
const LINE = /^(:{2,})([a-z][a-z0-9-]*)(?:\[((?:[^[\]\\]|\\[^\n])*)\])?(?:\{([^{}\n]*)\})?[ \t]*$/;
const CLOSING = /^(:{3,})[ \t]*$/;

/** The directive that `line` opens: its colons, name, label and attributes; null when it opens none. */
export function readLine(line) {
  const match = LINE.exec(line);
  if (!match || !ATTRIBUTES.test(match[4] ?? "")) return null;
  const pairs = [...(match[4] ?? "").matchAll(new RegExp(ATTRIBUTE, "g"))].map(([, key, value]) => [key, unescape(value)]);
  const [colons, name, label] = [match[1].length, match[2], unescape(match[3] ?? "")];
  return isKnown(colons, name, label) ? { colons, name, label, attributes: Object.fromEntries(pairs) } : null;
}

/** How many colons the closing line `line` has; 0 when it is none. */
export function closingColons(line) {
  return CLOSING.exec(line)?.[1].length ?? 0;
}

/** The line that opens a directive, as `readLine` reads it. What a line cannot hold is replaced. */
export function writeLine(colons, name, label, attributes) {
  const pairs = Object.entries(attributes).map(([key, value]) => `${key}="${escape(oneLine(value), /["\\]/g)}"`);
  const bracketed = label ? `[${escape(label.replaceAll(/\s*\n\s*/g, " "), /[[\]\\]/g)}]` : "";
  return ":".repeat(colons) + name + bracketed + (pairs.length ? `{${pairs.join(" ")}}` : "");
}

function isKnown(colons, name, label) {
  if (colons === 2) return Object.hasOwn(LEAVES, name) && /[^ \t,]/.test(label);
  return Object.hasOwn(CONTAINERS, name);
}

const oneLine = (value) => value.replaceAll(/\s*\n\s*/g, " ").replaceAll("{", "(").replaceAll("}", ")");
const escape = (text, signs) => text.replaceAll(signs, String.raw`\$&`);
const unescape = (text) => text.replaceAll(/\\([^\n])/g, "$1");
