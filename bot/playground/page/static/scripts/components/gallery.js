/** Galleries of one to ten images, in the grids of Discord. */

import { h } from "../dom.js";
import { heedPictures, picture } from "./picture.js";

/** At most as large as this, in pixels, is a single image; and neither side less than the least. */
const WIDEST = 550;
const HIGHEST = 350;
const LEAST = 96;
const UNKNOWN = { width: 400, height: 300 };

/**
 * Return the gallery; its grid is chosen by the style sheet.
 *
 * @param {object[]} items As in a media gallery: `media`, `description`, `spoiler`.
 */
export function gallery(items) {
  const cells = items.map((item) => h("div", { class: "cell" }, picture(item)));
  if (cells.length === 1) {
    keepShape(cells[0], items[0].media);
  }
  const names =
    cells.length > 1 ? { role: "group", "aria-label": `${cells.length} images` } : {};
  return heedPictures(h("div", { class: `gallery of-${cells.length}`, ...names }, cells));
}

/** A single image has its own size, or as much of it as there is room for. */
function keepShape(cell, media) {
  const own = media.width && media.height ? media : UNKNOWN;
  const scale = Math.min(1, WIDEST / own.width, HIGHEST / own.height);
  const shrunk = (length) => Math.max(LEAST, Math.round(length * scale));
  const [width, height] = [shrunk(own.width), shrunk(own.height)];
  cell.style.setProperty("--cell-width", `${width}px`);
  cell.style.setProperty("--cell-ratio", `${width} / ${height}`);
}
