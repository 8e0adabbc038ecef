/** What a key means in the text box, by what stands there. */

import { isEmpty, textOf } from "./draft.js";
import { back, eraseBack, leave, previous, renewed } from "./moves.js";
import { enter, tab } from "./steps.js";

const KEYS = {
  Enter: onEnter,
  Tab: onTab,
  Escape: onEscape,
  ArrowDown: (desk) => onArrow(desk, 1),
  ArrowUp: (desk) => (isEmpty(desk.draft) ? again(desk) : onArrow(desk, -1)),
  Backspace: onBackspace,
};

/**
 * Return what a key leads to, or null where it keeps its usual meaning.
 *
 * @param {KeyboardEvent} event
 * @param {ReturnType<import("./desk.js").makeDesk>} desk
 * @returns {import("./steps.js").Step | null}
 */
export function stepFor(event, desk) {
  const isPlain = !(event.isComposing || event.ctrlKey || event.metaKey || event.altKey);
  return (isPlain && KEYS[event.key]?.(desk, event.shiftKey)) || null;
}

function onEnter({ draft, offered }, shift) {
  if (shift) {
    return draft.leaf && { draft };
  }
  return enter(draft, offered);
}

function onTab({ draft, offered }, shift) {
  if (shift) {
    return previous(draft) && { draft: back(draft) };
  }
  const isUsed = draft.option !== null || offered.items.length > 0;
  return isUsed && { draft: tab(draft, offered) };
}

function onEscape({ draft, offered }) {
  if (offered.items.length > 0 || offered.note !== "") {
    return { draft: { ...draft, open: false } };
  }
  return draft.leaf && { draft: leave(draft) };
}

function onArrow({ draft, offered: { items, active } }, by) {
  if (items.length === 0) {
    return draft.leaf && { draft: { ...draft, open: true } };
  }
  const from = active < 0 && by < 0 ? 0 : active;
  return { draft: { ...draft, active: (from + by + items.length) % items.length } };
}

function onBackspace({ draft }) {
  return draft.leaf && textOf(draft) === "" && { draft: eraseBack(draft) };
}

function again({ last }) {
  return last && { draft: renewed({ ...last, open: false, active: null }) };
}
