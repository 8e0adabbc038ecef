/** What is offered above the text box for what stands in it. */

import { may, PERMISSION } from "../state.js";
import { limitsUntold } from "./checking.js";
import { entryOf, optionOf, remaining, textOf } from "./draft.js";
import { leavesHere } from "./leaves.js";
import { ranked } from "./ranking.js";
import { matching, named, valuesOf } from "./values.js";

/**
 * Each item is of a `leaf`, of an `option`, or itself a value; `note` stands in the place of an
 * empty list; `active` is the highlighted item, or -1.
 *
 * @typedef {{label: string, items: {name: string, detail?: string, mark?: string, leaf?: object,
 *   option?: object}[], note: string, active: number}} Offer
 */

const NOTHING = Object.freeze({ label: "Suggestions", items: [], note: "", active: -1 });

/**
 * Return what to offer now.
 *
 * @param {import("./draft.js").Draft} draft
 * @param {{isLoading: boolean, choices: object[]}} asked What the bot said to the text.
 * @returns {Offer}
 */
export function offer(draft, asked) {
  const found = draft.open ? offered(draft, asked) : NOTHING;
  const active = Math.min(draft.active ?? found.active, found.items.length - 1);
  return { ...found, active, note: found.items.length > 0 ? "" : found.note };
}

function offered(draft, asked) {
  if (draft.leaf) {
    const option = optionOf(draft);
    return option ? values(draft, option, asked) : options(draft);
  }
  return /^\/.*$/u.test(draft.text) ? commands(draft.text.slice(1)) : NOTHING;
}

function commands(text) {
  const found = ranked(leavesHere(), text);
  const items = found.map((leaf) => ({ name: `/${leaf.name}`, detail: leaf.description, leaf }));
  const isAllowed = may(PERMISSION.useCommands);
  const note = isAllowed ? "No command matches" : "You may not use commands here";
  return { label: "Commands", items, note, active: 0 };
}

function options(draft) {
  const left = remaining(draft);
  const items = ranked(left, draft.text).map((option) => ({
    name: option.name,
    detail: [option.description, limitsUntold(option)].filter(Boolean).join(" · "),
    mark: option.required ? "required" : "",
    option,
  }));
  const note = left.length > 0 ? "No option matches" : "";
  return { label: "Options", items, note, active: draft.text.trim() === "" ? -1 : 0 };
}

function values(draft, option, asked) {
  const all = option.autocomplete ? asked.choices : valuesOf(option);
  if (!all) {
    return NOTHING;
  }
  const text = textOf(draft);
  // The bot has chosen already; and who comes back to a picked value chooses among all again.
  const items = option.autocomplete || entryOf(draft).picked ? all : matching(all, text);
  const isLoading = option.autocomplete && asked.isLoading;
  const note = isLoading ? "Loading…" : "No matches";
  const active = Math.max(0, items.indexOf(named(items, text)));
  return { label: `Values for ${option.name}`, items, note, active };
}
