/** What typing and pasting make of a draft: a command's name, option names and values. */

import { EMPTY, missingIn, remaining, textOf, withEntry, withText } from "./draft.js";
import { leading, oneLine, readLine, splitRest } from "./line.js";
import { goTo, onward, without } from "./moves.js";

/**
 * Another text stands in the text box, however it came there.
 *
 * A whole command that arrives at once, as by pasting, takes the place of one in the making; typed
 * letter by letter it is part of the value.
 */
export function typed(draft, text) {
  const before = textOf(draft);
  const atOnce = !text.startsWith(before) || text.length > before.length + 1;
  const read = !draft.leaf || atOnce ? readLine(text) : null;
  if (read) {
    return begin(read.leaf, read.rest);
  }
  if (!draft.leaf) {
    return withText(draft, text);
  }
  const words = oneLine(text);
  return draft.option === null ? typedName(draft, words) : typedValue(draft, words, atOnce);
}

/** A command is chosen; `rest` is what was typed after its name. */
export function begin(leaf, rest = "") {
  return withParts({ ...EMPTY, leaf }, splitRest(rest, leaf.options));
}

function typedName(draft, words) {
  const parts = splitRest(words, remaining(draft));
  return parts[0]?.name ? withParts({ ...draft, text: "" }, parts) : withText(draft, words);
}

function typedValue(draft, words, atOnce) {
  const own = `${draft.option}:`;
  if (words === own || (atOnce && words.startsWith(own))) {
    const free = { ...without(draft, draft.option), option: null };
    return withParts(free, splitRest(words, remaining(free)));
  }
  const named = remaining(draft).find((each) => words.endsWith(` ${each.name}:`));
  if (!named || atOnce) {
    return withText(draft, words);
  }
  const end = ` ${named.name}:`;
  const rest = withText(draft, words.slice(0, -end.length));
  return goTo(withEntry(rest, named.name, "", end), named.name);
}

/** The parts are filled in, and typing goes on where something is to be filled in still. */
function withParts(before, parts) {
  const draft = parts.filter((each) => each.text !== "").reduce(filled, before);
  const last = parts.at(-1);
  if (last?.text === "") {
    return goTo(draft, last.name);
  }
  const end = draft.entries.at(-1);
  if (missingIn(draft) || !end) {
    return onward(draft, draft.text);
  }
  return { ...goTo(draft, end.name), open: false };
}

function filled(draft, { name, text }) {
  const option = name ?? leading(draft.leaf.options);
  return option === undefined ? { ...draft, text } : withEntry(draft, option, text);
}
