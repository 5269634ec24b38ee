// The open chat: its head, its topics, its messages, and where it is scrolled to.

import { deed } from "./deeds.js";
import { announce, ask } from "./dialogs.js";
import { avatar, button, byId, colourOf, el, icon, initials } from "./dom.js";
import { messageItem } from "./message.js";
import { dayName, listed, say, sayCount } from "./say.js";
import { markRead, openChat, shownMessages, state, topicOf, unread } from "./store.js";

const NEAR_END = 80;
const scroller = byId("scroll");
const list = byId("messages");
let unseen = 0;
let isStuck = true; // to the end, whatever comes
let wasAt = 0;

// What grows (a poll that shows its result, a panel that opens) doesn't push the end away.
new ResizeObserver(() => {
  if (isStuck) scroller.scrollTop = scroller.scrollHeight;
}).observe(list);
new ResizeObserver(() => {
  if (isStuck) scroller.scrollTop = scroller.scrollHeight;
}).observe(scroller);

// -- the whole chat -------------------------------------------------------------------------------

export function drawChat() {
  const chat = openChat();
  drawHead(chat);
  // What people write is in the language that the bot speaks, whatever the page does.
  list.lang = byId("announcer").lang = state.world.language === "zh" ? "zh-CN" : "en";
  list.replaceChildren(...shownMessages(chat).map(messageItem));
  arrange();
  unseen = 0;
  toEnd();
  markRead(chat);
}

export function drawHead(chat = openChat()) {
  byId("chat-title").textContent = chat.title;
  byId("chat-about").textContent = about(chat);
  const face = byId("chat-avatar");
  face.className = chat.kind === "group" ? `avatar ${colourOf(chat.id)} is-group` : "avatar is-bot";
  face.textContent = initials(chat.title, false);
  drawMenu(chat);
  drawTopics(chat);
  drawPinned(chat);
}

function about(chat) {
  if (chat.kind === "private") return say(chat.blocked ? "blocked" : "bot-private");
  return sayCount("members", chat.members.length);
}

function drawMenu(chat) {
  const items = [];
  if (chat.kind === "group") {
    items.push(el("p", { class: "hint" }, listed(chat.members)));
    if (!chat.forum && chat.admin) items.push(button(say("make-forum"), () => makeForum(chat), { class: "wide plain" }));
    if (chat.forum) items.push(button(say("new-topic"), () => newTopic(chat), { class: "wide plain" }));
  }
  byId("chat-menu").replaceChildren(...items);
  byId("chat-menu-toggle").hidden = !items.length;
}

async function makeForum(chat) {
  byId("chat-menu").hidePopover();
  await deed("make_forum", { chat: chat.id });
}

async function newTopic(chat) {
  if (byId("chat-menu").matches(":popover-open")) byId("chat-menu").hidePopover();
  const field = el("input", { type: "text", maxlength: 128, required: true, "aria-label": say("topic-name"), placeholder: say("topic-name") });
  const answer = await ask(say("new-topic"), [field], [["", say("cancel"), "plain"], ["ok", say("create")]]);
  if (answer === "ok" && field.value.trim()) await deed("add_topic", { chat: chat.id, name: field.value.trim() });
}

function drawTopics(chat) {
  const bar = byId("topics");
  bar.hidden = !chat.forum;
  if (!chat.forum) {
    state.topic = null;
    return;
  }
  const tabs = [{ id: null, name: say("general") }, ...chat.topics];
  bar.replaceChildren(
    ...tabs.map((topic) => button(topic.name, () => openTopic(topic.id), { class: "topic", "aria-current": topic.id === state.topic ? "true" : null })),
    button("", () => newTopic(chat), { class: "topic new", "aria-label": say("new-topic") }, icon("plus")),
  );
}

export function openTopic(id) {
  state.topic = id;
  state.replyTo = null;
  drawChat();
  document.dispatchEvent(new CustomEvent("sanxue:composer"));
}

function drawPinned(chat) {
  const bar = byId("pinned");
  const message = chat.messages.get(chat.pinned);
  bar.hidden = !message;
  if (!message) return;
  bar.replaceChildren(icon("pin"), el("b", {}, say("pinned")), el("span", {}, message.plain || message.poll?.question || ""));
  bar.onclick = () => jump(message.id);
}

// -- one message ----------------------------------------------------------------------------------

export function takeMessage(message) {
  const chat = state.chats.get(message.chat);
  if (!chat) return;
  const isNew = !chat.messages.has(message.id);
  chat.messages.set(message.id, message);
  if (chat !== openChat() || (chat.forum && topicOf(chat, message) !== state.topic)) return;
  const wasAtEnd = isStuck || isAtEnd();
  const before = list.querySelector(`[data-message="${message.id}"]`);
  const item = messageItem(message);
  if (before) replace(before, item);
  else list.append(item);
  if (isNew && !before) {
    item.classList.add("fresh");
    if (!message.own && !message.service) announce(`${message.from.name}: ${message.plain || message.poll?.question || say(message.media?.kind ?? "file")}`);
  }
  arrange();
  if (isNew && isFollowed(message, wasAtEnd)) follow(item);
  else if (wasAtEnd && state.moveTo !== "post") toEnd();
  else if (isNew) unseen += 1;
  drawToEnd();
  if (isAtEnd()) markRead(chat);
}

