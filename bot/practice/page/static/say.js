// The page's own words, in the language that was chosen.

let words = {};
export let language = "zh";

export async function load(wanted) {
  const answer = await fetch(`words/${wanted}.json`);
  words = await answer.json();
  language = wanted;
  document.documentElement.lang = wanted === "zh" ? "zh-CN" : "en";
}

export function say(key, values = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// One of two sentences, by the number that it tells.
export function sayCount(key, count, values = {}) {
  return say(count === 1 && `${key}-one` in words ? `${key}-one` : key, { count, ...values });
}

// Puts words where the page's frame wants them.
export function fill(root = document) {
  for (const node of root.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  for (const node of root.querySelectorAll("[data-say-label]")) node.setAttribute("aria-label", say(node.dataset.sayLabel));
  for (const node of root.querySelectorAll("[data-say-title]")) node.title = say(node.dataset.sayTitle);
}

const LOCALES = { zh: "zh-CN", en: "en-GB" };

export function dayName(day, long = false) {
  const date = new Date(`${day}T12:00:00Z`);
  const weekday = long ? "long" : "short";
  const parts = { weekday, day: "numeric", month: long ? "long" : "short", timeZone: "UTC" };
  return new Intl.DateTimeFormat(LOCALES[language], parts).format(date);
}

export function listed(names) {
  return names.join(language === "zh" ? "、" : ", ");
}
