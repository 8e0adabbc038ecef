/** The channels of the server, as links. */

import { fill, h } from "../dom.js";
import { CHANNEL, signOf, state } from "../state.js";

/** Show the server's name and its channels; focus stays on the link it is on. */
export function channelRows(guild, rooms) {
  const focused = document.activeElement?.getAttribute("href");
  const channels = state.ready?.channels ?? [];
  fill(guild, state.ready?.guild?.name ?? "No server");
  const isDirect = ({ type }) => type === CHANNEL.direct;
  const direct = channels.filter(isDirect).map(row);
  const heading = direct.length > 0 && h("h3", { class: "category" }, "Direct messages");
  fill(rooms, channels.filter((each) => !isDirect(each)).map(row), heading, direct);
  if (focused) {
    rooms.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  }
}

function row(channel) {
  if (channel.type === CHANNEL.category) {
    return h("h3", { class: "category" }, channel.name);
  }
  const isThread = channel.type === CHANNEL.thread;
  const mark = channel.nsfw && !isThread && h("span", { class: "mark" }, "18+");
  const properties = {
    class: isThread ? "channel thread" : "channel",
    href: `#${channel.id}`,
    "aria-current": channel.id === state.channelId && "page",
  };
  const sign = h("span", { class: "sign", "aria-hidden": "true" }, signOf(channel));
  return h("a", properties, sign, h("span", { class: "name" }, channel.name), mark);
}
