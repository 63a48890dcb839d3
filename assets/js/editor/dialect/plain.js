// Plain text of inline tokens: what they say, without any markup. Twin of crescendo/journal/markup/plain.py.

const VERBATIM = new Set(["text", "text_special", "code_inline"]); // the second is an escape within a description
const BREAKS = { softbreak: " ", hardbreak: "\n" };

/** The words of inline content; a picture counts as its description. */
export function plainInline(tokens) {
  return (tokens ?? []).map(word).join("").trim();
}

function word(token) {
  if (VERBATIM.has(token.type)) return token.content;
  if (token.type === "image") return plainInline(token.children);
  return BREAKS[token.type] ?? "";
}
