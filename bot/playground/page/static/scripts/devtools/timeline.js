/** The newest acts, kept true without taking away focus, place or what was opened. */

import { h, say } from "../dom.js";
import { keyedList } from "../keyed.js";
import { eventLine } from "./event.js";
import { clockWords, spanWords } from "./words.js";

const HINT = "Nothing yet. Use a command, and see here what it sets in motion.";

/** Return the `element` of the time line, and how to `show` the acts of the moment. */
export function timeline() {
  const list = h("ol", { class: "acts" });
  const empty = h("p", { class: "note" }, HINT);
  let newest = null;
  const keep = keyedList(list, (act, at) => {
    const view = actView(at === 0);
    if (at === 0) {
      newest?.fold();
      newest = view;
    }
    return view;
  });
  const show = (acts) => {
    empty.hidden = acts.length > 0;
    keep(acts);
  };
  return { element: h("div", {}, empty, list), show };
}

/** One act of a person; `fold` closes it, unless the person opened it or is inside. */
function actView(open) {
  const [title, about, total] = ["title", "about", "total"].map((name) =>
    h("span", { class: `act-${name}` }),
  );
  const events = h("ol", { class: "events" });
  let isTheirs = false;
  const touch = () => {
    isTheirs = true;
  };
  const head = h("summary", { onclick: touch }, title, about, total);
  const details = h("details", { class: "act", open }, head, events);
  const keep = keyedList(events, eventLine);
  const show = (act) => {
    const span = Math.max(...act.events.map((each) => each.after_ms + (each.took_ms ?? 0)));
    say(title, act.title);
    say(about, `${act.by}, ${clockWords(act.at)}`);
    say(total, act.done ? spanWords(span) : `${spanWords(span)} …`);
    total.title = act.done ? "" : "Not over yet";
    keep(act.events.map((each, id) => ({ ...each, id, span })));
  };
  const fold = () => {
    details.open &&= isTheirs || details.contains(document.activeElement);
  };
  return { element: h("li", {}, details), show, fold };
}
