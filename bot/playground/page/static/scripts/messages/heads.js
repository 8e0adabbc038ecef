/** What stands above and beside a message's body: who wrote it, when, and because of whom. */

import { h } from "../dom.js";
import { MESSAGE_COMMAND, state } from "../state.js";
import { whenSaid, written } from "../text/moments.js";

const TINTS = 4;

/** Return "mira used /imagine", or whom else the message answers; null when it answers nobody. */
export function usedLine({ used }) {
  if (!used) {
    return null;
  }
  const name = h("bdi", { class: "used-name" }, used.user.name);
  const words = used.command
    ? [name, " used ", h("span", { class: "mention" }, commandName(used.command))]
    : ["In answer to ", name];
  return h("p", { class: "used note" }, h("span", { "aria-hidden": "true" }, "╭ "), words);
}

/** Return the letter that stands for an author; each has one of a few colours, for ever. */
export function avatar({ author }) {
  const tint = Number(BigInt(author.id) % BigInt(TINTS));
  const [letter] = nameOf(author);
  return h("div", { class: `avatar tint-${tint}`, "aria-hidden": "true" }, letter.toUpperCase());
}

/** Return the line with the author's name and the time. */
export function head({ author }, said) {
  const badge = author.bot && h("span", { class: "badge" }, "APP");
  const name = h("bdi", { class: "author" }, nameOf(author));
  return h("div", { class: "head" }, name, badge, time(said));
}

/** Return the time of a message without a head. */
export function compactTime(said) {
  return h("div", { class: "compact-time" }, time(said, "t"));
}

/** Return an author's name as people see it. */
export function nameOf(author) {
  return author.username;
}

function time(said, style) {
  const words = style ? written(said.getTime(), style) : whenSaid(said);
  const title = written(said.getTime(), "F");
  return h("time", { datetime: said.toISOString(), title }, words);
}

/** Commands of messages are named without a slash. */
function commandName(command) {
  const known = state.ready?.commands ?? [];
  const plain = known.some((each) => each.type === MESSAGE_COMMAND && each.name === command);
  return plain ? command : `/${command}`;
}
