// Pasting, dropping and copying.

import { closeHistory } from "prosemirror-history";
import { Slice } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import { mayBeLinked } from "../dialect/grammar.js";
import { readBody } from "../document/read.js";
import { schema } from "../document/schema.js";
import { writeBody } from "../document/write.js";
import { cleanPaste } from "./paste.js";
import { isSheet, tableOfSheet } from "./tables.js";

const WEB_ADDRESS = /^https?:\/\/\S+$/;

/** The plugin for whatever comes from, or goes to, the clipboard. */
export function pasting(editor) {
  return new Plugin({
    props: {
      transformPastedHTML(html) {
        const { html: cleaned, dropped } = cleanPaste(html);
        if (dropped) editor.say(`${dropped} ${dropped === 1 ? "picture was" : "pictures were"} left out: add them to the library, then insert them.`);
        return cleaned;
      },
      clipboardTextParser: (text) => sliceOf(text),
      clipboardTextSerializer: (slice) => textOf(slice),
      handlePaste(view, event) {
        const files = picturesOf(event.clipboardData);
        if (files.length && !event.clipboardData.types.includes("text/html")) return editor.upload(files), true;
        const text = event.clipboardData.getData("text/plain").trim();
        return WEB_ADDRESS.test(text) && mayBeLinked(text) && pasteLink(editor, view, text);
      },
      handleDrop(view, event) {
        const files = picturesOf(event.dataTransfer);
        if (files.length) editor.upload(files);
        return files.length > 0;
      },
    },
  });
}

/** Plain text is Markdown, or the cells of a spreadsheet. */
function sliceOf(text) {
  const { content } = isSheet(text) ? schema.nodes.doc.create(null, tableOfSheet(text)) : readBody(text);
  const isInline = content.childCount === 1 && content.firstChild.type === schema.nodes.paragraph;
  return new Slice(content, isInline ? 1 : 0, isInline ? 1 : 0);
}

function textOf(slice) {
  const isInline = slice.content.childCount === 1 && slice.content.firstChild.isTextblock && slice.openStart;
  if (isInline) return slice.content.textBetween(0, slice.content.size, "\n", "\n");
  const doc = schema.nodes.doc.createAndFill(null, slice.content);
  return doc ? writeBody(doc) : slice.content.textBetween(0, slice.content.size, "\n\n");
}

/** An address pasted over words makes them a link; elsewhere it is a link that says where it leads. */
function pasteLink(editor, view, href) {
  const { from, to, empty, $from, $to } = view.state.selection;
  if (!$from.sameParent($to) || !$from.parent.inlineContent || $from.parent.type.spec.code) return false;
  const mark = schema.marks.link.create({ href });
  const { tr } = view.state;
  if (empty) tr.replaceWith(from, to, schema.text(href, mark.addToSet($from.marks()))).removeStoredMark(mark);
  else tr.addMark(from, to, mark);
  const link = { from, to: empty ? from + href.length : to, href };
  view.dispatch(editor.proposal.about(closeHistory(tr), link).scrollIntoView());
  editor.proposal.ask(link);
  return true;
}

const picturesOf = (data) => [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
