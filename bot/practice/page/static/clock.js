// The branch's clock: it stands still until one of its buttons is pressed.

import { tellRefusal } from "./dialogs.js";
import { byId } from "./dom.js";
import { post } from "./net.js";
import { dayName, say } from "./say.js";
import { state } from "./store.js";

// Whoever wants no motion wants no messages trickling in either.
const wantsStill = matchMedia("(prefers-reduced-motion: reduce)");
const buttons = [...document.querySelectorAll("[data-move]")];

export function drawClock() {
  const { day, time, zone, moving } = state.world.clock;
  const now = byId("now");
  now.dateTime = `${day}T${time}`;
  now.replaceChildren(document.createTextNode(`${dayName(day)} `), Object.assign(document.createElement("b"), { textContent: time }));
  now.title = say("clock-zone", { zone });
  const busy = moving || state.moveTo !== null;
  byId("clock").classList.toggle("moving", busy);
  byId("clock").setAttribute("aria-busy", String(busy));
  // Not disabled: whoever presses by keyboard keeps their place.
  for (const each of buttons) each.setAttribute("aria-disabled", String(busy));
}

for (const each of buttons) {
  each.addEventListener("click", async () => {
    if (each.getAttribute("aria-disabled") === "true") return;
    state.moveTo = each.dataset.move;
    drawClock();
    try {
      await post("clock", { who: state.world.me, to: each.dataset.move, still: wantsStill.matches });
      document.dispatchEvent(new CustomEvent("sanxue:moved", { detail: each.dataset.move }));
    } catch (error) {
      tellRefusal(error);
    } finally {
      state.moveTo = null;
      drawClock();
    }
  });
}
