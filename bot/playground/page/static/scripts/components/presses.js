/** Which components wait for the bot: kept apart from their elements, which may be replaced. */

import { state } from "../state.js";

/** The elements that show a component, by its key, while it waits. */
const waiting = new Map();

/** Return what tells a component from all others, for me. */
export function keyOf(message, component) {
  return `${state.person}/${message.id}/${component.custom_id}`;
}

/** Let a newly made element show that its component is still waiting, if it is; returns it. */
export function joinWaiting(key, element) {
  const elements = waiting.get(key);
  if (elements) {
    elements.add(element);
    element.setAttribute("aria-busy", "true");
  }
  return element;
}

/**
 * Act unless the component still waits for its last act; returns whether the bot answered.
 *
 * @param {HTMLElement} element What was pressed.
 */
export async function press(key, element, act) {
  if (waiting.has(key)) {
    return false;
  }
  waiting.set(key, new Set());
  joinWaiting(key, element);
  try {
    return await act();
  } finally {
    for (const each of waiting.get(key)) {
      each.removeAttribute("aria-busy");
    }
    waiting.delete(key);
  }
}
