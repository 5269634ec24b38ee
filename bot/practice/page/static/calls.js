// What the bot called on Telegram's side, as it happens.

import { byId, el } from "./dom.js";
import { prefs, state } from "./store.js";

const KEPT = 150;
const panel = byId("calls");
const list = byId("call-list");
const toggle = byId("calls-toggle");

export function drawCalls() {
  list.replaceChildren(...state.world.calls.map(line));
  list.scrollTop = list.scrollHeight;
}

export function takeCall(call) {
  if (state.world.calls.some((each) => each.number === call.number)) return;
  state.world.calls.push(call);
  if (state.world.calls.length > KEPT) state.world.calls.shift();
  const wasAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  list.append(line(call));
  while (list.children.length > KEPT) list.firstChild.remove();
  if (wasAtEnd) list.scrollTop = list.scrollHeight;
}

function line(call) {
  const isRefused = call.status !== 200;
  return el(
    "li",
    { class: isRefused ? "refused" : call.method === "getUpdates" ? "came" : "", "data-method": call.method, "data-status": call.status },
    el("code", { class: "method" }, call.method),
    el("span", { class: "outcome" }, isRefused ? `${call.status || "–"} ${call.answer}` : call.answer),
    call.params && call.method !== "getUpdates" && el("span", { class: "params" }, call.params),
  );
}

export function showCalls(isShown) {
  panel.hidden = !isShown;
  toggle.setAttribute("aria-expanded", String(isShown));
  document.body.classList.toggle("with-calls", isShown);
  prefs.set("calls", isShown ? "shown" : "hidden");
  if (isShown) list.scrollTop = list.scrollHeight;
}

toggle.addEventListener("click", () => showCalls(panel.hidden));
byId("calls-close").addEventListener("click", () => {
  showCalls(false);
  toggle.focus();
});
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape") byId("calls-close").click();
});
