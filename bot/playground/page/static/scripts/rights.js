/** Which commands Discord would offer me in the channel I look at. */

import { channel, may, PERMISSION, state } from "./state.js";

/**
 * Return those that I may use, in the order in which they were registered.
 *
 * @param {number} type 1 for those that are typed, 3 for those of a message.
 */
export function commandsHere(type) {
  const commands = state.ready?.commands ?? [];
  return commands.filter((each) => each.type === type && mayUse(each));
}

/** A command asks for all bits of its permissions; 0, as number or text, for an administrator. */
function mayUse({ nsfw, default_member_permissions: asked }) {
  if (!may(PERMISSION.useCommands) || (nsfw && !channel().nsfw)) {
    return false;
  }
  if ((asked ?? "") === "" || may(PERMISSION.administrator)) {
    return true;
  }
  const needed = BigInt(asked);
  return needed !== 0n && (BigInt(channel().permissions) & needed) === needed;
}
