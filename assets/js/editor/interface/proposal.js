// After a merchant's address was pasted: a bar below the text that proposes the product it leads to.

import { closeHistory } from "prosemirror-history";
import { Plugin, TextSelection } from "prosemirror-state";
import { schema } from "../document/schema.js";
import { insert } from "./commands.js";
import { button, element } from "./dom.js";

const { nodes, marks } = schema;

/** One proposal at a time. It goes when it is taken or declined, or when its link is no longer in the text. */
export class Proposal {
  constructor(editor) {
    this.editor = editor;
    this.bar = element("div", { className: "editor-proposal", role: "region", "aria-label": "Pasted link", hidden: true });
    this.bar.addEventListener("keydown", (event) => event.key === "Escape" && this.#decline());
    this.plugin = new Plugin({
      state: { init: () => null, apply: (tr, link) => this.#follow(tr, link) },
      view: () => ({ update: () => (this.bar.hidden ||= !this.link) }),
    });
  }

  /** The link that the proposal is about: where it stands now, and its address; null without one. */
  get link() {
    return this.plugin.getState(this.editor.view.state);
  }

  /** `tr` with the news that it made the link from `from` to `to`, about which `ask` asks then. */
  about(tr, link) {
    return tr.setMeta(this.plugin, link);
  }

  /** Propose what the link leads to, if that is a merchant of ours. */
  async ask({ href }) {
    this.bar.hidden = true;
    const [found] = await this.editor.known.find("links", href);
    if (found && this.link?.href === href) this.#show(found);
  }

  #show({ merchant, products, new_offer: newOffer }) {
    const [product] = products;
    const words = product ? [`${product.title}: ${product.note}`, product.warning] : [`This leads to ${merchant}, and no offer has this address yet`];
    const said = `${words.filter(Boolean).join(". ")}.`;
    const keep = button("Keep the address", () => this.#decline(), { className: "editor-button editor-button--quiet" });
    const ways = product ? this.#waysToSell(product) : wayToOffer(newOffer);
    this.bar.replaceChildren(element("p", { className: "editor-proposal__words" }, said), ...ways, keep);
    this.bar.hidden = false;
    this.editor.say(`${said} Tab leads to what you can do with the link.`);
  }

  #waysToSell(product) {
    return [
      button("Link to the product", () => this.#take(linkTo(product))),
      button("Insert its card", () => this.#take(cardOf(product))),
    ];
  }

  /** A step of its own, so that undoing it gives the address back. */
  #take(change) {
    const { view } = this.editor;
    const tr = view.state.tr;
    change(tr, this.link);
    view.dispatch(this.about(closeHistory(tr), null).scrollIntoView());
    view.focus();
  }

  #decline() {
    const { view } = this.editor;
    view.dispatch(this.about(view.state.tr, null));
    view.focus();
  }

  #follow(tr, link) {
    const news = tr.getMeta(this.plugin);
    if (news !== undefined || !link) return news ?? null;
    const [from, to] = [tr.mapping.map(link.from, 1), tr.mapping.map(link.to, -1)];
    return tr.doc.rangeHasMark(from, to, marks.link.create({ href: link.href })) ? { ...link, from, to } : null;
  }
}

/** An address becomes the product's name; words that were linked stay. */
function linkTo({ reference, title }) {
  return (tr, { from, to, href }) => {
    const mark = marks.link.create({ href: `product:${reference}` });
    if (tr.doc.textBetween(from, to) === href) tr.replaceWith(from, to, schema.text(title, [mark]));
    else tr.removeMark(from, to, marks.link).addMark(from, to, mark);
  };
}

/** The card takes the place of an address; words that were linked stay above it and lead to the product. */
function cardOf(product) {
  const node = nodes.leaf.create({ name: "product", label: product.reference });
  return (tr, link) => {
    const isAddress = tr.doc.textBetween(link.from, link.to) === link.href;
    if (isAddress) tr.delete(link.from, link.to);
    else linkTo(product)(tr, link);
    tr.setSelection(TextSelection.create(tr.doc, link.from));
    insert(node)({ selection: tr.selection, tr });
  };
}

function wayToOffer(address) {
  return address ? [element("a", { className: "editor-button", href: address, target: "_blank" }, "Make the offer (new tab)")] : [];
}
