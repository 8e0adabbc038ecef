/** Spoilers: a part of a message that is blurred and out of reach until somebody lifts the veil. */

import { h } from "../dom.js";

const WORDS = "Show spoiler";
const FOCUSABLE = "a[href], button:enabled, select:enabled";

/** What has been uncovered in this tab: it stays so when the message is rendered again. */
const uncovered = new Set();

/**
 * Return the content behind a veil, or the content itself once it has been uncovered.
 *
 * @param {string} key Tells this part from all others, for as long as the page is open.
 */
export function veiled(key, content) {
  if (uncovered.has(key)) {
    return content;
  }
  const under = h("div", { class: "under-veil", inert: true, "aria-hidden": "true" }, content);
  const words = h("span", { class: "veil-words" }, WORDS);
  const button = h("button", { class: "veil-button" }, words);
  const veil = h("div", { class: "veil" }, under, button);
  button.addEventListener("click", () => {
    uncovered.add(key);
    lift(veil, under);
  });
  return veil;
}

/**
 * Return a picture behind a veil: the image itself is what one clicks, so it is inside the button.
 *
 * @param {string} key As for `veiled`.
 * @param {HTMLElement} link The link that opens the image, with nothing but the image in it.
 */
export function veiledPicture(key, link) {
  if (uncovered.has(key)) {
    return link;
  }
  const under = h("span", { class: "under-veil" }, link.firstElementChild);
  const words = h("span", { class: "veil-words", "aria-hidden": "true" }, WORDS);
  const veil = h("button", { class: "veil veil-button", "aria-label": WORDS }, under, words);
  veil.addEventListener("click", (event) => {
    // The image is about to stand in its link, and clicks on links open images large.
    event.stopPropagation();
    uncovered.add(key);
    link.append(under.firstElementChild);
    veil.replaceWith(link);
    link.focus({ preventScroll: true });
  });
  return veil;
}

function lift(veil, under) {
  const [content] = under.children;
  veil.replaceWith(content);
  const inside = content.matches(FOCUSABLE) ? content : content.querySelector(FOCUSABLE);
  if (!inside) {
    content.tabIndex = -1;
  }
  (inside ?? content).focus({ preventScroll: true });
}
