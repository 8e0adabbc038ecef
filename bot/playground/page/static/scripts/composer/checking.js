/** Whether a value will do for an option, checked as a Discord client does before it sends. */

import { named, TYPE, valuesOf } from "./values.js";

const LARGEST = 2 ** 53;
const LONGEST = 6000;
const READERS = {
  [TYPE.string]: readText,
  [TYPE.integer]: readNumber,
  [TYPE.number]: readNumber,
  [TYPE.attachment]: (option) => ({ wrong: limits(option) }),
};
const KINDS = {
  [TYPE.integer]: "whole number",
  [TYPE.number]: "number",
  [TYPE.attachment]: "a file, chosen with +",
};

/**
 * Return the value to send, or what is wrong in words for a person; neither where blank will do.
 *
 * @param {object} option As registered.
 * @param {import("./draft.js").Entry} [entry]
 */
export function check(option, entry) {
  if (entry?.picked) {
    return { value: entry.picked.value };
  }
  const text = entry?.text.trim() ?? "";
  if (text === "") {
    return option.required ? { trouble: `${option.name} is required.` } : {};
  }
  const { value, wrong } = read(option, text);
  return wrong ? { trouble: `${option.name}: ${wrong}.` } : { value };
}

/** Return what an option may hold, in words; empty if anything. */
export function limits({ type, min_length, max_length, min_value, max_value }) {
  if (type === TYPE.string) {
    const range = between(min_length || null, max_length);
    return range && `${range} characters`;
  }
  return [KINDS[type], between(min_value, max_value)].filter(Boolean).join(", ");
}

/** Return the same as far as the option's description does not say it. */
export function limitsUntold(option) {
  const { description, min_value: least, max_value: most } = option;
  const told = new Set(description.match(/-?\d+(?:\.\d+)?/gu)?.map(Number));
  const isTold = told.has(least) && told.has(most);
  return limits(isTold ? { type: option.type } : option);
}

function read(option, text) {
  const values = valuesOf(option);
  const found = values && named(values, text);
  if (found) {
    return found;
  }
  if (values) {
    return { wrong: `“${short(text)}” is none of the choices` };
  }
  return READERS[option.type](option, text);
}

function readText(option, text) {
  const bounded = { min_length: 0, max_length: LONGEST, ...option };
  const length = [...text].length;
  const fits = length >= bounded.min_length && length <= bounded.max_length;
  return fits ? { value: text } : { wrong: `must have ${limits(bounded)}, not ${length}` };
}

function readNumber({ type, min_value: least, max_value: most }, text) {
  const value = Number(text);
  const isNumber = type === TYPE.number ? Number.isFinite(value) : /^[+-]?\d+$/u.test(text);
  if (!isNumber || Math.abs(value) > LARGEST) {
    return { wrong: `“${short(text)}” is not a ${KINDS[type]}` };
  }
  const fits = value >= (least ?? value) && value <= (most ?? value);
  return fits ? { value } : { wrong: `must be ${between(least, most)}, not ${text}` };
}

function between(least, most) {
  const [from, to] = [least ?? "", most ?? ""];
  if (from === "") {
    return to === "" ? "" : `at most ${to}`;
  }
  return to === "" ? `at least ${from}` : `${from} to ${to}`;
}

function short(text) {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
