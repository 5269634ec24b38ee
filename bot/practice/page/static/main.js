// Puts the page together: what comes in is drawn, what is chosen is kept.

import "./actions.js";
import { drawCalls, showCalls, takeCall } from "./calls.js";
import { drawChat, drawHead, jump, openTopic, takeGone, takeMessage } from "./chat.js";
import { drawClock } from "./clock.js";
import { drawComposer } from "./composer.js";
import { ask, endToast, tellRefusal, toast } from "./dialogs.js";
import { byId, el } from "./dom.js";
import { drawGuide, note, resetGuide, showGuide } from "./guide.js";
import { listen, post } from "./net.js";
import { drawSidebar } from "./sidebar.js";
import { fill, language, load, say } from "./say.js";
import { markRead, openChat, prefs, state, takeChat, takeWorld } from "./store.js";

const OTHER = { zh: ["en", "English"], en: ["zh", "中文"] };
const wide = matchMedia("(min-width: 60rem)");

// -- news from the server ---------------------------------------------------------------------------

// The first world waits for its words; what comes meanwhile is taken after it.
let before = Promise.resolve();
const inTurn = (take) => (value) => {
  before = before.then(() => take(value));
};

async function onWorld(world) {
  const isFirst = state.world === null;
  if (isFirst) await useLanguage(prefs.get("language", world.language), world);
  const isNew = takeWorld(world);
  if (isNew) {
    resetGuide();
    endToast();
  }
  byId("life").checked = world.life;
  drawAll();
  document.body.dataset.ready = "yes";
}

function drawAll() {
  drawClock();
  drawSidebar();
  drawChat();
  drawComposer();
  drawCalls();
  drawGuide();
  drawSidebar();
  document.title = `${state.world.branch} · ${say("practice")}`;
}

function onChanges(changes) {
  for (const change of changes) {
    if (change.kind === "message") takeMessage(change.message);
    else if (change.kind === "gone") takeGone(change.chat, change.id);
    else if (change.kind === "chat") takeChat(change.chat);
    else if (change.kind === "call") takeCall(change.call);
    else if (change.kind === "clock") state.world.clock = change.clock;
    else if (change.kind === "news") Object.assign(state.world, change);
  }
  byId("life").checked = state.world.life;
  drawClock();
  if (changes.some((change) => change.kind === "chat")) {
    drawHead();
    drawComposer();
  }
  drawSidebar();
  drawGuide();
}

function onConnection(isThere) {
  byId("offline").hidden = isThere;
}

// -- who, where ---------------------------------------------------------------------------------------

function be(key) {
  prefs.set("who", key);
  listen(key, inTurn(onWorld), inTurn(onChanges), onConnection);
}

document.addEventListener("sanxue:be", (event) => {
  note("been");
  be(event.detail);
});
document.addEventListener("sanxue:open", (event) => open(event.detail));
document.addEventListener("sanxue:show", (event) => {
  open(event.detail.chat);
  jump(event.detail.message);
});
document.addEventListener("sanxue:jump", (event) => jump(event.detail));
document.addEventListener("sanxue:read", drawSidebar);

function open(id) {
  if (!state.chats.has(id)) return;
  const isOther = state.open !== id;
  state.open = id;
  document.body.dataset.view = "chat";
  if (isOther) {
    state.replyTo = state.editing = null;
    openTopic(null);
  }
  markRead(openChat());
  drawSidebar();
  if (isOther && wide.matches) byId("text").focus();
}

byId("back").addEventListener("click", () => {
  document.body.dataset.view = "list";
  (document.querySelector(".chat[aria-current]") ?? byId("chats").querySelector("button")).focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], :popover-open")) return;
  if (event.target.closest("#messages")) byId("text").focus();
});

// Only the page knows what one has tapped.
byId("messages").addEventListener("click", (event) => {
  if (event.target.closest("[data-post=morning] .inline button")) note("tapped");
});

// -- settings -----------------------------------------------------------------------------------------

async function useLanguage(wanted, world = state.world) {
  await load(wanted);
  fill();
  const [other, name] = OTHER[wanted];
  const button = byId("language");
  button.textContent = name;
  button.lang = other === "zh" ? "zh-CN" : "en";
  if (world && state.world) drawAll();
}

byId("language").addEventListener("click", async () => {
  const [wanted] = OTHER[language];
  prefs.set("language", wanted);
  await useLanguage(wanted);
  if (state.world.language === wanted) return;
  if (state.world.touched) await askToRestart();
  else await restart(wanted, state.world.invitation === null);
});

async function restart(wanted, bound) {
  try {
    await post("restart", { language: wanted, bound });
  } catch (error) {
    tellRefusal(error);
  }
}

async function askToRestart() {
  if (byId("settings").matches(":popover-open")) byId("settings").hidePopover();
  const radio = (name, value, text, checked, lang) => el("label", {}, el("input", { type: "radio", name, value, checked }), el("span", { lang }, text));
  const body = [
    el("p", {}, say("restart-hint")),
    el("fieldset", { class: "choices" }, el("legend", {}, say("bot-speaks")), radio("bot-language", "zh", "中文", language === "zh", "zh-CN"), radio("bot-language", "en", "English", language === "en", "en")),
    el("fieldset", { class: "choices" }, el("legend", {}, say("begin-with")), radio("bound", "yes", say("begin-bound"), true), radio("bound", "no", say("begin-unbound"), false)),
  ];
  const answer = await ask(say("start-again"), body, [["", say("cancel"), "plain"], ["again", say("start-again")]]);
  if (answer !== "again") return;
  const form = byId("dialog");
  const wanted = form.querySelector("[name=bot-language]:checked").value;
  const bound = form.querySelector("[name=bound]:checked").value === "yes";
  if (wanted !== language) {
    prefs.set("language", wanted);
    await useLanguage(wanted);
  }
  if (!bound) showGuide();
  toast(say("starting"));
  await restart(wanted, bound);
  // The invitation is the secretary's, who comes first.
  if (!bound) be("");
}

byId("restart").addEventListener("click", askToRestart);
byId("guide-show").addEventListener("click", () => {
  byId("settings").hidePopover();
  showGuide();
});
byId("life").addEventListener("change", async (event) => {
  try {
    await post("life", { on: event.target.checked });
  } catch (error) {
    tellRefusal(error);
  }
});

function useSize(size) {
  document.documentElement.dataset.size = size;
  prefs.set("size", size);
}

for (const choice of document.querySelectorAll("[name=size]")) {
  choice.checked = choice.value === prefs.get("size", "normal");
  choice.addEventListener("change", () => useSize(choice.value));
}

useSize(prefs.get("size", "normal"));
showCalls(prefs.get("calls", "hidden") === "shown" && wide.matches);
be(prefs.get("who", ""));
