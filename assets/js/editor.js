// The editor of guides, loaded where one is written and nowhere else.

import { Editor } from "./editor/interface/editor.js";

document.querySelectorAll("textarea[data-pickers]").forEach((textarea) => new Editor(textarea));
