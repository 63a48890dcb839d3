// What the studio gains from JavaScript. Every form works without it.

import { followAppearance } from "./parts/appearance.js";
import { followFindings, goToAskedLine } from "./parts/findings.js";
import { pickFocus } from "./parts/focus.js";
import { keepWriting } from "./parts/keeping.js";
import { followMove } from "./parts/moves.js";
import { followDrafts } from "./parts/preview.js";
import { followProgress } from "./parts/progress.js";
import { helpToSelect } from "./parts/selection.js";
import { comeBySlash } from "./parts/slash.js";
import { askForTag } from "./parts/tag_question.js";
import { keepUnsaved } from "./parts/unsaved.js";
import { uploadOneByOne } from "./parts/uploads.js";

// Only what an author edits carries a version; search boxes and buttons may be left at any time.
document.querySelectorAll('input[name="version"]').forEach(({ form }) => {
  if (form && !("uploads" in form.dataset)) keepUnsaved(form);
});
document.querySelectorAll("form[data-keep]").forEach((form) => {
  keepWriting(form);
  document.querySelectorAll("[data-findings]").forEach((section) => followFindings(section, form));
  addEventListener("load", () => goToAskedLine(form)); // the editor comes after this script
  form.querySelectorAll("[data-appearance]").forEach((box) => followAppearance(box, form));
});
document.querySelectorAll("[data-preview]").forEach(followDrafts);
document.querySelectorAll("[data-uploads]").forEach(uploadOneByOne);
document.querySelectorAll("[data-progress]").forEach(followProgress);
document.querySelectorAll("[data-focal]").forEach(pickFocus);
document.querySelectorAll("[data-moves]").forEach(followMove);
document.querySelectorAll("[data-slash]").forEach(comeBySlash);
document.querySelectorAll("[data-selection]").forEach((form) => {
  helpToSelect(form);
  askForTag(form);
});
