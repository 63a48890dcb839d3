// What the studio gains from JavaScript. Every form works without it.

import { keepUnsaved } from "./parts/unsaved.js";

// Only what an author edits carries a version; search boxes and buttons may be left at any time.
document.querySelectorAll('input[name="version"]').forEach(({ form }) => form && keepUnsaved(form));
