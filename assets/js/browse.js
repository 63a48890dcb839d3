// What pages for looking around gain from JavaScript. Every one of them works without it.

import { propose } from "./parts/proposals.js";

document.querySelectorAll("[data-search]").forEach(propose);
