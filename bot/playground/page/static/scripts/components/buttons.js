/** Buttons, and the links that look like them. */

import { useComponent } from "../acts.js";
import { ELSEWHERE, webAddress } from "../addresses.js";
import { h } from "../dom.js";
import { emojiText } from "./options.js";
import { joinWaiting, keyOf, press } from "./presses.js";

const STYLES = ["", "primary", "secondary", "success", "danger", "link", "premium"];
const LINK = 5;
const PREMIUM = 6;

/** Return a button of any style; one that this page cannot follow is there, but dead. */
export function button(component, message) {
  const { style } = component;
  const properties = { class: `component-button ${STYLES[style] ?? "secondary"}` };
  const inside = words(component);
  const href = style === LINK && webAddress(component.url);
  if (component.disabled || style === PREMIUM || href === null) {
    return h("button", { ...properties, disabled: true }, inside);
  }
  if (href) {
    return h("a", { ...properties, ...ELSEWHERE, href }, inside);
  }
  const key = keyOf(message, component);
  const dataset = { customId: component.custom_id, messageId: message.id };
  const made = h("button", { ...properties, dataset }, inside);
  made.addEventListener("click", () => press(key, made, () => useComponent(message, component)));
  return joinWaiting(key, made);
}

function words({ emoji, label, style }) {
  const shown = label || (style === PREMIUM && "Premium");
  return [
    emoji && h("span", { "aria-hidden": shown && "true" }, emojiText(emoji)),
    shown && h("span", { class: "button-label" }, shown),
    style === LINK && h("span", { "aria-hidden": "true" }, "↗"),
  ];
}
