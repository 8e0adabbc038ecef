/** The values that an option takes, where they can be counted. */

import { CHANNEL, state } from "../state.js";
import { folded, ranked } from "./ranking.js";

/** Option types: https://docs.discord.com/developers/interactions/application-commands */
export const TYPE = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
  attachment: 11,
};

const COUNTED = {
  [TYPE.boolean]: () => [true, false].map((value) => ({ name: value ? "True" : "False", value })),
  [TYPE.user]: people,
  [TYPE.role]: roles,
  [TYPE.mentionable]: () => [...people(), ...roles()],
  [TYPE.channel]: rooms,
};

/**
 * A value that can be picked: `name` is shown and typed, `value` is sent.
 *
 * @typedef {{name: string, value: string | number | boolean, detail?: string}} Value
 */

/**
 * Return all values of an option; null if it takes any text or number.
 *
 * @param {object} option As registered.
 * @returns {Value[] | null}
 */
export function valuesOf(option) {
  return option.choices?.length ? option.choices : (COUNTED[option.type]?.(option) ?? null);
}

/** Return those of the values that what is typed may mean, the likeliest first. */
export function matching(values, typed) {
  return ranked(values, bare(typed), (each) => bare(each.name));
}

/** Return the value that a text names in full, by its name or by what is sent, or undefined. */
export function named(values, text) {
  const wanted = folded(bare(text));
  const means = (each) => [bare(each.name), String(each.value)].map(folded).includes(wanted);
  return values.find((each) => each.name === text.trim()) ?? values.find(means);
}

function people() {
  return mentioned(state.ready.users);
}

function roles() {
  return mentioned(state.ready.roles);
}

function mentioned(names) {
  const found = Object.entries(names).map(([id, name]) => ({ name: `@${bare(name)}`, value: id }));
  return found.sort((one, other) => one.name.localeCompare(other.name));
}

function rooms({ channel_types: types = [] }) {
  const all = state.ready.channels.filter((each) => each.type !== CHANNEL.direct);
  const offered = all.filter((each) => types.length === 0 || types.includes(each.type));
  return offered.map(({ id, name, type }) => ({
    name: type === CHANNEL.category ? name : `#${name}`,
    value: id,
    detail: { [CHANNEL.category]: "category", [CHANNEL.thread]: "thread" }[type],
  }));
}

function bare(words) {
  const trimmed = words.trim();
  const mention = trimmed.match(/^<(?:@[!&]?|#)(\d+)>$/u);
  return mention ? mention[1] : trimmed.replace(/^[@#]/u, "");
}
