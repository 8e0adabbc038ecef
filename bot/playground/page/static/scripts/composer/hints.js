/** The line below the text box: what is asked for here, and which keys do what. */

import { limitsUntold } from "./checking.js";
import { LONGEST_MESSAGE, optionOf, remaining, textOf } from "./draft.js";
import { previous } from "./moves.js";

const NEAR = 0.9;

/**
 * Return the words.
 *
 * @param {ReturnType<import("./desk.js").makeDesk>} desk
 */
export function hintFor({ draft, offered, last }) {
  const option = optionOf(draft);
  const most = draft.leaf ? option?.max_length : LONGEST_MESSAGE;
  const keys = draft.leaf ? keysInCommand(draft, offered) : keysInWords(draft, offered, last);
  return joined([option && meaning(option), counted(textOf(draft), most), keys], " · ");
}

function meaning(option) {
  const described = `${option.name}: ${option.description}`;
  return joined([described, limitsUntold(option), option.required && "required"]);
}

function counted(text, most) {
  const used = [...text].length;
  const isNear = used > most * NEAR;
  return isNear && `${used.toLocaleString("en")} of ${most.toLocaleString("en")} characters`;
}

function keysInWords(draft, offered, last) {
  if (offered.items.length > 0) {
    return "↑ ↓ choose, Enter or Tab takes, Esc closes";
  }
  if (draft.text !== "") {
    return "Enter sends, Shift+Enter makes a new line";
  }
  return joined(["/ for commands", last && "↑ for the last one"]);
}

function keysInCommand(draft, offered) {
  const isListed = offered.items.length > 0;
  const more = draft.option === null ? isListed && "Tab chooses" : "Tab for more options";
  return joined([
    isListed && "↑ ↓ choose",
    offered.active >= 0 ? "Enter takes" : "Enter sends",
    remaining(draft).length > 0 && more,
    previous(draft) && "Shift+Tab goes back",
    isListed ? "Esc closes" : "Esc leaves",
  ]);
}

function joined(parts, mark = ", ") {
  return parts.filter(Boolean).join(mark);
}
