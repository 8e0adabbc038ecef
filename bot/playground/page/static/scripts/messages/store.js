/** The messages of every channel, heard and fetched; what I dismissed in this tab is left out. */

import { state } from "../state.js";
import { emptyShelf, inOrder, put, take } from "./shelf.js";

const DISMISSED = "dismissed";
const MOST_DISMISSED = 500;

/** By the id of the channel: its shelf, whether it is being `asked` for, and the last `problem`. */
let rooms = new Map();
const watchers = new Set();

/** Know nothing any more: I am somebody else. */
export function forgetMessages() {
  rooms = new Map();
  tell();
}

/** A message is new, or has changed. */
export function hearMessage(message) {
  put(roomOf(message.channel_id).shelf, message);
  tell();
}

/** A message is not there any more. */
export function hearGone({ id, channel_id: channelId }) {
  take(roomOf(channelId).shelf, id);
  tell();
}

/** Call whenever what is known, or shown of it, may have changed. */
export function watchMessages(call) {
  watchers.add(call);
}

/** Tell all who watch. */
export function tell() {
  for (const call of watchers) {
    call();
  }
}

/**
 * Return what is known of the channel I look at: its `messages`, oldest first; whether it has been
 * `loaded` at all; whether it holds `more`, older ones; and the last `problem` in words.
 */
export function here() {
  const { shelf, problem } = roomOf(state.channelId);
  const hidden = new Set(dismissed());
  return {
    messages: inOrder(shelf).filter((each) => !hidden.has(each.id)),
    loaded: shelf.reach !== null,
    more: Boolean(shelf.reach),
    problem,
  };
}

/** Hide an ephemeral message in this tab, also after a reload. */
export function dismiss(id) {
  const ids = [...dismissed(), id].slice(-MOST_DISMISSED);
  sessionStorage.setItem(DISMISSED, JSON.stringify(ids));
  tell();
}

/** Something may have been missed: nothing that is here is fresh any more. */
export function doubtAll() {
  for (const { shelf } of rooms.values()) {
    shelf.fresh = null;
  }
}

/** Return what is kept of a channel; another object once I have become somebody else. */
export function roomOf(channelId) {
  if (!rooms.has(channelId)) {
    rooms.set(channelId, { shelf: emptyShelf(), asking: false, again: false, problem: "" });
  }
  return rooms.get(channelId);
}

function dismissed() {
  return JSON.parse(sessionStorage.getItem(DISMISSED) ?? "[]");
}
