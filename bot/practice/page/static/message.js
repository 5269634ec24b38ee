// One message as an element. Its focusable parts carry data-f, so that focus survives a new one.

import { avatar, button, colourOf, el, icon, inColour } from "./dom.js";
import { deed, tap } from "./deeds.js";
import { follow } from "./links.js";
import { poll } from "./poll.js";
import { listed, say } from "./say.js";
import { openChat } from "./store.js";

export function messageItem(message) {
  if (message.service) return serviceItem(message);
  const chat = openChat();
  const isGroup = chat.kind === "group";
  const item = el(
    "li",
    { class: `row ${message.own ? "own" : "theirs"}`, "data-message": message.id, "data-from": message.from.id, "data-day": message.day, "data-post": message.post },
    !message.own && isGroup && avatar(message.from.id, message.from.name, message.from.bot ? "bot" : "person"),
    el(
      "article",
      { class: "bubble", tabindex: -1, "aria-label": `${message.from.name}, ${message.time}` },
      !message.own && isGroup && el("p", { class: `from ${colourOf(message.from.id)}` }, message.from.name, message.from.bot && el("span", { class: "bot-mark" }, say("bot"))),
      message.reply && quote(message.reply),
      message.media && media(message),
      message.plain && el("div", { class: "text" }, nodes(message.text, message)),
      message.poll && poll(message),
      reactions(message),
      meta(message),
    ),
    button("", (event) => openActions(message, event.currentTarget), { class: "more", tabindex: -1, "aria-label": say("actions-for", { name: message.from.name }) }, icon("more")),
    message.rows.length > 0 && rows(message),
  );
  return item;
}

function openActions(message, at) {
  document.dispatchEvent(new CustomEvent("sanxue:actions", { detail: { message, at } }));
}

function meta(message) {
  return el(
    "p",
    { class: "meta" },
    message.silent && icon("silent", say("silent")),
    message.pinned && icon("pin", say("pinned")),
    message.edited && el("span", {}, say("edited")),
    el("time", { datetime: `${message.day}T${message.time}` }, message.time),
  );
}

function quote(reply) {
  const text = reply.id === null ? say("gone") : reply.text || say(reply.media ?? "file");
  return button("", () => document.dispatchEvent(new CustomEvent("sanxue:jump", { detail: reply.id })), { class: "quote", "data-f": "quote", "aria-label": say("reply-to", { name: reply.name, text }) }, el("b", {}, reply.name), el("span", {}, text));
}

// -- text -----------------------------------------------------------------------------------------

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote", expandable_blockquote: "blockquote" };

export function nodes(tree, message) {
  let links = 0;
  const build = (node) => {
    if (typeof node === "string") return document.createTextNode(node);
    const inside = node.c.map(build);
    if (node.k in TAGS) return el(TAGS[node.k], {}, inside);
    if (node.k === "spoiler") return el("span", { class: "spoiler", tabindex: 0 }, inside);
    const f = `link:${links++}`;
    if (node.k === "bot_command") {
      const command = node.c.join("");
      return button("", () => deed("say", { chat: message.chat, text: command, thread: openChat().forum ? message.thread : null }), { class: "link", "data-f": f }, inside);
    }
    const go = (event) => {
      event.preventDefault();
      follow(node.u);
    };
    return el("a", { href: node.u, rel: "noopener noreferrer", target: "_blank", onclick: go, "data-f": f }, inside);
  };
  return tree.map(build);
}

// -- files ----------------------------------------------------------------------------------------

function media(message) {
  const { kind, name, size, url, playable } = message.media;
  if (kind === "photo") {
    const picture = el("img", { src: url, alt: message.plain ? "" : say("photo"), loading: "lazy" });
    return el("a", { href: url, target: "_blank", rel: "noopener", class: "photo", "data-f": "media", "aria-label": say("photo-open") }, picture);
  }
  if (kind === "voice" || kind === "audio") return voice(url, playable);
  return el("a", { href: url, download: name, class: "file", "data-f": "media" }, el("span", { class: "file-icon" }, icon("file")), el("span", {}, el("b", {}, name), el("small", {}, bytes(size))));
}

function voice(url, playable) {
  if (playable) return el("audio", { src: url, controls: true, preload: "metadata", "data-f": "media", "aria-label": say("voice") });
  return el("p", { class: "voice" }, el("span", { class: "file-icon" }, icon("voice")), el("span", { class: "wave", "aria-hidden": "true" }), el("span", {}, say("voice")));
}

function bytes(size) {
  return size < 1024 * 1024 ? `${Math.max(1, Math.round(size / 1024))} KB` : `${(size / 1024 / 1024).toFixed(1)} MB`;
}

// -- below the bubble -----------------------------------------------------------------------------

function reactions(message) {
  if (!message.reactions.length) return null;
  return el(
    "ul",
    { class: "reactions", "aria-label": say("reactions") },
    message.reactions.map((each) =>
      el("li", {}, button("", () => deed("react", { chat: message.chat, message: message.id, emoji: each.mine ? null : each.emoji }), { class: "chip", "aria-pressed": String(each.mine), title: listed(each.who), "aria-label": say("reaction-by", { emoji: each.emoji, names: listed(each.who) }), "data-f": `chip:${each.emoji}` }, el("span", { "aria-hidden": "true" }, inColour(each.emoji)), el("span", { "aria-hidden": "true" }, String(each.who.length)))),
    ),
  );
}

function rows(message) {
  return el(
    "div",
    { class: "inline", role: "group", "aria-label": say("buttons") },
    message.rows.map((row, y) => el("div", { class: "inline-row" }, row.map((each, x) => inlineButton(message, each, `b:${y}:${x}`)))),
  );
}

function inlineButton(message, each, f) {
  const press = async (event) => {
    const pressed = event.currentTarget;
    if (each.url) {
      await follow(each.url);
      return;
    }
    pressed.setAttribute("aria-busy", "true");
    await tap(message, each.data, follow);
    pressed.removeAttribute("aria-busy");
  };
  return button("", press, { "data-f": f, class: each.url ? "to-link" : "" }, each.label);
}

// -- what happened --------------------------------------------------------------------------------

const SERVICE = {
  new_chat_members: ["joined", "added"],
  left_chat_member: ["left", "removed"],
};

function serviceItem(message) {
  const { what, who, whom } = message.service;
  const [alone, byOther] = SERVICE[what] ?? [what, what];
  const key = `service-${message.service.self ? alone : byOther}`;
  return el("li", { class: "service", "data-message": message.id, "data-day": message.day }, el("span", { tabindex: -1, class: "bubble" }, say(key, { who, whom })));
}
