/**
 * Components that hold or part others: rows, sections, boxes, lines.
 *
 * Each is made of a component, its message, and `inside`, which renders a list of components.
 */

import { h } from "../dom.js";
import { renderText } from "../text/view.js";
import { file } from "./files.js";
import { heedPictures, picture } from "./picture.js";
import { veiled } from "./veil.js";

/** Buttons beside each other, or one select. */
export function row(component, message, inside) {
  return h("div", { class: "component-row" }, inside(component.components));
}

/** Words, with a button or a small image beside them. */
export function section({ accessory, components }, message, inside) {
  const words = h("div", { class: "section-words" }, inside(components));
  const beside = accessory && inside([accessory]);
  return h("div", { class: "section" }, words, h("div", { class: "accessory" }, beside));
}

/** Words in Discord's markdown. */
export function textDisplay({ content }) {
  return renderText(content ?? "");
}

/** A small image; only ever beside a section's words. */
export function thumbnail(component) {
  return heedPictures(h("div", { class: "thumbnail" }, picture(component)));
}

/** A download. */
export function fileComponent({ file: { attachment_id: id, url }, name, size, spoiler }) {
  return file({ url, name, size, spoiler, key: String(id ?? url) });
}

/** Space, with or without a line. */
export function separator({ divider, spacing }) {
  const size = spacing === 2 ? "large" : "small";
  return h(divider === false ? "div" : "hr", { class: `separator ${size}` });
}

/** A box with an accent at its edge. */
export function container(component, message, inside) {
  const made = box("container", component.accent_color, inside(component.components));
  return component.spoiler ? veiled(`${message.id}/${component.id}`, made) : made;
}

/** Return a box of some class, its edge in a colour (a number) or, by null, in none of its own. */
export function box(kind, colour, children) {
  const made = h("div", { class: `box-with-edge ${kind}` }, children);
  if (Number.isInteger(colour)) {
    made.style.setProperty("--box-edge", `#${colour.toString(16).padStart(6, "0")}`);
  }
  return made;
}
