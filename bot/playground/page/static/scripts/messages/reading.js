/** Fetching messages of the channel I look at: the newest by itself, older ones when asked. */

import { getMessages, refused } from "../api.js";
import { state, watch } from "../state.js";
import { hasStale, takePage } from "./shelf.js";
import { doubtAll, roomOf, tell } from "./store.js";

/** Begin to fetch whenever I enter a channel and whenever the connection is back. */
export function beginReading() {
  watch(["connected"], doubtAll);
  watch(["channelId", "connected"], readNewest);
}

/** Fetch the newest page, and all older ones that are shown and may have changed meanwhile. */
export function readNewest() {
  if (state.channelId && state.connected) {
    read(state.channelId);
  }
}

/** Fetch the page before the oldest message, unless that failed before: then `readNewest` first. */
export function readOlder() {
  const { shelf, problem } = roomOf(state.channelId);
  if (shelf.reach && !problem) {
    read(state.channelId, shelf.reach);
  }
}

/** At most one request at a time for each channel; the newest page is asked for again after it. */
async function read(channelId, before) {
  const room = roomOf(channelId);
  if (room.asking) {
    room.again ||= !before;
    return;
  }
  Object.assign(room, { asking: true, again: false, problem: "" });
  const asked = room.shelf.now;
  const keep = refused(({ message }) => {
    room.problem = message;
  });
  const page = await getMessages(channelId, before).catch(keep);
  room.asking = false;
  if (roomOf(channelId) !== room || state.channelId !== channelId) {
    return;
  }
  if (page) {
    takePage(room.shelf, page, before, asked);
  }
  tell();
  goOn(room, channelId);
}

/** A page that was asked for before the connection was lost makes nothing fresh. */
function goOn(room, channelId) {
  if (room.again) {
    room.shelf.fresh = null;
    read(channelId);
  } else if (!room.problem && hasStale(room.shelf)) {
    read(channelId, room.shelf.fresh);
  }
}
