// Signing in again in place, when a session ended while somebody was writing.

/** Ask for the password in a dialog; resolves to true once the session is open again and `form` can be sent. */
export function signInAgain(form) {
  return new Promise((resolve) => {
    const dialog = dialogWithForm();
    const [note, email] = [dialog.querySelector("[role=alert]"), dialog.querySelector("[name=email]")];
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "signed-in");
    });
    dialog.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      note.textContent = "";
      const fault = await open(event.target, form).catch(() => "The site cannot be reached. Try again in a moment.");
      if (fault) note.textContent = fault;
      else dialog.close("signed-in");
    });
    document.body.append(dialog);
    dialog.showModal();
    email.focus();
  });
}

/** Open a session with what was typed; what went wrong in words, or nothing. */
async function open(typed, form) {
  const body = new FormData(typed);
  body.set("csrf_token", await tokenOf("/login"));
  const answer = await fetch("/login", { method: "POST", body, redirect: "manual" });
  if (answer.status === 422) return "This e-mail address and password do not belong together.";
  if (answer.status === 429) return "Too many tries. Wait a while, then try again.";
  if (answer.type !== "opaqueredirect") return "That did not work. Try again.";
  if (await asksForCode()) return "This account asks for a code, too. Sign in in another tab, then save again here.";
  form.elements.csrf_token.value = await tokenOf("/studio/articles/new"); // the new session has a token of its own
  return "";
}

async function asksForCode() {
  return (await fetch("/studio/", { redirect: "manual" })).type === "opaqueredirect";
}

async function tokenOf(address) {
  const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
  return page.querySelector("[name=csrf_token]").value;
}

function dialogWithForm() {
  const dialog = document.createElement("dialog");
  dialog.className = "sign-in-again";
  dialog.setAttribute("aria-labelledby", "sign-in-again");
  dialog.innerHTML = `
    <form method="post" action="/login">
      <h2 id="sign-in-again">Sign in again</h2>
      <p>Your session has ended. What you typed is safe in this browser.</p>
      <p role="alert"></p>
      <div class="field"><label class="field__label" for="again-email">E-mail</label>
        <input id="again-email" name="email" type="email" autocomplete="username" required></div>
      <div class="field"><label class="field__label" for="again-password">Password</label>
        <input id="again-password" name="password" type="password" autocomplete="current-password" required></div>
      <button class="button" type="submit">Sign in</button>
    </form>`;
  return dialog;
}
