// The chats of the person one is, and the people whom one can be.

import { arrows, avatar, byId, el } from "./dom.js";
import { listed, say, sayCount } from "./say.js";
import { hasNews, state, unread } from "./store.js";

export function drawSidebar() {
  drawChats();
  drawPeople();
}

function drawChats() {
  const chats = [...state.chats.values()];
  byId("chats").replaceChildren(...chats.map(chatRow));
  const waiting = chats.filter((chat) => chat.id !== state.open).reduce((sum, chat) => sum + unread(chat), 0);
  const badge = byId("back-unread");
  badge.hidden = waiting === 0;
  badge.textContent = waiting || "";
}

function chatRow(chat) {
  const isOpen = chat.id === state.open;
  const waiting = isOpen ? 0 : unread(chat);
  const last = [...chat.messages.values()].filter((message) => !message.service).pop();
  const isGroup = chat.kind === "group";
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", class: "chat", "data-chat": chat.kind, "aria-current": isOpen ? "true" : null, onclick: () => document.dispatchEvent(new CustomEvent("sanxue:open", { detail: chat.id })) },
      avatar(isGroup ? chat.id : state.world.bot.id, chat.title, isGroup ? "group" : "bot"),
      el("span", { class: "chat-row-name" }, chat.title, !isGroup && el("span", { class: "bot-mark" }, say("private"))),
      el("span", { class: "chat-time" }, last?.time ?? ""),
      el("span", { class: "chat-last", lang: state.world.language === "zh" ? "zh-CN" : "en" }, last ? lastWords(last, isGroup) : say("nothing-yet")),
      waiting > 0 && el("span", { class: "badge", "aria-hidden": "true" }, String(waiting)),
      waiting > 0 && el("span", { class: "hidden" }, sayCount("unread", waiting)),
    ),
  );
}

function lastWords(message, isGroup) {
  const said = message.plain || message.poll?.question || say(message.media?.kind ?? "file");
  const from = message.own ? say("you") : isGroup ? message.from.name : "";
  return from ? `${from}: ${said}` : said;
}

function drawPeople() {
  const box = byId("people");
  const { people, world, me } = state.world;
  const there = people.filter((each) => each.id !== null);
  const drawn = `${world}:${document.documentElement.lang}`;
  if (box.dataset.drawn !== drawn) {
    box.dataset.drawn = drawn;
    for (const each of box.querySelectorAll("label")) each.remove();
    box.append(...there.map(personRow));
  }
  for (const each of there) {
    const row = box.querySelector(`[data-person="${CSS.escape(each.key)}"]`);
    row.querySelector("input").checked = each.key === me;
    const news = row.querySelector(".news");
    news.hidden = each.key === me || !hasNews(each);
  }
  const without = people.filter((each) => each.id === null).map((each) => each.name);
  byId("without").hidden = !without.length;
  byId("without").textContent = without.length ? say("without-telegram", { names: listed(without) }) : "";
}

function personRow(person) {
  return el(
    "label",
    { class: "person", "data-person": person.key },
    el("input", { type: "radio", name: "who", value: person.key, onchange: () => document.dispatchEvent(new CustomEvent("sanxue:be", { detail: person.key })) }),
    avatar(person.id, person.name),
    el("span", { class: "person-name" }, person.name),
    el("span", { class: "person-about" }, person.about || say(`part-${person.part}`)),
    el("span", { class: "news", hidden: true, title: say("has-news"), role: "img", "aria-label": say("has-news") }),
  );
}

arrows(byId("chats"), ".chat");
