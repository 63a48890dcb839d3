// Keeps what an author types: in this browser at once, on the site at every pause, and across everything between.

import { showLosses } from "./losses.js";
import { signInAgain } from "./sign_in_again.js";

const TEXTS = ["title", "summary", "body", "seo_title", "seo_description"];
const PAUSE = 2000; // milliseconds without a key before a draft is sent
const RETRY = 15000; // milliseconds until it is tried again

/** Keep the article form `form`; its `data-keep` is the article's address. */
export function keepWriting(form) {
  const place = new Kept(form);
  const state = shownState(document.querySelector("[data-kept]"));
  let timer;
  let sending; // the promise of a draft on its way
  let isStopped = false; // somebody else saved: only a deliberate save, with its merge screen, goes on

  const send = async () => {
    clearTimeout(timer);
    if (isStopped || sending) return sending;
    sending = post(form, `${form.dataset.keep}/autosave`).catch(() => undefined);
    const typedSince = place.mark();
    const answer = await sending;
    sending = undefined;
    await take(answer, typedSince);
  };

  const take = async (answer, typedSince) => {
    if (!answer) return later("Offline: kept in this browser");
    if (answer.status === 200) return kept(answer.body, typedSince);
    if (answer.status === 409) {
      isStopped = true;
      return state.show("browser", `Saved meanwhile by ${answer.body.by}. Yours is kept in this browser; save to see both.`);
    }
    if (answer.status === 422) return state.show("browser", `Kept in this browser only. ${Object.values(answer.body.errors)[0]}`);
    if (answer.isSignedOut) {
      state.show("browser", "Signed out: kept in this browser");
      if (await signInAgain(form)) return send();
    }
    return later("Not saved: kept in this browser");
  };

  const kept = ({ address, version, revision, slug }, typedSince) => {
    form.elements.version.value = version;
    form.elements.revision.value = revision;
    if (form.dataset.keep !== address) adopt(form, address, slug);
    place.move(address);
    state.show("kept", "Saved");
    new BroadcastChannel("crescendo-drafts").postMessage(address);
    form.dispatchEvent(new CustomEvent("kept"));
    if (typedSince()) schedule();
    else place.forget();
  };

  const later = (words) => {
    state.show("browser", words);
    timer = setTimeout(send, RETRY);
  };

  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  };

  form.addEventListener("input", () => {
    place.keep();
    if (!isStopped) schedule();
  });
  // A draft on its way raises the version: the deliberate save waits for it, or it would find a conflict with itself.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!sending) return;
    event.preventDefault();
    sending.finally(() => setTimeout(() => form.requestSubmit(event.submitter)));
  });
  window.addEventListener("online", send);
  place.offer();
}

/** What this browser keeps of one article: what is typed and not saved, and what was offered and not decided about. */
class Kept {
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
    localStorage.removeItem(this.#key);
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

async function post(form, address) {
  const answer = await fetch(address, { method: "POST", body: new FormData(form), redirect: "manual" });
  const isSignedOut = answer.type === "opaqueredirect" || answer.status === 400 || answer.status === 403;
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  return { status: answer.status, isSignedOut, body: isJson ? await answer.json() : {} };
}

/** From now on the page is that of the article at `address`, which the first draft made. */
function adopt(form, address, slug) {
  const before = form.dataset.keep;
  form.dataset.keep = form.action = address;
  form.querySelectorAll("[formaction]").forEach((element) => {
    const path = element.getAttribute("formaction");
    if (path.startsWith(before)) element.setAttribute("formaction", address + path.slice(before.length));
  });
  form.elements.slug.value ||= slug;
  form.querySelector(".state").textContent = "Draft";
  history.replaceState(null, "", address);
}

function shownState(element) {
  const words = element.querySelector("[data-kept-state]");
  const age = element.querySelector("[data-kept-age]");
  let since;
  setInterval(() => {
    const seconds = Math.round((Date.now() - since) / 1000);
    if (since && seconds >= 5) age.textContent = seconds < 90 ? `${seconds} s ago` : `${Math.round(seconds / 60)} min ago`;
  }, 5000);
  return {
    show(state, text) {
      element.dataset.state = state;
      words.textContent = text;
      age.textContent = "";
      since = state === "kept" ? Date.now() : undefined;
    },
  };
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

function storeAt(key, drafts) {
  if (drafts.length) localStorage.setItem(key, JSON.stringify(drafts));
  else localStorage.removeItem(key);
}

const draftsAt = (key) => [JSON.parse(localStorage.getItem(key) ?? "[]")].flat();
const isSame = (texts, others) => TEXTS.every((name) => texts[name] === others[name]);
const textsOf = (form) => Object.fromEntries(TEXTS.map((name) => [name, form.elements[name].value]));
const keyOf = (address) => `crescendo-draft:${address}`;