export function takeGone(chatId, id) {
  state.chats.get(chatId)?.messages.delete(id);
  if (chatId !== state.open) return;
  list.querySelector(`[data-message="${id}"]`)?.remove();
  arrange();
}

// Puts a message's new state in its place; whoever was at one of its buttons stays there.
function replace(before, item) {
  const focused = before.contains(document.activeElement) ? document.activeElement : null;
  const name = focused?.dataset.f;
  const wasBubble = focused?.classList.contains("bubble");
  before.replaceWith(item);
  if (!focused) return;
  const again = name && item.querySelector(`[data-f="${CSS.escape(name)}"]`);
  const target = again || (wasBubble || name ? item.querySelector(".bubble") : null);
  target?.focus({ preventScroll: true });
}

// Days are told apart, and what one person says in a row stands together.
function arrange() {
  for (const each of [...list.querySelectorAll(".day")]) each.remove();
  let day = "";
  let from = "";
  let last = null;
  for (const item of [...list.children]) {
    if (item.dataset.day !== day) {
      day = item.dataset.day;
      item.before(el("li", { class: "day" }, el("span", {}, dayName(day, true))));
      from = "";
    }
    const isFirst = item.dataset.from !== from;
    item.classList.toggle("first", isFirst);
    if (isFirst) last?.classList.add("last");
    item.classList.remove("last");
    from = item.dataset.from ?? "";
    last = item;
  }
  last?.classList.add("last");
  for (const each of list.querySelectorAll(".bubble[tabindex='0']")) each.tabIndex = -1;
  const end = [...list.querySelectorAll(".bubble")].pop();
  if (end && !list.contains(document.activeElement)) end.tabIndex = 0;
  else if (document.activeElement.classList.contains("bubble")) document.activeElement.tabIndex = 0;
  else if (end) end.tabIndex = 0;
  list.classList.toggle("empty", list.children.length === 0);
}

// -- moving about ---------------------------------------------------------------------------------

export function isAtEnd() {
  return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
}

// What one writes, what comes while one is at the end, and the post that one has asked the clock for.
function isFollowed(message, wasAtEnd) {
  return message.own || wasAtEnd || (state.moveTo === "post" && message.from.bot) || ["day", "week"].includes(state.moveTo);
}

// What is longer than the screen is read from its beginning, unless days go by.
function follow(item) {
  const isLong = item.offsetHeight > scroller.clientHeight;
  if (!isLong || ["day", "week"].includes(state.moveTo)) {
    toEnd();
    return;
  }
  isStuck = false;
  wasAt = scroller.scrollTop = item.offsetTop - list.offsetTop - 8;
}

export function toEnd() {
  isStuck = true;
  scroller.scrollTop = scroller.scrollHeight;
  unseen = 0;
  drawToEnd();
}

function drawToEnd() {
  const arrow = byId("to-end");
  arrow.hidden = isAtEnd();
  const count = byId("to-end-count");
  count.hidden = unseen === 0;
  count.textContent = unseen || "";
}

export function jump(id) {
  const item = list.querySelector(`[data-message="${id}"]`);
  if (!item) return;
  item.scrollIntoView({ block: "center" });
  item.classList.remove("found");
  requestAnimationFrame(() => item.classList.add("found"));
  const bubble = item.querySelector(".bubble");
  bubble.focus({ preventScroll: true });
}

scroller.addEventListener("scroll", () => {
  // Only somebody who scrolls up leaves the end; that the screen shrinks does not.
  if (isAtEnd()) isStuck = true;
  else if (scroller.scrollTop < wasAt - 1) isStuck = false;
  wasAt = scroller.scrollTop;
  if (isAtEnd() && unseen) unseen = 0;
  drawToEnd();
  if (state.world && isAtEnd() && unread(openChat())) {
    markRead(openChat());
    document.dispatchEvent(new CustomEvent("sanxue:read"));
  }
}, { passive: true });
byId("to-end").addEventListener("click", toEnd);

// By keyboard: up and down among the messages, Enter for what can be done with one.
list.addEventListener("keydown", (event) => {
  const bubble = event.target;
  if (!bubble.classList.contains("bubble")) return;
  const all = [...list.querySelectorAll(".bubble")];
  const at = all.indexOf(bubble);
  const to = { ArrowUp: all[at - 1], ArrowDown: all[at + 1], Home: all[0], End: all[all.length - 1] }[event.key];
  if (to) {
    event.preventDefault();
    bubble.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
    to.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" || event.key === "ContextMenu") {
    event.preventDefault();
    bubble.closest("li").querySelector(".more")?.click();
  }
});
list.addEventListener("contextmenu", (event) => {
  const row = event.target.closest("li.row");
  if (!row || event.target.closest("a, button, input, audio") || String(getSelection())) return;
  event.preventDefault();
  row.querySelector(".more").click();
});
