// The browser's part of a passkey: a challenge from the site, a gesture of the person, an answer for the form.

/** Show `form`, and let it get an answer to a challenge before it is sent. With `data-new` a passkey is made. */
export function offerPasskeys(form) {
  if (!globalThis.PublicKeyCredential) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const note = form.querySelector("[role=alert]");
    note.textContent = "";
    try {
      form.elements.answer.value = JSON.stringify(await answer(form));
      form.submit();
    } catch (fault) {
      note.textContent = words(fault);
    }
  });
}

async function answer(form) {
  const response = await fetch(form.dataset.passkey, { method: "POST", body: new FormData(form) });
  const said = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(said.message ?? "That did not work. Wait a moment, and try again.");
  const isNew = "new" in form.dataset;
  const credential = isNew
    ? await navigator.credentials.create({ publicKey: withBytes(said) })
    : await navigator.credentials.get({ publicKey: withBytes(said) });
  return isNew ? made(credential) : shown(credential);
}

class Refusal extends Error {}

function words(fault) {
  if (fault instanceof Refusal) return fault.message;
  if (fault.name === "InvalidStateError") return "This device has a passkey for you already.";
  return "Nothing was done: the passkey was not given. Try again.";
}

/** The options as the browser wants them: bytes where JSON has text. */
function withBytes(options) {
  const described = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));
  const user = options.user && { ...options.user, id: bytes(options.user.id) };
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(user && { user, excludeCredentials: described(options.excludeCredentials) }),
    ...(!user && { allowCredentials: described(options.allowCredentials) }),
  };
}

function made({ id, rawId, type, response }) {
  return {
    id,
    rawId: text(rawId),
    type,
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
    },
  };
}

function shown({ id, rawId, type, response }) {
  return {
    id,
    rawId: text(rawId),
    type,
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
  };
}

function bytes(base64url) {
  const plain = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
