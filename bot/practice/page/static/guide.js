// The first steps, one at a time: a branch's whole day in under a minute.

import { button, byId, el, icon } from "./dom.js";
import { follow } from "./links.js";
import { say } from "./say.js";
import { group, me, prefs, state } from "./store.js";

const done = new Set();

const inGroup = () => group() !== undefined;
const isSecretary = () => me().part === "secretary";
const ownIn = (test) => [...state.chats.values()].some((chat) => [...chat.messages.values()].some(test));
const fromBot = (message) => message.from.bot && !message.service;

// Each step, whether it is to be shown to this person, and whether it is behind them.
const STEPS = [
  { key: "invite", fits: () => Boolean(state.world.invitation) || done.has("invite"), behind: () => !state.world.invitation },
  { key: "answer-three", fits: () => done.has("invite"), behind: () => ownIn((m) => fromBot(m) && /\/settings/.test(m.plain) && !m.rows.length) && !settling() },
  { key: "first-post", fits: inGroup, behind: () => posted("morning") > 0 },
  { key: "read", fits: inGroup, behind: () => done.has("tapped") || posted("noon") > 0 },
  { key: "noon", fits: inGroup, behind: () => posted("noon") > 0 },
  { key: "vote", fits: inGroup, behind: () => groupHas((m) => m.poll?.voted || m.poll?.closed) || posted("evening") > 0 },
  { key: "evening", fits: inGroup, behind: () => posted("evening") > 0 },
  { key: "note", fits: inGroup, behind: () => groupHas((m) => m.own && m.reply !== null) || posted("morning") > 1 },
  { key: "status", fits: () => isSecretary(), behind: () => ownIn((m) => m.own && /^\/status\b/.test(m.plain)) || done.has("asked") },
  { key: "be-another", fits: () => true, behind: () => done.has("been") },
];

function groupHas(test) {
  return inGroup() && [...group().messages.values()].some(test);
}

function posted(kind) {
  return [...group().messages.values()].filter((message) => message.post === kind).length;
}

const settling = () => ownIn((m) => m.rows.some((row) => row.some((b) => b.data?.startsWith("settle:"))));

export function note(what) {
  done.add(what);
  drawGuide();
}

export function resetGuide() {
  done.clear();
  if (state.world.invitation) done.add("invite");
}

export function drawGuide() {
  const box = byId("guide");
  box.hidden = prefs.get("guide", "shown") !== "shown" || state.world.rehearsal;
  if (box.hidden) return;
  const steps = STEPS.filter((step) => step.fits());
  const at = steps.findIndex((step) => !step.behind());
  const key = at < 0 ? "end" : steps[at].key;
  if (box.dataset.key === `${key}:${me().key}:${document.documentElement.lang}`) return;
  box.dataset.key = `${key}:${me().key}:${document.documentElement.lang}`;
  const about = me().about || say(`part-${me().part}`);
  const values = { name: me().name, about, branch: state.world.branch, bot: state.world.bot.name };
  box.replaceChildren(el("div", { class: "guide-row" },
    el("p", { class: "guide-text", role: "status" }, at === 0 && el("span", {}, say("guide-you", values), " "), say(`guide-${key}`, values)),
    key === "invite" && button(say("open-invitation"), () => follow(state.world.invitation), { class: "primary" }),
    el("p", { class: "guide-count" }, at < 0 ? "" : `${at + 1}/${steps.length}`),
    button("", hide, { class: "tool", "aria-label": say("guide-close") }, icon("close")),
  ));
}

function hide() {
  prefs.set("guide", "hidden");
  byId("guide").hidden = true;
  byId("text").focus();
}

export function showGuide() {
  prefs.set("guide", "shown");
  byId("guide").dataset.key = "";
  drawGuide();
}
