/** What stands around the messages: the way to older ones and to the newest, words for none. */

import { h } from "../dom.js";
import { state } from "../state.js";
import { readNewest, readOlder } from "./reading.js";

/** Fill the log with its parts, and return them. */
export function makeFrame(log) {
  const button = (words, onclick) => h("button", { class: "quiet-button", onclick }, words);
  const note = (...words) => h("p", { class: "list-note", hidden: true }, words);
  const older = button("Show older messages", readOlder);
  const problem = h("span");
  const trouble = note(problem, " ", button("Try again", readNewest));
  const empty = note("Nothing here yet. Type /imagine below.");
  const above = h("div", { class: "older", hidden: true }, older);
  const rows = h("div", { class: "rows" });
  const content = h("div", { class: "log-content" }, above, trouble, empty, rows);
  const jump = h("button", { class: "jump", hidden: true }, "Jump to the newest");
  log.replaceChildren(content, jump);
  return { above, content, empty, jump, log, problem, rows, trouble };
}

/** Show which of them fit what is known, as `here` in store.js returns it. */
export function showFrame(frame, known) {
  frame.problem.textContent = known.problem;
  hide(frame, frame.trouble, !known.problem);
  hide(frame, frame.above, !known.more || Boolean(known.problem));
  const isEmpty = known.loaded && known.messages.length === 0;
  hide(frame, frame.empty, !state.channelId || !isEmpty);
}

/** What is hidden cannot hold the focus: the log takes it. */
function hide(frame, element, hidden) {
  const held = hidden && element.contains(document.activeElement);
  element.hidden = hidden;
  if (held) {
    frame.log.focus({ preventScroll: true });
  }
}
