// The one dialog, toasts, and what is told to a screen reader.

import { button, byId, el } from "./dom.js";
import { say } from "./say.js";

const TOAST_SHOWN = 5000;
let timer = 0;

export function toast(text, isTrouble = false) {
  const box = byId("toast");
  clearTimeout(timer);
  box.classList.toggle("trouble", isTrouble);
  box.replaceChildren(el("p", {}, text));
  box.classList.add("shown");
  timer = setTimeout(endToast, TOAST_SHOWN);
}

export function endToast() {
  byId("toast").classList.remove("shown");
  byId("toast").replaceChildren();
}

// Says what the practice server refused, in its own sentence.
export function tellRefusal(error) {
  if (error.findings?.length) {
    ask(error.message, [el("ul", { class: "findings" }, error.findings.map((each) => el("li", {}, each)))]);
  } else {
    toast(error.message || say("own-fault"), true);
  }
}

const SAID_KEPT = 20;

export function announce(text) {
  const log = byId("announcer");
  log.append(el("p", {}, text));
  while (log.children.length > SAID_KEPT) log.firstChild.remove();
}

// Shows a dialog; gives the value of the button that closed it, null for Escape.
export function ask(title, body = [], buttons = [["ok", say("ok")]]) {
  const dialog = byId("dialog");
  const form = el(
    "form",
    { method: "dialog" },
    el("h2", { id: "dialog-title" }, title),
    body,
    el(
      "div",
      { class: "dialog-buttons" },
      buttons.map(([value, label, kind], at) => button(label, () => dialog.close(value), { class: kind ?? (at === buttons.length - 1 ? "primary" : "plain"), autofocus: at === buttons.length - 1 && !body.some((each) => each.querySelector?.("input, textarea, button")) })),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close(buttons[buttons.length - 1][0]);
  });
  dialog.replaceChildren(form);
  dialog.returnValue = "";
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(dialog.returnValue || null), { once: true });
    dialog.showModal();
  });
}

export function closeDialog(value) {
  byId("dialog").close(value);
}
