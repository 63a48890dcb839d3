// A body that is opened, edited and saved: what its author did not touch stays as it was typed, byte for byte.

import { documentOf, readBlocks, readBody } from "./read.js";
import { blockText, saidBlocks, writeBody } from "./write.js";
import { tidy } from "../dialect/grammar.js";

/**
 * Opens `body`: its `doc`; `write(doc)`, the body that says what became of it; and whether it `isWhole`, that is,
 * whether the editor can say all that the body does.
 */
export function openBody(body) {
  const text = tidy(body);
  const { blocks, references, isWhole } = readBlocks(text);
  const doc = documentOf(blocks);
  // An address that stands apart from its links must not be lost, so such bodies are written anew.
  const originals = references.length ? new Map() : originalsOf(text, blocks);
  return {
    doc,
    write: (edited) => (edited === doc ? body : writeWith(originals, edited)),
    isWhole: isWhole && wordsOf(readBody(writeBody(doc))) === wordsOf(doc),
  };
}

function writeWith(originals, doc) {
  const nodes = saidBlocks(doc);
  return nodes
    .flatMap((node, place) => {
      const [original, next] = [originals.get(node), nodes[place + 1]];
      return [original?.typed ?? blockText(node), gapBetween(original, next)];
    })
    .join("");
}

/** What stands between an `original` block and the `next`: the typed lines, if they part those two, too. */
function gapBetween(original, next) {
  const isTyped = original && (original.next === next || (next && /\n\n/.test(original.gap)));
  return isTyped ? original.gap : next ? "\n\n" : "\n";
}

/** For each block what was typed, the blank lines after it, and the block that followed. */
function originalsOf(text, blocks) {
  const lines = text.split("\n");
  const originals = new Map();
  blocks.forEach(({ node, start, end }, place) => {
    const next = blocks[place + 1];
    const until = next?.start ?? lines.length;
    const typed = lines.slice(start, Math.min(end, until)).join("\n").trimEnd();
    const gap = lines.slice(start, until).join("\n").slice(typed.length) + (next ? "\n" : "");
    if (isWholeBlock(typed, node)) originals.set(node, { typed, gap, next: next?.node });
  });
  return originals;
}

/** Whether `typed` is `node` wherever it stands, and does not swallow what may come below. */
function isWholeBlock(typed, node) {
  if (/^\s/.test(typed)) return false;
  const colons = ":".repeat(Math.max(3, ...[...typed.matchAll(/:+/g)].map(([run]) => run.length + 1)));
  const [read, below, ...others] = readBlocks(`${typed}\n\n${colons}\n`).blocks;
  return read.node.eq(node) && below?.node.textContent === colons && others.length === 0;
}

const wordsOf = (doc) => doc.textContent.replaceAll(/\s/g, "");
