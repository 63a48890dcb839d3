// What a reader's page gains from JavaScript. Every page works without it.

import { followReading } from "./parts/contents.js";

document.querySelectorAll("[data-contents]").forEach(followReading);
