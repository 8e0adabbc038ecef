/** What Enter, Tab and Send do to a draft: the next draft, and what is to be sent. */

import { check } from "./checking.js";
import { commandData } from "./data.js";
import { EMPTY, entryOf, LONGEST_MESSAGE, optionOf, textOf, withText } from "./draft.js";
import { readLine } from "./line.js";
import { goTo, onward } from "./moves.js";
import { begin } from "./typing.js";
import { named, TYPE } from "./values.js";

const NO_COMMAND = "No command is called that. Escape, then Enter sends it as words.";

/**
 * `data` is a command's, `content` an ordinary message; without either nothing is sent. `files` are
 * a message's, by their ids.
 *
 * @typedef {{draft: import("./draft.js").Draft, data?: object, content?: string, files?: string[]}}
 *   Step
 */

/** Take a suggestion, whatever it is of; a value is done with it, as in Discord. */
export function take(draft, item) {
  if (item.leaf) {
    return begin(item.leaf);
  }
  return item.option ? goTo(draft, item.name) : onward(withText(draft, item.name, item));
}

/**
 * A file was chosen: it is the value of the command's option for one, or goes out with the words.
 *
 * @returns {Step}
 */
export function attach(draft, name, id) {
  const option = draft.leaf?.options.find((each) => each.type === TYPE.attachment);
  if (option) {
    return { draft: onward(withText(goTo(draft, option.name), name, { name, value: id })) };
  }
  return draft.leaf ? { draft } : { draft: EMPTY, content: draft.text.trim(), files: [id] };
}

/**
 * Enter: takes the highlighted suggestion; where none is, or it is typed in full, sends.
 *
 * @returns {Step}
 */
export function enter(draft, offered) {
  const same = typedInFull(draft, offered);
  if (same) {
    return send(withText(draft, same.name, same));
  }
  const item = offered.items[offered.active];
  return item ? { draft: take(draft, item) } : send(draft);
}

/** Tab: takes what is highlighted or typed, and goes on. */
export function tab(draft, offered) {
  const item = typedInFull(draft, offered) ?? offered.items[offered.active];
  if (item) {
    return take(draft, item);
  }
  if (draft.option === null) {
    return { ...draft, active: 0 };
  }
  const { trouble } = check(optionOf(draft), entryOf(draft));
  return trouble ? goTo(draft, draft.option, trouble) : onward(draft);
}

/**
 * Send, without taking a suggestion that is only highlighted.
 *
 * @returns {Step}
 */
export function send(draft) {
  return draft.leaf ? sendCommand(draft) : sendWords(draft);
}

function sendWords(draft) {
  const read = readLine(`${draft.text} `);
  if (read) {
    return { draft: begin(read.leaf, read.rest) };
  }
  const content = draft.text.trim();
  if (draft.open && /^\/\S/u.test(content)) {
    return { draft: { ...draft, trouble: NO_COMMAND } };
  }
  const length = [...content].length;
  if (length > LONGEST_MESSAGE) {
    const trouble = `At most 2,000 characters, not ${length.toLocaleString("en")}.`;
    return { draft: { ...draft, trouble } };
  }
  return content === "" ? { draft } : { draft: EMPTY, content };
}

function sendCommand(draft) {
  const { leaf, option, text } = draft;
  if (option === null && text.trim() !== "") {
    const trouble = `/${leaf.name} has no such option: ${text.trim()}`;
    return { draft: { ...draft, trouble } };
  }
  for (const each of leaf.options) {
    const { trouble } = check(each, entryOf(draft, each.name));
    if (trouble) {
      return { draft: goTo(draft, each.name, trouble) };
    }
  }
  return { draft: EMPTY, data: commandData(draft) };
}

/** The value that is typed in full; none once an arrow has chosen among the suggestions. */
function typedInFull(draft, { items }) {
  const isTyped = draft.option !== null && draft.active === null && textOf(draft).trim() !== "";
  return isTyped ? named(items, textOf(draft)) : undefined;
}
