/** The head of the room I look at, and the banner that says what is out of the ordinary. */

import { byId, say } from "./dom.js";
import { channel, CHANNEL, signOf, state, watch } from "./state.js";

/** Keep the head of the page true. */
export function mountRoom() {
  watch(["channelId", "ready"], showHead);
  watch(["ready", "connected"], showBanner);
}

function showHead() {
  const room = channel();
  say(byId("room-name"), room ? `${signOf(room)} ${room.name}` : "Darkroom");
  byId("room-mark").hidden = !room?.nsfw;
  const titled = room?.type === CHANNEL.direct ? `@${room.name}` : `#${room?.name}`;
  document.title = room ? `${titled} · Darkroom` : "Darkroom";
}

function showBanner() {
  const words = wordsNow();
  byId("banner").hidden = !words;
  say(byId("banner"), words);
}

function wordsNow() {
  const { connected, people, person, ready } = state;
  if (!ready) {
    return person ? "Connecting…" : "";
  }
  if (!connected) {
    return "The connection is lost. Reconnecting…";
  }
  if (!ready.guild) {
    const name = people.find((each) => each.id === person)?.name ?? "Somebody";
    return `${name} is not in this server: no channel, no command and no message is to be seen.`;
  }
  if (!ready.listening) {
    return "The bot is away. It will be back in a moment.";
  }
  if (ready.open_to) {
    return `Bound to ${ready.open_to}: whoever reaches this address can act as anybody here.`;
  }
  return "";
}
