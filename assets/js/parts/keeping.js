// Keeps what an author types: in this browser at once, on the site at every pause, and across everything between.

import { KeptWords } from "./kept_words.js";
import { isFull } from "./room.js";
import { signInAgain } from "./sign_in_again.js";

const PAUSE = 2000; // milliseconds without a key before a draft is sent
const RETRY = 15000; // milliseconds until it is tried again

/** Keep the article form `form`; its `data-keep` is the article's address. */
export function keepWriting(form) {
  const place = new KeptWords(form);
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
    return later(`${isFull(answer.status) ? "The disk of this site is full" : "Not saved"}: kept in this browser`);
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
