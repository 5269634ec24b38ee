// Talking with the practice server: deeds go as JSON, news come as server-sent events.

import { language, say } from "./say.js";

export class Refused extends Error {
  constructor(said, findings = []) {
    super(said);
    this.findings = findings;
  }
}

export async function post(path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": language },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Refused(say("not-reached"));
  }
  if (answer.ok) return answer.json();
  let told = {};
  try {
    told = await answer.json();
  } catch {
    // No words came with it.
  }
  throw new Refused(told.said ?? say("own-fault"), told.findings);
}

const AGAIN_AFTER = 1500;
let source = null;
let timer = 0;

// Listens as one person; whatever was listened to before is left.
export function listen(who, onWorld, onChanges, onConnection) {
  if (source) source.close();
  clearTimeout(timer);
  const own = new EventSource(`events?as=${encodeURIComponent(who)}`);
  source = own;
  own.addEventListener("open", () => onConnection(true));
  own.addEventListener("world", (event) => onWorld(JSON.parse(event.data)));
  own.addEventListener("changes", (event) => onChanges(JSON.parse(event.data)));
  own.addEventListener("error", () => {
    if (own !== source) return;
    onConnection(false);
    own.close();
    timer = setTimeout(() => listen(who, onWorld, onChanges, onConnection), AGAIN_AFTER);
  });
}
