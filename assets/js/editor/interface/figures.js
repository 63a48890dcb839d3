// Pictures: figures with their caption and description, and pictures amid text.

import { BlockView } from "./block_view.js";
import { button, element } from "./dom.js";
import { pick } from "./picker.js";

/** A figure; its text is the caption. */
export class FigureView extends BlockView {
  constructor(node, view, getPos, known) {
    super(node, view, getPos);
    this.known = known;
    this.picture = element("div", { className: "editor-figure__picture", contentEditable: "false" });
    this.contentDOM = element("figcaption", { dataset: { placeholder: "Caption" } });
    const alt = this.field({ key: "alt", words: "What the picture shows, for readers who cannot see it" });
    const change = button("Choose another", () => this.choose());
    this.dom = element(
      "figure",
      { className: "editor-block editor-block--figure", "aria-label": "Picture" },
      this.head("Picture", change),
      this.picture,
      this.contentDOM,
      element("div", { className: "editor-block__fields", contentEditable: "false" }, alt),
    );
    this.tell();
  }

  changed(before) {
    if (before.attrs.src !== this.node.attrs.src) this.tell();
  }

  async tell() {
    const { src } = this.node.attrs;
    const found = await this.known.of("pictures", keyOf(src));
    if (src !== this.node.attrs.src) return;
    const image = found?.picture ? element("img", { src: found.picture, alt: "" }) : element("p", {}, `${keyOf(src)}: not in the library`);
    this.picture.replaceChildren(image);
    const input = this.inputs.get("alt");
    input.placeholder = found?.note ?? "";
  }

  async choose() {
    const chosen = await pickPicture(this.known);
    if (chosen) this.say("src", `media:${chosen.reference}`);
    this.view.focus();
  }
}

/** Asks for a picture of the library. */
export function pickPicture(known, extra = []) {
  return pick({
    title: "Choose a picture",
    label: "Name or description",
    find: (words, signal) => known.find("pictures", words, signal),
    empty: "No picture has these words.",
    extra,
  });
}

const keyOf = (src) => src.replace(/^media:/i, "");
