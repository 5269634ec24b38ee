// Writing: text, replies, changes, files, the bot's commands, and the keys below the private chat.

import { deed } from "./deeds.js";
import { ask, tellRefusal, toast } from "./dialogs.js";
import { arrows, button, byId, el, icon } from "./dom.js";
import { Refused } from "./net.js";
import { say } from "./say.js";
import { me, openChat, prefs, state } from "./store.js";

const text = byId("text");
const menu = byId("commands");
const LARGEST = 20 * 1024 * 1024;
const WIDEST = 1280;

// -- drawing --------------------------------------------------------------------------------------

export function drawComposer() {
  const chat = openChat();
  const canWrite = chat.kind === "group" || (chat.started && !chat.blocked);
  byId("composer").hidden = !canWrite;
  byId("start").hidden = canWrite;
  byId("menu").hidden = !chat.commands.length;
  text.placeholder = say("write-as", { name: me().name });
  text.setAttribute("aria-label", say("write-as", { name: me().name }));
  drawContext();
  drawKeys(chat, canWrite);
  if (!menu.hidden) drawCommands();
}

function drawContext() {
  const about = state.editing ?? state.replyTo;
  const box = byId("context");
  box.hidden = !about;
  if (!about) return;
  const title = state.editing ? say("editing") : say("reply-to-name", { name: about.from.name });
  box.replaceChildren(
    icon(state.editing ? "edit" : "reply"),
    el("p", {}, el("b", {}, title), el("span", {}, about.plain || about.poll?.question || say(about.media?.kind ?? "file"))),
    button("", leaveContext, { class: "tool", "aria-label": say("cancel") }, icon("close")),
  );
}

function leaveContext() {
  if (state.editing) text.value = "";
  state.replyTo = state.editing = null;
  drawContext();
  grow();
  text.focus();
}

function drawKeys(chat, canWrite) {
  const keys = byId("keys");
  const toggle = byId("keys-toggle");
  const has = canWrite && chat.keyboard.length > 0;
  const isShown = prefs.get("keys", "shown") === "shown";
  toggle.hidden = !has;
  toggle.setAttribute("aria-expanded", String(isShown));
  keys.hidden = !has || !isShown;
  keys.lang = state.world.language === "zh" ? "zh-CN" : "en";
  const drawn = JSON.stringify(chat.keyboard);
  if (keys.dataset.drawn === drawn) return;
  keys.dataset.drawn = drawn;
  keys.replaceChildren(...chat.keyboard.map((row) => el("div", {}, row.map((key) => button(key, () => deed("say", { chat: openChat().id, text: key }))))));
}

byId("keys-toggle").addEventListener("click", () => {
  prefs.set("keys", prefs.get("keys", "shown") === "shown" ? "hidden" : "shown");
  drawComposer();
});

function grow() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

// -- sending --------------------------------------------------------------------------------------

const where = () => ({ chat: state.open, reply_to: state.replyTo?.id ?? null, thread: openChat().forum ? state.topic : null });

// The field is free for the next message at once; what was refused comes back into it.
async function send() {
  const written = text.value.trim();
  if (!written) return;
  const { editing, replyTo } = state;
  const kept = text.value;
  const place = where();
  empty();
  const done = editing ? await deed("edit", { chat: editing.chat, message: editing.id, text: written }) : await deed("say", { ...place, text: written });
  if (done !== null || state.open !== place.chat) return;
  text.value = kept;
  Object.assign(state, { editing, replyTo });
  drawContext();
  grow();
}

function empty() {
  text.value = "";
  state.replyTo = state.editing = null;
  drawContext();
  closeCommands();
  grow();
}

byId("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
  text.focus();
});
text.addEventListener("input", () => {
  grow();
  if (/^\/\w*$/.test(text.value)) drawCommands(text.value.slice(1));
  else closeCommands();
});
text.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape" && (state.replyTo || state.editing)) {
    leaveContext();
  } else if (event.key === "ArrowUp" && !menu.hidden) {
    event.preventDefault();
    menu.lastElementChild?.focus();
  } else if (event.key === "ArrowDown" && !menu.hidden) {
    event.preventDefault();
    menu.firstElementChild?.focus();
  }
});
byId("start").addEventListener("click", () => deed("start", { payload: null }));

