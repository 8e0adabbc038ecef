/** A command and its options as an interaction takes them. */

import { check } from "./checking.js";
import { optionOf } from "./draft.js";
import { TYPE } from "./values.js";

/**
 * Return the data of the command in the making, with those options that are right by now.
 *
 * @param {import("./draft.js").Draft} draft
 * @param {string} [focused] The option whose choices are asked for; it is sent as it stands.
 */
export function commandData(draft, focused) {
  const options = draft.entries.flatMap((entry) => {
    const option = optionOf(draft, entry.name);
    const { name, type } = option;
    if (name === focused) {
      return { name, type, value: entry.text, focused: true };
    }
    const { value } = check(option, entry);
    return value === undefined ? [] : { name, type, value };
  });
  return { id: draft.leaf.id, options: nested(draft.leaf.path.slice(1), options) };
}

/** A subcommand stands around its options, and a group around the subcommand. */
function nested([name, ...below], options) {
  if (name === undefined) {
    return options;
  }
  const type = below.length > 0 ? TYPE.group : TYPE.subcommand;
  return [{ name, type, options: nested(below, options) }];
}
