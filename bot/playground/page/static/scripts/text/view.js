/** Markdown's tree as elements. */

import { ELSEWHERE } from "../addresses.js";
import { h } from "../dom.js";
import { state } from "../state.js";
import { parseMarkdown } from "./markdown.js";
import { mention } from "./mentions.js";
import { moment } from "./moments.js";
import { spoiler } from "./spoilers.js";

/** Captured, so that a split keeps it; a line would end between its dashes. */
const FLAG = /(--[\w-]{1,24})/u;

/** The address of a message in Discord. */
const MESSAGE = /^https:\/\/discord\.com\/channels\/\d+\/(\d+)\/(\d+)$/u;

const INLINES = {
  text: (node) => node.text,
  em: held,
  strong: held,
  u: held,
  s: held,
  spoiler: (node) => spoiler(inlines(node.children)),
  code: (node) => h("code", {}, node.text.split(FLAG).map(unbroken)),
  pre: (node) => h("pre", {}, h("code", {}, node.text)),
  link: anchor,
  user: mention,
  role: mention,
  channel: mention,
  command: mention,
  moment: (node) => moment(node.ms, node.style),
};

const BLOCKS = {
  lines: (block) => h("div", { class: "lines" }, inlines(block.children)),
  heading: (block) => h(`h${block.level + 1}`, {}, inlines(block.children)),
  small: held,
  quote: (block) => h("blockquote", {}, blocks(block.blocks)),
  list,
};

/** Return Discord's markdown as elements; no part of it is taken as HTML. */
export function renderText(content) {
  return h("div", { class: "text" }, blocks(parseMarkdown(content)));
}

function blocks(parsed) {
  return parsed.map((block) => BLOCKS[block.kind](block));
}

function inlines(nodes) {
  return nodes.map((node) => INLINES[node.kind](node));
}

/** Of what a split returns every second part is a flag. */
function unbroken(part, at) {
  return at % 2 === 1 ? h("span", { class: "unbroken" }, part) : part;
}

/** Nodes of these kinds are named as their elements. */
function held({ children, kind }) {
  return h(kind, {}, inlines(children));
}

function list(block) {
  const items = block.items.map((item) =>
    h("li", {}, inlines(item.children), item.lists.map(list)),
  );
  return block.ordered ? h("ol", { start: block.start }, items) : h("ul", {}, items);
}

/** Show a message of the channel that is open; one that is not loaded stays where it is. */
function jumpTo(messageId) {
  const article = document.querySelector(`article[data-id="${messageId}"]`);
  article?.scrollIntoView({ block: "center" });
  article?.focus({ preventScroll: true });
}

/** A link whose words are not its address says in its title where it leads. */
function anchor(node) {
  const { children, href, masked } = node;
  const [, channelId, messageId] = MESSAGE.exec(href) ?? [];
  if (state.ready?.channels.some((each) => each.id === channelId)) {
    // As in Discord, it leads there within the page.
    const onclick = () => jumpTo(messageId);
    return h("a", { href: `#${channelId}`, title: masked && href, onclick }, inlines(children));
  }
  return h("a", { ...ELSEWHERE, href, title: masked && href }, inlines(children));
}
