// What can be done with a message: react, reply, copy, change, take back.

import { deed } from "./deeds.js";
import { ask } from "./dialogs.js";
import { arrows, button, byId, el, icon, inColour } from "./dom.js";
import { copy } from "./links.js";
import { say } from "./say.js";
import { state } from "./store.js";

const EMOJI = ["👍", "❤", "👏", "🙏", "🎉", "🔥"];
const sheet = byId("actions");
let opener = null;

document.addEventListener("sanxue:actions", (event) => {
  const { message, at } = event.detail;
  opener = at.closest("li").querySelector(".bubble");
  draw(message);
  sheet.showPopover();
  place(at);
  sheet.querySelector("button").focus();
});

function draw(message) {
  const mine = message.reactions.find((each) => each.mine)?.emoji;
  const then = (act) => async () => {
    sheet.hidePopover();
    await act();
  };
  const react = (emoji) => then(() => deed("react", { chat: message.chat, message: message.id, emoji: emoji === mine ? null : emoji }));
  const items = [
    el("div", { class: "emoji", role: "group", "aria-label": say("react") }, EMOJI.map((each) => button(inColour(each), react(each), { "aria-pressed": String(each === mine), "aria-label": say("react-with", { emoji: each }) }))),
    button("", then(() => composer("reply", message)), { class: "item" }, icon("reply"), say("reply")),
  ];
  if (message.plain) items.push(button("", then(() => copy(message.plain)), { class: "item" }, icon("file"), say("copy")));
  if (message.own && message.plain) items.push(button("", then(() => composer("edit", message)), { class: "item" }, icon("edit"), say("edit")));
  if (message.own) items.push(button("", then(() => takeBack(message)), { class: "item danger" }, icon("bin"), say("delete")));
  sheet.replaceChildren(...items);
}

function composer(what, message) {
  state.replyTo = what === "reply" ? message : null;
  state.editing = what === "edit" ? message : null;
  document.dispatchEvent(new CustomEvent("sanxue:composer", { detail: what }));
}

async function takeBack(message) {
  const answer = await ask(say("delete-sure"), [], [["", say("cancel"), "plain"], ["delete", say("delete")]]);
  if (answer === "delete") await deed("delete", { chat: message.chat, message: message.id });
}

function place(at) {
  const near = at.getBoundingClientRect();
  const own = sheet.getBoundingClientRect();
  const left = Math.min(Math.max(8, near.left - own.width / 2), innerWidth - own.width - 8);
  const below = near.bottom + 4 + own.height < innerHeight;
  sheet.style.left = `${left}px`;
  sheet.style.top = `${Math.max(8, below ? near.bottom + 4 : near.top - own.height - 4)}px`;
}

sheet.addEventListener("toggle", (event) => {
  if (event.newState === "closed" && sheet.contains(document.activeElement)) opener?.focus();
});
arrows(sheet, ".item, .emoji button");
arrows(sheet, ".emoji button", { horizontal: true });
