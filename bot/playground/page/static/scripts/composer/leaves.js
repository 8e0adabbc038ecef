/** Commands as one types them: subcommands and groups flattened to their leaves. */

import { commandsHere } from "../rights.js";
import { TYPE } from "./values.js";

const CHAT_INPUT = 1;

/**
 * A command that can be used: `name` is its whole path ("policy set"), `options` are what is filled
 * in.
 *
 * @typedef {{id: string, path: string[], name: string, description: string,
 *   options: object[]}} Leaf
 */

/**
 * Return what I may use in the channel I look at, in the order in which it was registered.
 *
 * @returns {Leaf[]}
 */
export function leavesHere() {
  return commandsHere(CHAT_INPUT).flatMap((each) => grown(each.id, each, []));
}

function grown(id, node, above) {
  const { description, options = [] } = node;
  const path = [...above, node.name];
  const below = options.filter((each) => [TYPE.subcommand, TYPE.group].includes(each.type));
  return below.length > 0
    ? below.flatMap((each) => grown(id, each, path))
    : [{ id, path, name: path.join(" "), description, options }];
}
