// Pictures added by choosing, dropping or pasting: one request a file, each with its progress.

import { renewLibrary } from "./library.js";
import { adviceFor } from "./room.js";

const LARGEST = 30 * 1024 * 1024; // bytes, as the server takes them

/** Let `form`, which has one file field, send its files one by one as soon as they are there. */
export function uploadOneByOne(form) {
  const field = form.querySelector('input[type="file"]');
  const list = form.querySelector("[data-uploads-list]");
  form.querySelector("[data-uploads-hint]").hidden = false;
  let last = Promise.resolve(); // one after the other, so that a slow line is not shared by twenty files

  const take = (files) => {
    if (!files.length) return;
    for (const file of files) {
      const line = lineFor(file, list);
      last = last.then(() => send(form, field.name, file, line));
    }
    const sent = last;
    sent.then(() => sent === last && renewLibrary());
  };
  form.addEventListener("submit", (event) => {
    if (!field.files.length) return;
    event.preventDefault();
    take([...field.files]);
    field.value = "";
  });
  field.addEventListener("change", () => form.requestSubmit());
  document.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || form.classList.remove("is-over"));
  document.addEventListener("drop", (event) => {
    form.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => take([...event.clipboardData.files]));
}

function lineFor(file, list) {
  const line = list.appendChild(document.createElement("li"));
  const name = line.appendChild(document.createElement("span"));
  name.textContent = file.name;
  const bar = line.appendChild(document.createElement("progress"));
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `Upload of ${file.name}`);
  return line;
}

function send(form, name, file, line) {
  if (file.size > LARGEST) {
    say(line, `${file.name}: This file is too large. Upload a picture of at most 30 MB.`);
    return Promise.resolve();
  }
  const data = new FormData();
  data.set("csrf_token", form.elements.csrf_token.value);
  data.set("version", form.elements.version.value);
  data.set(name, file);
  return new Promise((done) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much was sent
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      line.querySelector("progress").value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => {
      answer(line, file, request);
      done();
    });
    request.send(data);
  });
}

function answer(line, file, { status, response }) {
  if (status === 201) {
    const link = document.createElement("a");
    link.href = response.address;
    link.textContent = response.name;
    line.replaceChildren(link, " added. Describe it.");
  } else {
    const lost = `${file.name}: It was not stored. ${adviceFor(status)}`;
    say(line, response?.refused?.join(" ") ?? lost);
  }
}

function say(line, words) {
  line.classList.add("uploads__refused");
  line.textContent = words;
}
