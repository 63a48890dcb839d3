// Reads a JSON list of bodies and writes the list of their tokens.

import { readFileSync, writeSync } from "node:fs";
import { plainTokens } from "./plain_tokens.mjs";

const bodies = JSON.parse(readFileSync(0, "utf8"));
writeSync(1, JSON.stringify(bodies.map(plainTokens)));
