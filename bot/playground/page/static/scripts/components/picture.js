/** One image of a message: a link that opens it large, or a box that says why it is not there. */

import { ELSEWHERE, hostOf, localPath } from "../addresses.js";
import { openLightbox } from "../dialogs/lightbox.js";
import { h } from "../dom.js";
import { watch } from "../state.js";
import { veiled, veiledPicture } from "./veil.js";

const FAILED = "This image could not be loaded.";
const NO_ALT = "Image";
const LONG_ALT = 80;

/** What could not be loaded is not asked for at every rendering, but again by a new connection. */
const failed = new Set();
watch(["connected"], () => failed.clear());

/**
 * Return the image of a gallery's item, a thumbnail or anything that looks like one.
 *
 * Whatever holds it must be `heedPictures`' own: the image itself listens to nothing, so that it
 * can be moved into the next rendering of its message.
 *
 * @param {{media: object, description?: string | null, spoiler?: boolean}} item
 */
export function picture(item) {
  const { media } = item;
  const alt = item.description || NO_ALT;
  const path = localPath(media.url);
  const shown = path
    ? local(path, alt, media)
    : absence(`Not loaded: it is on ${hostOf(media.url)}.`, alt);
  if (!item.spoiler) {
    return shown;
  }
  const veil = shown.matches("a") ? veiledPicture : veiled;
  return veil(String(media.attachment_id ?? media.url), shown);
}

/** Let clicks on pictures inside this element open them large, and failures be told; returns it. */
export function heedPictures(element) {
  element.addEventListener("click", openLarge);
  element.addEventListener("error", tellFailure, { capture: true });
  return element;
}

function local(path, alt, { width, height }) {
  if (failed.has(path)) {
    return absence(FAILED, alt);
  }
  const size = { width: width || null, height: height || null };
  const image = h("img", { src: path, alt, ...size, loading: "lazy", decoding: "async" });
  const properties = { class: "picture", href: path, "aria-haspopup": "dialog" };
  return h("a", { ...properties, ...ELSEWHERE }, image);
}

function absence(words, alt) {
  const told = alt === NO_ALT ? null : h("span", { class: "absence-alt" }, alt);
  // A long text scrolls in its box, which must then be reachable by keyboard.
  const reach = alt.length > LONG_ALT ? { tabindex: "0" } : {};
  return h("div", { class: "absence", ...reach }, h("span", {}, words), told);
}

function openLarge(event) {
  const chosen = event.target.closest("a.picture");
  if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  event.preventDefault();
  const message = chosen.closest("article") ?? event.currentTarget;
  const all = [...message.querySelectorAll("a.picture > img")];
  // A box may be covered as a whole.
  const images = all.filter((each) => !each.closest("[inert]"));
  openLightbox(images, images.indexOf(chosen.firstElementChild));
}

function tellFailure(event) {
  const link = event.target.closest("a.picture");
  if (link) {
    failed.add(link.getAttribute("href"));
    link.replaceWith(absence(FAILED, event.target.alt));
  }
}
