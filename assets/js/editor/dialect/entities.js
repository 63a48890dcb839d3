// What the bundle takes for the package “entities”: the browser knows the names of signs, so that their table stays out.

/** `text`, such as &copy;, as the sign it stands for; as it is when there is no such sign. */
function decode(text) {
  const decoded = new DOMParser().parseFromString(text.replaceAll("<", "&lt;"), "text/html").body.textContent;
  return decoded.endsWith(";") && decoded !== ";" ? text : decoded; // HTML would take the &not of &notit; for a sign
}

export { decode as decodeHTML, decode as decodeHTMLStrict };
