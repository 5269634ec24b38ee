// Making elements. Everything that people or the bot wrote comes in as text nodes.

export const byId = (id) => document.getElementById(id);

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "checked" || name === "disabled" || name === "hidden") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name, label = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  } else {
    svg.setAttribute("aria-hidden", "true");
  }
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export function button(label, onclick, props = {}, ...children) {
  return el("button", { type: "button", onclick, ...props }, ...(children.length ? children : [label]));
}

// A heart as Telegram names it is black without a sign that asks for colour.
export const inColour = (emoji) => (emoji === "❤" ? "❤\ufe0f" : emoji);

const COLOURS = 7;

// One colour for one person, wherever they appear.
export function colourOf(id) {
  return `c${Math.abs(Number(id)) % COLOURS}`;
}

// The letters that stand for a face: the last character of a Chinese person's name, the first of
// anything else's, or initials.
export function initials(name, isPerson = true) {
  const words = name.trim().split(/\s+/);
  if (/[\u3400-\u9fff]/.test(name)) return isPerson ? [...name.trim()].slice(-1)[0] : [...name.trim()][0];
  return words.slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();
}

// ``kind``: person, bot or group.
export function avatar(id, name, kind = "person") {
  return el("span", { class: `avatar ${colourOf(id)} is-${kind}`, "aria-hidden": "true" }, initials(name, kind === "person"));
}

// Moves focus among elements by arrow keys, Home and End.
export function arrows(container, selector, { horizontal = false } = {}) {
  container.addEventListener("keydown", (event) => {
    const steps = horizontal ? { ArrowRight: 1, ArrowLeft: -1 } : { ArrowDown: 1, ArrowUp: -1 };
    const all = [...container.querySelectorAll(selector)].filter((each) => !each.hidden);
    const at = all.indexOf(document.activeElement.closest(selector));
    if (at < 0) return;
    let to = null;
    if (event.key in steps) to = all[at + steps[event.key]];
    else if (event.key === "Home") to = all[0];
    else if (event.key === "End") to = all[all.length - 1];
    else return;
    event.preventDefault();
    if (to) to.focus();
  });
}
