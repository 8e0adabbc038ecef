/** What the whole page knows: who I am, where I look, and what the stand-in last said. */

/**
 * `people` are those one can be, `person` is the id of who I am, `channelId` where I look, `ready` the
 * stand-in's last ready frame (null before the first), `connected` whether it is heard now.
 */
export const state = {
  people: [],
  person: "",
  channelId: "",
  ready: null,
  connected: false,
};

const listeners = new Set();

/**
 * Change some of it and tell everybody who watches a part that is now another.
 *
 * @param {Partial<typeof state>} patch
 */
export function update(patch) {
  const changed = Object.keys(patch).filter((key) => state[key] !== patch[key]);
  Object.assign(state, patch);
  for (const listener of [...listeners]) {
    if (listener.keys.some((key) => changed.includes(key))) {
      listener.call();
    }
  }
}

/**
 * Call now, and whenever one of these parts has changed.
 *
 * @param {(keyof typeof state)[]} keys
 */
export function watch(keys, call) {
  listeners.add({ keys, call });
  call();
}

/** Return the channel I look at, or undefined. */
export function channel() {
  return state.ready?.channels.find((each) => each.id === state.channelId);
}

/** Whether I hold a permission, given as its bit number, in the channel I look at. */
export function may(bit) {
  const mine = BigInt(channel()?.permissions ?? "0");
  return Boolean((mine >> BigInt(bit)) & 1n);
}

/** The type of commands that stand in the menus of messages. */
export const MESSAGE_COMMAND = 3;

/** Types of channels that are no ordinary rooms. */
export const CHANNEL = { direct: 1, category: 4, thread: 11 };

/** The sign before the name of a channel of a type; others have that of an ordinary room. */
const SIGNS = { [CHANNEL.direct]: "@", [CHANNEL.thread]: "↳" };

/** Return the sign before a channel's name. */
export const signOf = ({ type }) => SIGNS[type] ?? "#";

/** Bit numbers of permissions: https://docs.discord.com/developers/topics/permissions */
export const PERMISSION = {
  administrator: 3,
  sendMessages: 11,
  useCommands: 31,
  sendInThreads: 38,
};
