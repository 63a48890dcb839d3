// Generates documents as an author could make them in the editor, writes them, and reads and writes what came out.
//   node fuzz.mjs COUNT SEED
// Writes JSON: the body of each document, its tokens, and the bodies that did not stay the same or lost words.

import { writeSync } from "node:fs";
import { readBody } from "../js/editor/document/read.js";
import { writeBody } from "../js/editor/document/write.js";
import { documents, wordsOf } from "./documents.mjs";
import { plainTokens } from "./plain_tokens.mjs";

const [count, seed] = process.argv.slice(2).map(Number);
const result = { bodies: [], tokens: [], changed: [], lost: [] };
for (const doc of documents(count, seed)) {
  const body = writeBody(doc);
  const again = readBody(body);
  result.bodies.push(body);
  result.tokens.push(plainTokens(body));
  if (writeBody(again) !== body) result.changed.push([body, writeBody(again)]);
  if (wordsOf(again) !== wordsOf(doc)) result.lost.push([wordsOf(doc), wordsOf(again), body]);
}
writeSync(1, JSON.stringify(result));
