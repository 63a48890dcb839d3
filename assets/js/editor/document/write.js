// From the document that is edited to Markdown.

import { Fragment } from "prosemirror-model";
import { readBlocks } from "./read.js";
import { blockLines, sayable } from "./blocks.js";
import { inlineLines, plainly } from "./inline.js";

const ROUNDS = 4; // until a form does not change any more when it is read and written again; one is nearly always enough
const known = new WeakMap(); // documents share the blocks that did not change, so each is written once

/** The body that says `doc`, in one form: reading it and writing that again changes nothing. */
export function writeBody(doc) {
  const texts = saidBlocks(doc).map(blockText);
  return texts.length ? `${texts.join("\n\n")}\n` : "";
}

/** The blocks of `doc` as they will be read: some of them cannot be said, or only as one. */
export function saidBlocks(doc) {
  return sayable(doc.content.content);
}

/** One block that stands directly in a body, as Markdown. */
export function blockText(node) {
  if (!known.has(node)) known.set(node, settled(node));
  return known.get(node);
}

function settled(node) {
  let text = textOf([node]);
  if (wordsOf(read(text)) !== wordsOf([node])) text = textOf([sayableEmphasis(node)]);
  for (let round = 0; round < ROUNDS; round += 1) {
    const again = textOf(read(text));
    if (again === text) break;
    text = again;
  }
  return text;
}

/** `node` without the emphasis that Markdown cannot say where it stands, as amid signs: its asterisks would be shown. */
function sayableEmphasis(node) {
  if (!node.isTextblock) return node.isLeaf ? node : node.copy(Fragment.fromArray(node.content.content.map(sayableEmphasis)));
  if (node.type.spec.code || wordsOf(read(inlineLines(node).join("\n"))) === wordsOf([node])) return node;
  return plainly(node);
}

const read = (text) => readBlocks(text).blocks.map(({ node }) => node);
const textOf = (nodes) => sayable(nodes).map((node) => blockLines(node).join("\n")).join("\n\n");
const wordsOf = (nodes) => nodes.map((node) => node.textContent).join("").replaceAll(/\s/g, "");
