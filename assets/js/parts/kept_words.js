// What this browser keeps of a guide that is being written, until the site has it.

import { showLosses } from "./losses.js";

const TEXTS = ["title", "summary", "body", "seo_title", "seo_description"];

/** What this browser keeps of one article: what is typed and not saved, and what was offered and not decided about. */
export class KeptWords {
  #form;
  #key;
  #typed = 0;
  #current = [];
  #undecided = [];

  constructor(form) {
    this.#form = form;
    this.#key = keyOf(form.dataset.keep);
  }

  keep() {
    this.#typed += 1;
    this.#current = [{ texts: textsOf(this.#form), at: Date.now() }];
    this.#store();
  }

  /** A question to ask later: was anything typed since now? */
  mark() {
    const typed = this.#typed;
    return () => this.#typed !== typed;
  }

  move(address) {
    const key = keyOf(address);
    if (key === this.#key) return;
    storeAt(this.#key, []);
    this.#key = key;
    this.#store();
  }

  forget() {
    this.#current = [];
    this.#store();
  }

  /** Offer what was kept and is not in the form; forget what is saved. */
  offer() {
    const shown = textsOf(this.#form);
    const kept = draftsAt(this.#key);
    const isSaved = "saved" in this.#form.dataset;
    this.#undecided = kept.filter((draft) => !isSame(draft.texts, shown));
    this.#current = kept.filter((draft) => !isSaved && isSame(draft.texts, shown));
    this.#store();
    if (isSaved) this.#forgetBeginning(shown);
    this.#undecided.forEach((draft) => this.#form.before(this.#banner(draft)));
  }

  /** A guide that was saved before its first draft was sent left its words where those of new guides are kept. */
  #forgetBeginning(saved) {
    const key = keyOf(this.#form.dataset.keep.replace(/[^/]+$/, "new"));
    if (key !== this.#key) storeAt(key, draftsAt(key).filter((draft) => !isSame(draft.texts, saved)));
  }

  #store() {
    storeAt(this.#key, [...this.#current, ...this.#undecided]);
  }

  #banner(kept) {
    const isNew = () => this.#form.dataset.keep.endsWith("/new");
    const banner = document.createElement("section");
    banner.className = "recovered";
    banner.ariaLabel = `Words kept in this browser, ${new Date(kept.at).toLocaleString()}`;
    const words = document.createElement("p");
    words.textContent = `This browser keeps words of ${new Date(kept.at).toLocaleString()} that are not saved.`;
    const decide = () => {
      this.#undecided = this.#undecided.filter((other) => other !== kept);
      this.#store();
      banner.remove();
    };
    const compare = button(isNew() ? "Put them into the form" : "Compare", "button");
    compare.addEventListener("click", () => {
      if (!isNew()) return sendTexts(this.#form, kept.texts);
      if (showLosses(banner, this.#form, kept.texts)) return (compare.textContent = "Replace what is in the form");
      fill(this.#form, kept.texts);
      decide();
    });
    const discard = button("Discard them", "button button--quiet");
    discard.addEventListener("click", decide);
    banner.append(words, compare, discard);
    return banner;
  }
}

function sendTexts(form, texts) {
  const sent = document.createElement("form");
  Object.assign(sent, { method: "post", action: `${form.dataset.keep}/recovery`, hidden: true });
  const fields = { ...texts, csrf_token: form.elements.csrf_token.value };
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("textarea");
    Object.assign(field, { name, value });
    sent.append(field);
  }
  document.body.append(sent);
  sent.submit();
}

function fill(form, texts) {
  for (const [name, value] of Object.entries(texts)) {
    form.elements[name].value = value;
    form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function button(words, classes) {
  return Object.assign(document.createElement("button"), { type: "button", className: classes, textContent: words });
}

// A browser that is full, or keeps nothing for anybody, must not hold up the drafts on the site.

function draftsAt(key) {
  try {
    return [JSON.parse(localStorage.getItem(key) ?? "[]")].flat();
  } catch {
    return [];
  }
}

function storeAt(key, drafts) {
  try {
    if (drafts.length) localStorage.setItem(key, JSON.stringify(drafts));
    else localStorage.removeItem(key);
  } catch {
    // Nothing is kept here.
  }
}

const isSame = (texts, others) => TEXTS.every((name) => texts[name] === others[name]);
const textsOf = (form) => Object.fromEntries(TEXTS.map((name) => [name, form.elements[name].value]));
const keyOf = (address) => `crescendo-draft:${address}`;
