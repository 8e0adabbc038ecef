/** What stands in the composer: words, or a command with its options. */

/**
 * An option that is filled in: `picked` is the suggestion whose name the text is, `words` what was
 * typed at the end of another option to get here.
 *
 * @typedef {{name: string, text: string, picked: import("./values.js").Value | null,
 *   words: string}} Entry
 *
 * `leaf` is the command in the making, null for ordinary words; `option` the name of the entry that
 * is typed into, null while one chooses among the options that remain. `text` is what is typed when
 * there is no such entry. `open` says that suggestions are wanted, `active` which of them an arrow
 * has reached (null: none was pressed), `trouble` what is wrong.
 *
 * @typedef {{leaf: import("./leaves.js").Leaf | null, entries: Entry[], option: string | null,
 *   text: string, open: boolean, active: number | null, trouble: string}} Draft
 */

/** @type {Readonly<Draft>} */
export const EMPTY = Object.freeze({
  leaf: null,
  entries: [],
  option: null,
  text: "",
  open: false,
  active: null,
  trouble: "",
});

/** How many characters an ordinary message may have. */
export const LONGEST_MESSAGE = 2000;

/** Whether nothing is typed and nothing chosen. */
export function isEmpty(draft) {
  return draft.leaf === null && draft.text === "";
}

/** Return an option as registered, that which is typed into unless named, or undefined. */
export function optionOf(draft, name = draft.option) {
  return draft.leaf?.options.find((each) => each.name === name);
}

/** Return what is filled in for an option, that which is typed into unless named, or undefined. */
export function entryOf(draft, name = draft.option) {
  return draft.entries.find((each) => each.name === name);
}

/** Return what the text box holds. */
export function textOf(draft) {
  return entryOf(draft)?.text ?? draft.text;
}

/** Return the options that are not filled in, in the order in which they are registered. */
export function remaining(draft) {
  return (draft.leaf?.options ?? []).filter((each) => !entryOf(draft, each.name));
}

/** Return the first required option that is not filled in, or undefined. */
export function missingIn(draft) {
  return remaining(draft).find((each) => each.required);
}

/** Return the draft with another text in the text box, and nothing said about it. */
export function withText(draft, text, picked = null) {
  const fresh = { ...draft, open: true, active: null, trouble: "" };
  if (draft.option === null) {
    return { ...fresh, text };
  }
  const changed = (each) => (each.name === draft.option ? { ...each, text, picked } : each);
  return { ...fresh, entries: draft.entries.map(changed) };
}

/** Return the draft with one more option filled in. */
export function withEntry(draft, name, text, words = "") {
  return { ...draft, entries: [...draft.entries, { name, text, picked: null, words }] };
}
