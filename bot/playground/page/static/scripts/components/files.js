/** Files that are no images: their name, their size, and a link to take them. */

import { localPath } from "../addresses.js";
import { h } from "../dom.js";
import { veiled } from "./veil.js";

const UNITS = ["bytes", "KB", "MB", "GB"];

/**
 * Return a file as it stands in a message.
 *
 * @param {{url: string, name: string, size: number, spoiler?: boolean, key: string}} it
 *   `size` in bytes; `key` as in `veiled`.
 */
export function file(it) {
  const path = localPath(it.url);
  const size = h("span", { class: "note" }, bytes(it.size));
  const link = path ? { href: path, download: it.name } : {};
  const words = h(path ? "a" : "span", { class: "file-name", ...link }, it.name);
  const sign = h("span", { class: "file-sign", "aria-hidden": "true" });
  const shown = h("div", { class: "file" }, sign, h("div", { class: "file-words" }, words, size));
  return it.spoiler ? veiled(it.key, shown) : shown;
}

/** Return a number of bytes in the largest unit that leaves at least one. */
function bytes(count) {
  const unit = Math.min(Math.floor(Math.log2(Math.max(count, 1)) / 10), UNITS.length - 1);
  const amount = count / 1024 ** unit;
  return `${unit === 0 ? count : amount.toFixed(amount < 10 ? 1 : 0)} ${UNITS[unit]}`;
}
