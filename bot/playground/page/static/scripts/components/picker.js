/** The select element itself, for messages and for modals alike, and how many one may pick. */

import { freshId, h } from "../dom.js";
import { optionsOf } from "./options.js";

/** How several are picked from a list: browsers do not say so themselves. */
const KEYS = " Click to pick or unpick; by keyboard Ctrl with arrows, then Space.";

const MOST_LINES = 6;

/**
 * Return a select with all that may be picked: a list if it may be several, else a choice.
 *
 * @param {Record<string, unknown>} properties More attributes of the element.
 * @param {string[]} [picked] What is picked already; without it the bot's defaults are.
 */
export function picker(component, properties, picked) {
  const { least, most } = rangeOf(component);
  const offered = optionsOf(component);
  const isPicked = (each) => (picked ? picked.includes(each.value) : each.chosen);
  const options = offered.map((each) =>
    h("option", { value: each.value, selected: isPicked(each) }, each.label),
  );
  if (most > 1) {
    const size = Math.min(Math.max(offered.length, 2), MOST_LINES);
    const list = { ...properties, class: "picker several", multiple: true, size };
    return toggleByClick(h("select", list, options));
  }
  const placeholder = component.placeholder || "Make a selection";
  const isNeeded = component.required !== false && least > 0;
  const first = h("option", { value: "", hidden: isNeeded }, placeholder);
  return h("select", { ...properties, class: "picker" }, first, options);
}

/** Return what is picked, without the placeholder. */
export function pickedIn(select) {
  return [...select.selectedOptions].map((each) => each.value).filter(Boolean);
}

/** Return words for below a list: how many may be picked from it, and how. */
export function listNote(select, component) {
  const id = freshId("picks");
  const told = [select.getAttribute("aria-describedby"), id].filter(Boolean).join(" ");
  select.setAttribute("aria-describedby", told);
  return h("p", { class: "note", id }, rangeWords(rangeOf(component)), KEYS);
}

/** Let a plain click pick one more from a list, or one less, as on a phone. */
function toggleByClick(select) {
  select.addEventListener("mousedown", (event) => {
    if (event.target instanceof HTMLOptionElement && event.button === 0) {
      event.preventDefault();
      select.focus();
      event.target.selected = !event.target.selected;
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  return select;
}

/** Return how many may be picked from a select. */
export function rangeOf({ max_values: most, min_values: least, required }) {
  return { least: least ?? (required === false ? 0 : 1), most: most ?? 1 };
}

/** Say how many may be picked. */
export function rangeWords({ least, most }) {
  if (least === most) {
    return `Pick ${least}.`;
  }
  return least === 0 ? `Pick up to ${most}.` : `Pick ${least} to ${most}.`;
}

/**
 * Say what is wrong with a number of picks, if anything is; none at all is wrong only if required.
 *
 * @param {{least: number, most: number, required: boolean}} range
 */
export function countProblem(count, { required, ...range }) {
  if (count === 0 && !required) {
    return "";
  }
  if (count >= range.least && count <= range.most && (count > 0 || range.least === 0)) {
    return "";
  }
  return range.most === 1 ? "This is required." : `${rangeWords(range)} These are ${count}.`;
}
