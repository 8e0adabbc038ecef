/** A whole command as one line of text, typed or pasted. */

import { leavesHere } from "./leaves.js";
import { TYPE } from "./values.js";

/** Return text as an option holds it: newlines are spaces, as in Discord. */
export function oneLine(text) {
  return text.replaceAll("\n", " ");
}

/** Return the command that a text names in full, and what follows the space after it, or null. */
export function readLine(text) {
  const line = oneLine(text);
  const leaf = leavesHere().find((each) => line.startsWith(`/${each.name} `));
  return leaf ? { leaf, rest: line.slice(leaf.name.length + 2) } : null;
}

/**
 * Split what follows a command into its options: `a fox steps:30` → the words before any name, and
 * one part for each name with a colon.
 *
 * A name counts once, in the option's own spelling and after a space, so that `Steps: 20` of a
 * pasted parameters block stays text; so does the name of the option that the first words go to.
 *
 * @returns {{name: string | null, text: string}[]} Only the first may have the name null.
 */
export function splitRest(rest, options) {
  const free = new Set(options.map((each) => each.name));
  const parts = [{ name: null, text: "" }];
  for (const piece of rest.split(/(?<!\S)(?=[^\s:]+:)/u)) {
    const name = piece.match(/^([^\s:]+):/u)?.[1];
    if (parts.length === 1 && parts[0].text.trim() !== "") {
      free.delete(leading(options));
    }
    if (free.delete(name)) {
      parts.push({ name, text: piece.slice(name.length + 1) });
    } else {
      parts.at(-1).text += piece;
    }
  }
  const trimmed = parts.map(({ name, text }) => ({ name, text: text.trim() }));
  return trimmed.filter((each) => each.name !== null || each.text !== "");
}

/** Return the name of the option that words without a name go to, or undefined. */
export function leading(options) {
  const required = options.filter((each) => each.required);
  return (required.find((each) => each.type === TYPE.string) ?? required[0])?.name;
}
