// What one does, said to the practice server. A refusal is a sentence on the page.

import { tellRefusal, toast, ask } from "./dialogs.js";
import { post } from "./net.js";
import { say } from "./say.js";
import { state } from "./store.js";

// Gives what the bot answered at once, or null when it was refused.
export async function deed(kind, values) {
  try {
    return await post("deeds", { deed: kind, who: state.world.me, ...values });
  } catch (error) {
    tellRefusal(error);
    return null;
  }
}

// Taps an inline button and shows what Telegram would show: a toast, an alert, or a link's end.
export async function tap(message, data, onUrl) {
  const answer = await deed("tap", { chat: message.chat, message: message.id, data });
  if (!answer) return;
  if (answer.url) await onUrl(answer.url);
  else if (answer.toast && answer.alert) await ask(state.world.bot.name, answer.toast.split("\n").map(paragraph), [["ok", say("ok")]]);
  else if (answer.toast) toast(answer.toast);
}

function paragraph(line) {
  const p = document.createElement("p");
  p.textContent = line;
  p.lang = state.world.language === "zh" ? "zh-CN" : "en";
  return p;
}
