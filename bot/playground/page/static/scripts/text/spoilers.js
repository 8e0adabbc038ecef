/** Words that are hidden until somebody asks for them. */

import { h } from "../dom.js";

const HIDDEN = { role: "button", tabindex: "0", "aria-label": "Show spoiler" };
const KEYS = new Set(["Enter", " "]);

/**
 * Return hidden words, which a click, Enter or Space shows.
 *
 * A `<button>` cannot flow over several lines, hence a span in its role.
 */
export function spoiler(children) {
  const inside = h("span", { class: "spoiler-words" }, children);
  const onkeydown = (event) => KEYS.has(event.key) && onPress(event);
  const listeners = { onclick: onPress, onkeydown };
  return h("span", { class: "spoiler hidden-words", ...HIDDEN, ...listeners }, inside);
}

/** Show the words of a spoiler. */
export function reveal(element) {
  element.classList.remove("hidden-words");
  element.removeAttribute("role");
  element.removeAttribute("aria-label");
  element.setAttribute("tabindex", "-1");
}

/** A hidden spoiler takes the press for itself: what lies beneath it is not to be pressed yet. */
function onPress(event) {
  if (event.currentTarget.classList.contains("hidden-words")) {
    event.preventDefault();
    event.stopPropagation();
    reveal(event.currentTarget);
  }
}
