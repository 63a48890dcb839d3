// Reads a JSON list of bodies and writes the list of what the editor makes of each.

import { readFileSync, writeSync } from "node:fs";
import { readBody } from "../js/editor/document/read.js";
import { writeBody } from "../js/editor/document/write.js";

const bodies = JSON.parse(readFileSync(0, "utf8"));
writeSync(1, JSON.stringify(bodies.map((body) => writeBody(readBody(body)))));
