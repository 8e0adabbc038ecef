/** Embeds, the boxes of messages without components. */

import { ELSEWHERE, webAddress } from "../addresses.js";
import { renderAttachments } from "../components/attachments.js";
import { box } from "../components/layout.js";
import { h } from "../dom.js";
import { renderText } from "../text/view.js";

/** Return an embed: https://docs.discord.com/developers/resources/message#embed-object */
export function embed(it) {
  return box("embed", it.color, [
    it.author?.name && h("p", { class: "embed-author" }, linked(it.author)),
    it.title && h("p", { class: "embed-title" }, linked({ name: it.title, url: it.url })),
    it.description && renderText(it.description),
    it.fields?.length > 0 && h("dl", { class: "embed-fields" }, it.fields.map(field)),
    [it.image, it.thumbnail].filter(Boolean).map(image),
    it.footer?.text && h("p", { class: "note" }, h("bdi", {}, it.footer.text)),
  ]);
}

function field({ name, value, inline }) {
  const about = h("dt", {}, h("bdi", {}, name));
  return h("div", { class: inline && "inline" }, about, h("dd", {}, renderText(value)));
}

function linked({ name, url }) {
  const words = h("bdi", {}, name);
  const href = webAddress(url);
  return href ? h("a", { ...ELSEWHERE, href }, words) : words;
}

function image({ url, width, height }) {
  const content = { id: url, content_type: "image/*", filename: "", flags: 0 };
  return renderAttachments([{ ...content, url, width, height }]);
}
