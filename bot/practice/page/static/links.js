// What a link does: those of Telegram stay on the page, all others open beside it.

import { deed } from "./deeds.js";
import { ask, closeDialog, toast } from "./dialogs.js";
import { avatar, button, el } from "./dom.js";
import { say } from "./say.js";
import { group, own, state } from "./store.js";

export async function follow(url) {
  const link = new URL(url);
  if (link.hostname !== "t.me") {
    window.open(url, "_blank", "noopener,noreferrer");
    return;
  }
  const path = link.pathname.split("/").filter(Boolean);
  if (path[0] === state.world.bot.username) await toBot(link.searchParams);
  else if (path[0] === "share") await share(link.searchParams);
  else if (path[0] === "c") document.dispatchEvent(new CustomEvent("sanxue:show", { detail: { chat: Number(`-100${path[1]}`), message: Number(path[2]) } }));
  else toast(say("link-outside", { url }));
}

async function toBot(params) {
  if (params.has("startgroup")) {
    await invite(params.get("startgroup"));
    return;
  }
  document.dispatchEvent(new CustomEvent("sanxue:open", { detail: own().id }));
  await deed("start", { payload: params.get("start") });
}

// The list of groups from which Telegram lets one choose where the bot is brought to.
async function invite(payload) {
  const chat = group();
  if (!chat) {
    toast(say("no-group"), true);
    return;
  }
  const row = button("", () => closeDialog("chosen"), { class: "pick" }, avatar(chat.id, chat.title, "group"), el("span", {}, chat.title));
  const chosen = await ask(say("choose-group"), [row], [["", say("cancel"), "plain"]]);
  if (chosen !== "chosen") return;
  document.dispatchEvent(new CustomEvent("sanxue:open", { detail: chat.id }));
  await deed("add_bot", { chat: chat.id, payload });
}

async function share(params) {
  const text = [params.get("text"), params.get("url")].filter(Boolean).join("\n");
  const field = el("textarea", { readonly: true, rows: 4, "aria-label": say("share-text") }, text);
  const answer = await ask(say("share"), [el("p", {}, say("share-hint")), field], [["", say("close"), "plain"], ["copy", say("copy")]]);
  if (answer === "copy") await copy(text);
}

export async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast(say("copied"));
}