document.addEventListener("sanxue:composer", (event) => {
  if (event.detail === "edit") text.value = state.editing.plain;
  drawComposer();
  grow();
  if (event.detail) text.focus();
});

// -- the bot's commands -----------------------------------------------------------------------------

function drawCommands(typed = "") {
  const fitting = openChat().commands.filter((each) => each.command.startsWith(typed));
  menu.replaceChildren(
    ...fitting.map((each) =>
      button("", () => choose(each.command), { class: "command", role: "option", "aria-selected": "false" }, el("b", {}, `/${each.command}`), el("span", {}, each.about)),
    ),
  );
  menu.lang = state.world.language === "zh" ? "zh-CN" : "en";
  menu.hidden = fitting.length === 0;
  byId("menu").setAttribute("aria-expanded", String(!menu.hidden));
}

function closeCommands() {
  menu.hidden = true;
  byId("menu").setAttribute("aria-expanded", "false");
}

async function choose(command) {
  closeCommands();
  text.value = "";
  text.focus();
  await deed("say", { ...where(), text: `/${command}` });
}

byId("menu").addEventListener("click", () => {
  if (menu.hidden) {
    drawCommands();
    menu.firstElementChild?.focus();
  } else {
    closeCommands();
  }
});
arrows(menu, ".command");
byId("below").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !menu.hidden) {
    closeCommands();
    text.focus();
  }
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("#commands, #menu, #text")) closeCommands();
});

// -- files ----------------------------------------------------------------------------------------

const pick = byId("pick");
const ACCEPTED = { photo: "image/*", voice: "audio/*", document: "" };
let kind = "document";

for (const item of byId("attachments").querySelectorAll("[data-attach]")) {
  item.addEventListener("click", () => {
    byId("attachments").hidePopover();
    kind = item.dataset.attach;
    if (kind === "voice") voice();
    else choosePicked();
  });
}

function choosePicked() {
  pick.accept = ACCEPTED[kind];
  pick.click();
}

pick.addEventListener("change", async () => {
  const [file] = pick.files;
  pick.value = "";
  if (file) await offer(file, kind);
});

text.addEventListener("paste", (event) => {
  const [file] = event.clipboardData.files;
  if (!file) return;
  event.preventDefault();
  offer(file, file.type.startsWith("image/") ? "photo" : "document");
});

async function offer(file, as) {
  const caption = el("input", { type: "text", maxlength: 1024, "aria-label": say("caption"), placeholder: say("caption") });
  const answer = await ask(file.name || say(as), [caption], [["", say("cancel"), "plain"], ["send", say("send")]]);
  if (answer === "send") await upload(file, as, file.name || `${as}.bin`, caption.value.trim());
}

async function upload(file, as, name, caption = "") {
  try {
    const content = as === "photo" ? await asJpeg(file) : file;
    if (content.size > LARGEST) throw new Refused(say("too-large"));
    const done = await deed("send", { ...where(), kind: as, name, content: await inBase64(content), caption });
    if (done) {
      state.replyTo = null;
      drawContext();
    }
  } catch (error) {
    tellRefusal(error instanceof Refused ? error : new Refused(say("not-a-picture")));
  }
}

// Telegram's apps send every picture as a JPEG of moderate size.
async function asJpeg(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
  const canvas = el("canvas", { width: Math.max(1, Math.round(picture.width * scale)), height: Math.max(1, Math.round(picture.height * scale)) });
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/jpeg", 0.85));
}

function inBase64(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}

// -- voice messages ---------------------------------------------------------------------------------

async function voice() {
  let sound = null;
  try {
    sound = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    toast(say("no-microphone"));
    choosePicked();
    return;
  }
  const recorder = new MediaRecorder(sound);
  const pieces = [];
  recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
  const ended = new Promise((done) => recorder.addEventListener("stop", done, { once: true }));
  recorder.start();
  const answer = await ask(say("recording"), [el("p", { class: "recording" }, say("recording-hint"))], [["", say("cancel"), "plain"], ["send", say("send")]]);
  recorder.stop();
  await ended;
  for (const track of sound.getTracks()) track.stop();
  if (answer === "send") await upload(new Blob(pieces, { type: recorder.mimeType }), "voice", "voice.oga");
}
