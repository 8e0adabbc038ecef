/** People, roles, channels and commands named in a text. */

import { byId, h } from "../dom.js";
import { state } from "../state.js";

const WORDS = {
  user: ({ id }) => `@${state.ready?.users[id] ?? "unknown person"}`,
  role: ({ id }) => `@${(state.ready?.roles[id] ?? "unknown role").replace(/^@/u, "")}`,
  channel: (node, channel) => `#${channel?.name ?? "no access"}`,
  command: ({ name }) => `/${name}`,
};

/** Return who or what is meant, by name; a channel that I see is a link, a command is begun. */
export function mention(node) {
  const isMeant = (each) => node.kind === "channel" && each.id === node.id;
  const channel = state.ready?.channels.find(isMeant);
  const place = channel ? { href: `#${channel.id}` } : {};
  const words = h("bdi", {}, WORDS[node.kind](node, channel));
  if (node.kind === "command") {
    return h("button", { class: "mention", onclick: () => begin(node.name) }, words);
  }
  return h(channel ? "a" : "span", { class: "mention", ...place }, words);
}

/** Put a command into the composer, as if it had been pasted. */
function begin(name) {
  const box = byId("message");
  box.value = `/${name} `;
  box.dispatchEvent(new Event("input"));
  box.focus();
}
