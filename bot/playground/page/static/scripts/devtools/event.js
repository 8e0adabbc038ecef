/** One event of an act: who told whom what, when, for how long, and a bar that shows it. */

import { h, say } from "../dom.js";
import { offsetWords, spanWords } from "./words.js";

const REFUSED = 400;
const SILENCE = "no answer";
const DISCORD = "Discord";

/** What a line says, in the order of its cells. */
const WORDS = {
  offset: ({ after_ms: after }) => offsetWords(after),
  what: ({ times, what }) => (times > 1 ? `${what} × ${times}` : what),
  status: statusWords,
  took: ({ took_ms: took }) => (took === null ? "" : spanWords(took)),
  lane: ({ from, to }) => `${from} → ${to}`,
  detail: ({ detail }) => detail,
};

/** Return the `element` of an event's line, and how to `show` one: its act takes `span` in all. */
export function eventLine() {
  const cells = Object.keys(WORDS).map((name) => h("span", { class: `event-${name}` }));
  const bar = h("span", { class: "event-bar", "aria-hidden": "true" });
  const element = h("li", { class: "event" }, cells, bar);
  const show = (event) => {
    Object.values(WORDS).forEach((words, at) => say(cells[at], words(event)));
    element.classList.toggle("troubled", isTroubled(event));
    element.dataset.with = [event.from, event.to].includes(DISCORD) ? DISCORD : "engine";
    bar.style.setProperty("--from", share(event.after_ms, event.span));
    bar.style.setProperty("--for", share(event.took_ms ?? 0, event.span));
  };
  return { element, show };
}

function statusWords(event) {
  const wasAsked = event.from === "bot" && event.what !== SILENCE;
  if (event.status !== null) {
    return String(event.status);
  }
  return event.open ? "open" : wasAsked ? "no reply" : "";
}

function isTroubled(event) {
  const isRefused = event.status !== null && event.status >= REFUSED;
  return isRefused || (event.from === "bot" && event.status === null && !event.open);
}

function share(part, all) {
  return `${all > 0 ? Math.min(100, (100 * part) / all) : 0}%`;
}
