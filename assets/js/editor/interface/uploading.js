// Pictures that are pasted, dropped or chosen while writing: they go to the library, and figures to the text.

import { adviceFor } from "../../parts/room.js";
import { schema } from "../document/schema.js";
import { element } from "./dom.js";

/** Sends `files` to the library of `editor` one after the other, and puts a figure for each into the text. */
export async function upload(editor, files) {
  for (const file of files) {
    editor.say(`Adding ${file.name}…`);
    const { name, refused } = await send(editor.textarea, file);
    if (name) editor.insert(schema.nodes.figure.create({ src: `media:${name}` }));
    editor.say(name ? `${file.name} added. Say what it shows.` : refused);
  }
}

/** A field for a dialog, which finishes it with the chosen files. */
export function uploadField() {
  const input = element("input", { type: "file", accept: "image/*", multiple: true });
  input.addEventListener("change", () => input.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: { files: [...input.files] } })));
  return element("label", { className: "editor-field" }, "Or add a new one", input);
}

async function send(textarea, file) {
  const data = new FormData();
  data.set("csrf_token", textarea.form.elements.csrf_token.value);
  data.set("version", "0");
  data.set("pictures", file);
  let status;
  try {
    const answer = await fetch(textarea.dataset.upload, { method: "POST", body: data, headers: { Accept: "application/json" }, redirect: "error" });
    status = answer.status;
    const { name, refused } = await answer.json();
    return { name, refused: refused?.join(" ") };
  } catch {
    return { refused: `${file.name} was not stored. ${adviceFor(status)}` };
  }
}
