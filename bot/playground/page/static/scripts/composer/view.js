/** Showing the desk: the text box, what stands around it, and what it says of itself. */

import { CHANNEL, channel, may, PERMISSION, state } from "../state.js";
import { showChips } from "./chips.js";
import { missingIn, remaining, textOf } from "./draft.js";
import { hintFor } from "./hints.js";
import { showOffer } from "./popup.js";

/**
 * Show it.
 *
 * @param {ReturnType<import("./box.js").buildBox>} parts
 * @param {ReturnType<import("./desk.js").makeDesk>} desk
 * @param {{take: Function, go: Function, remove: Function}} pointed What clicks do.
 */
export function show(parts, desk, pointed) {
  const { draft } = desk;
  const closed = closedBecause(channel());
  showText(parts, draft, closed);
  showChips(parts.chips, draft, pointed);
  showOffer(parts, desk.offered, pointed.take);
  const left = remaining(draft).length;
  setWords(parts.more, left > 0 ? `+${left} ${missingIn(draft) ? "more" : "optional"}` : "");
  setWords(parts.current, draft.option === null ? "" : `${draft.option}:`);
  setWords(parts.trouble, draft.trouble);
  setWords(parts.hint, closed || hintFor(desk));
}

/** Return why nothing can be written here, in words; empty if it can. */
function closedBecause(room) {
  if (!room) {
    return state.ready ? "There is no channel to write in" : "Connecting…";
  }
  const needed = room.type === CHANNEL.thread ? PERMISSION.sendInThreads : PERMISSION.sendMessages;
  return may(needed) ? "" : "You may not write here";
}

function showText({ text, grow, attach, send }, draft, closed) {
  const words = closed ? "" : textOf(draft);
  if (text.value !== words) {
    text.value = words;
  }
  grow.dataset.text = words;
  text.disabled = Boolean(closed);
  send.disabled = Boolean(closed);
  attach.disabled = Boolean(closed);
  text.placeholder = closed || placeholder(draft);
  text.setAttribute("aria-invalid", String(draft.trouble !== ""));
}

function placeholder(draft) {
  if (!draft.leaf) {
    const { name, type } = channel();
    const sign = { [CHANNEL.direct]: "@", [CHANNEL.thread]: "" }[type] ?? "#";
    return `Message ${sign}${name}`;
  }
  if (draft.option !== null) {
    return "";
  }
  return remaining(draft).length > 0 ? "An option, or Enter" : "Enter sends";
}

function setWords(place, words) {
  place.hidden = words === "";
  if (place.textContent !== words) {
    place.textContent = words;
  }
}
