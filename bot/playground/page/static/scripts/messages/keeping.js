/** What a person has done within a message, carried over to its next rendering. */

import { reveal } from "../text/spoilers.js";

const CONTROLS = "a[href], button, select, input, [tabindex]";

/**
 * Put new content in the place of an article's own: images that are shown already stay the same
 * elements, uncovered words stay uncovered, and focus stays on what has the same purpose.
 */
export function replaceContent(article, content) {
  const fresh = document.createDocumentFragment();
  fresh.append(...content);
  const focused = article.contains(document.activeElement) ? document.activeElement : null;
  const place = focused && focused !== article ? purposes(article).get(focused) : null;
  keepSpoilers(article, fresh);
  keepImages(article, fresh);
  article.replaceChildren(fresh);
  if (focused) {
    const found = [...purposes(article)].find(([, purpose]) => purpose === place);
    (found?.[0] ?? article).focus({ preventScroll: true });
  }
}

function keepImages(article, fresh) {
  const shown = new Map([...article.querySelectorAll("img")].map((each) => [each.src, each]));
  for (const image of fresh.querySelectorAll("img")) {
    const old = shown.get(image.src);
    if (old) {
      shown.delete(image.src);
      for (const { name, value } of image.attributes) {
        if (name !== "src" && old.getAttribute(name) !== value) {
          old.setAttribute(name, value);
        }
      }
      image.replaceWith(old);
    }
  }
}

function keepSpoilers(article, fresh) {
  const shown = [...article.querySelectorAll(".spoiler:not(.hidden-words)")];
  const words = new Set(shown.map((each) => each.textContent));
  for (const spoiler of fresh.querySelectorAll(".spoiler")) {
    if (words.has(spoiler.textContent)) {
      reveal(spoiler);
    }
  }
}

/** What each control is for: its custom id, address or words, and which of several it is. */
function purposes(root) {
  const counts = new Map();
  const found = new Map();
  for (const control of root.querySelectorAll(CONTROLS)) {
    const purpose = purposeOf(control);
    const count = (counts.get(purpose) ?? 0) + 1;
    counts.set(purpose, count);
    found.set(control, `${purpose} ${count}`);
  }
  return found;
}

function purposeOf(control) {
  const { customId } = control.dataset;
  const address = control.getAttribute("href");
  const words = control.getAttribute("aria-label") ?? control.textContent;
  return `${control.localName} ${customId ?? address ?? words}`;
}
