/** How a draft changes: each move takes a draft and returns the next. */

import { EMPTY, entryOf, missingIn, textOf, withEntry, withText } from "./draft.js";
import { leavesHere } from "./leaves.js";

/** An option is typed into from now on. */
export function goTo(draft, name, trouble = "") {
  const here = entryOf(draft, name) ? draft : withEntry(draft, name, "");
  return moved(here, name, "", trouble);
}

/** The options that remain are offered. */
export function toList(draft, text = "") {
  return moved(draft, null, text, "");
}

/** What is typed is done: on to the next required option, else to those that remain. */
export function onward(draft, text = "") {
  const missing = missingIn(draft);
  return missing ? goTo(draft, missing.name) : toList(draft, text);
}

/** An option is taken out. */
export function without(draft, name) {
  return { ...draft, entries: draft.entries.filter((each) => each.name !== name) };
}

/** Typing goes on in the option before this one. */
export function back(draft) {
  return { ...goTo(draft, previous(draft).name), open: false };
}

/** Return the entry before the one that is typed into, or undefined. */
export function previous(draft) {
  const at = draft.entries.indexOf(entryOf(draft));
  return at < 0 ? draft.entries.at(-1) : draft.entries[at - 1];
}

/**
 * Backspace where there is nothing to erase: back to the option before, or to the command's name.
 *
 * Where an option's name was typed as part of another's value, those words stand there again.
 */
export function eraseBack(draft) {
  if (previous(draft)) {
    const next = back(draft);
    const words = entryOf(draft)?.words;
    return words ? withText(next, textOf(next) + words) : next;
  }
  const isAlone = draft.entries.length <= 1;
  return isAlone ? withText(EMPTY, `/${draft.leaf.name}`) : toList(draft);
}

/** The command is given up; all of it stays as words that read back as the same. */
export function leave({ leaf, entries }) {
  const options = entries.filter(isFilled).map((each) => `${each.name}:${each.text.trim()}`);
  return { ...EMPTY, text: [`/${leaf.name}`, ...options].join(" ") };
}

/**
 * The bot has registered its commands again, or I look elsewhere.
 *
 * A command that is gone is left; one that changed keeps the entries that it still takes.
 */
export function renewed(draft) {
  if (!draft.leaf) {
    return draft;
  }
  const leaf = leavesHere().find((each) => each.name === draft.leaf.name);
  if (!leaf) {
    return leave(draft);
  }
  const takes = (name) => leaf.options.some((each) => each.name === name);
  const entries = draft.entries.filter((each) => takes(each.name));
  const next = { ...draft, leaf, entries };
  return draft.option === null || takes(draft.option) ? next : toList(next);
}

/** What was left blank elsewhere is forgotten. */
function moved(draft, option, text, trouble) {
  const entries = draft.entries.filter((each) => each.name === option || isFilled(each));
  return { ...draft, entries, option, text, open: true, active: null, trouble };
}

function isFilled(entry) {
  return entry.text.trim() !== "";
}
