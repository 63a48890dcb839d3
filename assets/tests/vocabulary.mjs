// Writes the words of the dialect as the editor knows them.

import { writeSync } from "node:fs";
import * as vocabulary from "../js/editor/dialect/vocabulary.js";

writeSync(1, JSON.stringify(vocabulary));
