/** One message as an article: who, when, what, and for whom. */

import { renderAttachments } from "../components/attachments.js";
import { renderComponents } from "../components/components.js";
import { freshId, h } from "../dom.js";
import { whenSaid, written } from "../text/moments.js";
import { renderText } from "../text/view.js";
import { embed } from "./embeds.js";
import { avatar, compactTime, head, nameOf, usedLine } from "./heads.js";
import { replaceContent } from "./keeping.js";
import { moreButton } from "./menu.js";
import { dismiss } from "./store.js";

/** Return the article of a message, empty as yet. */
export function newArticle(id) {
  return h("article", { tabindex: "-1", dataset: { id } });
}

/** Show a message, or what it has become; `compact` if it stands under the head of another. */
export function fillArticle(article, message, compact) {
  const name = nameOf(message.author);
  const said = new Date(message.timestamp);
  article.setAttribute("aria-label", `${name}, ${whenSaid(said)}`);
  const { ephemeral } = message;
  article.className = `message${compact ? " compact" : ""}${ephemeral ? " private" : ""}`;
  const above = compact
    ? [compactTime(said)]
    : [usedLine(message), avatar(message), head(message, said)];
  const inside = h("div", { class: "body" }, body(message, name));
  replaceContent(article, [...above.filter(Boolean), inside, moreButton(message)]);
}

function body(message, name) {
  if (message.loading) {
    return [thinking(name), message.ephemeral && privacy(message)];
  }
  return [
    message.content && renderText(message.content),
    message.embeds.map(embed),
    renderAttachments(message.attachments),
    renderComponents(message),
    message.edited && edited(message),
    message.ephemeral && privacy(message),
  ];
}

function thinking(name) {
  const three = [1, 2, 3].map(() => h("span", { class: "dot" }));
  const dots = h("span", { class: "dots", "aria-hidden": "true" }, three);
  return h("p", { class: "thinking" }, dots, h("bdi", {}, name), " is thinking…");
}

function edited({ edited_timestamp: at }) {
  const title = at && written(Date.parse(at), "F");
  return h("p", { class: "note", title }, "(edited)");
}

function privacy(message) {
  const id = freshId("private");
  const onclick = () => dismiss(message.id);
  const button = h("button", { class: "dismiss", "aria-describedby": id, onclick }, "Dismiss");
  return h("p", { class: "note" }, h("span", { id }, "Only you can see this"), " · ", button);
}
