// What the page knows, and what has been read.

export const state = {
  world: null, // all that the server told first, kept up to date
  chats: new Map(), // id → chat; its messages are a Map by id
  open: null, // id of the chat that is open
  topic: null, // id of the topic that is open in a forum; null: all that is in none
  replyTo: null,
  editing: null,
  moveTo: null, // where one's own press moves the clock just now: post, day or week
};

export function takeWorld(world) {
  const isNew = state.world?.world !== world.world;
  const wasOpen = state.chats.get(state.open);
  state.world = world;
  state.chats = new Map(world.chats.map((chat) => [chat.id, withMessages(chat)]));
  const again = [...state.chats.values()].find((chat) => chat.id === wasOpen?.id || (wasOpen && wasOpen.kind === chat.kind));
  state.open = (isNew ? null : again?.id) ?? world.chats[0].id;
  if (isNew) state.topic = null;
  state.replyTo = state.editing = null;
  if (isNew) forgetOldNews(world);
  return isNew;
}

// What others were told before anybody came to look is no news.
function forgetOldNews(world) {
  for (const person of world.people) {
    if (person.id === null || person.key === world.me || sessionStorage.getItem(readKey(person.key, person.id)) !== null) continue;
    sessionStorage.setItem(readKey(person.key, person.id), String(world.latest[person.key] ?? 0));
  }
}

function withMessages(chat) {
  return { ...chat, messages: new Map(chat.messages.map((message) => [message.id, message])) };
}

export function takeChat(chat) {
  const before = state.chats.get(chat.id);
  if (before) Object.assign(before, chat);
  else state.chats.set(chat.id, { ...chat, messages: new Map() });
}

export const openChat = () => state.chats.get(state.open);
export const me = () => state.world.people.find((each) => each.key === state.world.me);
export const group = () => [...state.chats.values()].find((chat) => chat.kind === "group");
export const own = () => [...state.chats.values()].find((chat) => chat.kind === "private");

// The topic a message is shown in; null for those in none.
export function topicOf(chat, message) {
  return chat.topics.some((topic) => topic.id === message.thread) ? message.thread : null;
}

export function shownMessages(chat) {
  const all = [...chat.messages.values()];
  return chat.forum ? all.filter((message) => topicOf(chat, message) === state.topic) : all;
}

// -- what has been read -------------------------------------------------------------------------

const readKey = (who, chat) => `read:${state.world.world}:${who}:${chat}`;

export function readUpTo(who, chat) {
  return Number(sessionStorage.getItem(readKey(who, chat)) ?? 0);
}

export function markRead(chat) {
  const last = [...chat.messages.keys()].pop() ?? 0;
  if (last > readUpTo(state.world.me, chat.id)) sessionStorage.setItem(readKey(state.world.me, chat.id), String(last));
}

export function unread(chat) {
  const upTo = readUpTo(state.world.me, chat.id);
  return [...chat.messages.values()].filter((message) => message.id > upTo && !message.own && !message.service).length;
}

// Whether somebody else has something new in their private chat.
export function hasNews(person) {
  return person.id !== null && (state.world.latest[person.key] ?? 0) > readUpTo(person.key, person.id);
}

// -- what is kept on this machine -----------------------------------------------------------------

export const prefs = {
  get: (name, otherwise) => localStorage.getItem(`sanxue:${name}`) ?? otherwise,
  set: (name, value) => localStorage.setItem(`sanxue:${name}`, value),
};
