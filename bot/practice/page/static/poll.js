// Polls, as a group of radio buttons or check boxes; what others chose only after one's own vote.

import { deed } from "./deeds.js";
import { button, el, icon } from "./dom.js";
import { listed, say, sayCount } from "./say.js";

export function poll(message) {
  const asked = message.poll;
  const isOpen = asked.voted !== null || asked.closed;
  return el(
    "form",
    { class: `poll ${isOpen ? "answered" : ""}`, onsubmit: (event) => submit(event, message) },
    el(
      "fieldset",
      {},
      el("legend", {}, asked.question),
      el("p", { class: "poll-kind" }, kind(asked)),
      isOpen ? results(asked) : choices(message, asked),
    ),
    footer(message, asked),
    explanation(asked),
  );
}

function kind(asked) {
  if (asked.closed) return say("poll-closed");
  const name = asked.quiz ? say("quiz") : say("poll");
  return asked.several ? `${name} · ${say("several")}` : name;
}

// By keyboard: Enter at an option, or the button.
async function submit(event, message) {
  event.preventDefault();
  const form = event.currentTarget;
  const chosen = [...form.querySelectorAll("input:checked")].map((input) => Number(input.value));
  if (chosen.length) await vote(message, chosen);
  else form.querySelector("input")?.focus();
}

const vote = (message, options) => deed("vote", { chat: message.chat, message: message.id, options });

function choices(message, asked) {
  const type = asked.several ? "checkbox" : "radio";
  const name = `poll-${message.chat}-${message.id}`;
  const rows = asked.options.map((option) =>
    el(
      "label",
      { class: "option" },
      el("input", {
        type,
        name,
        value: option.n,
        "data-f": `option:${option.n}`,
        // A finger or a mouse votes at once, as people know it; by keyboard one first looks round.
        onclick: (event) => {
          if (!asked.several && event.detail > 0) vote(message, [option.n]);
        },
      }),
      el("span", {}, option.text),
    ),
  );
  return [...rows, el("button", { type: "submit", class: `vote ${asked.several ? "" : "by-keys"}`, "data-f": "vote" }, say("vote"))];
}

function results(asked) {
  const most = Math.max(1, asked.total);
  return el(
    "ul",
    { class: "results" },
    asked.options.map((option) => {
      const share = Math.round((100 * option.count) / most);
      const isOwn = asked.voted?.includes(option.n);
      const bar = el("span", { class: "bar", "aria-hidden": "true" }, el("span", {}));
      bar.firstChild.style.width = `${share}%`;
      return el(
        "li",
        { class: `${option.right ? "right" : ""} ${isOwn ? "own" : ""} ${isOwn && option.right === false ? "wrong" : ""}`, "data-option": option.n },
        el("span", { class: "share" }, `${share}%`),
        el("span", { class: "mark" }, mark(option, isOwn)),
        el("span", { class: "option-text" }, option.text),
        bar,
        option.who.length > 0 && el("span", { class: "who" }, listed(option.who)),
      );
    }),
  );
}

function mark(option, isOwn) {
  if (option.right) return icon("check", isOwn ? say("right-own") : say("right"));
  if (isOwn) return option.right === false ? icon("cross", say("wrong-own")) : icon("check", say("own-choice"));
  return null;
}

function footer(message, asked) {
  const parts = [asked.total ? sayCount("answered", asked.total) : say("answered-none")];
  if (asked.closes && !asked.closed) parts.push(say("closes", { time: asked.closes }));
  const takeBack = asked.voted !== null && asked.revoting && !asked.closed;
  return el(
    "p",
    { class: "poll-foot" },
    parts.join(" · "),
    takeBack && button(say("vote-back"), () => vote(message, []), { class: "link", "data-f": "back" }),
  );
}

function explanation(asked) {
  if (!asked.explanation) return null;
  return el("p", { class: "explanation" }, icon("bulb"), el("span", {}, asked.explanation));
}
