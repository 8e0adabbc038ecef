/** What may be picked from a select: the bot's own options, or people, roles and channels. */

import { CHANNEL, state } from "../state.js";

const TEXT = 3;

/**
 * Return what a select offers.
 *
 * @param {object} component Of type 3, 5, 6, 7 or 8.
 * @returns {{value: string, label: string, chosen: boolean}[]}
 */
export function optionsOf(component) {
  if (component.type === TEXT) {
    return (component.options ?? []).map((each) => ({
      value: each.value,
      label: optionText(each),
      chosen: Boolean(each.default),
    }));
  }
  const chosen = new Set((component.default_values ?? []).map((each) => each.id));
  const entries = ENTRIES[component.type](component);
  return entries.map(([id, label]) => ({ value: id, label, chosen: chosen.has(id) }));
}

/** Return an emoji as words; one of a server's own is not at hand as a picture. */
export function emojiText(emoji) {
  return emoji.id ? `:${emoji.name}:` : (emoji.name ?? "");
}

/** An option is one line of plain text, so its description stands behind its label. */
function optionText({ description, emoji, label }) {
  const named = emoji ? `${emojiText(emoji)} ${label}` : label;
  return description ? `${named} – ${description}` : named;
}

/** Ids and words, by the type of the select. */
const ENTRIES = {
  5: people,
  6: roles,
  7: () => [...people(), ...roles()],
  8: channels,
};

function people() {
  return Object.entries(state.ready?.users ?? {});
}

function roles() {
  return Object.entries(state.ready?.roles ?? {});
}

function channels({ channel_types: types = [] }) {
  const rooms = (type) => type !== CHANNEL.category && type !== CHANNEL.direct;
  const fits = (type) => (types.length > 0 ? types.includes(type) : rooms(type));
  const shown = (state.ready?.channels ?? []).filter((each) => fits(each.type));
  return shown.map((each) => [each.id, `#${each.name}`]);
}
