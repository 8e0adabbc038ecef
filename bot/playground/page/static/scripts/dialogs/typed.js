/** Text inputs of a modal, of one line or of many. */

import { h } from "../dom.js";

const LONG = 2;

/** Return the control of a text input. */
export function typed(component, names) {
  const { max_length: most, placeholder, required = true, value } = component;
  const properties = { ...names, class: "field-text", placeholder, required };
  const input =
    component.style === LONG
      ? h("textarea", { ...properties, rows: 4 }, value)
      : h("input", { ...properties, type: "text", value });
  return {
    input,
    node: h("div", { class: "typed" }, input, most && counterOf(input, most)),
    value: () => input.value,
    problem: () => lengthProblem(input.value, { ...component, required }),
    required,
  };
}

/** Say what is wrong with a text, in the way Discord counts: by characters, and none is none. */
function lengthProblem(text, { max_length: most, min_length: least, required }) {
  const length = [...text].length;
  if (length === 0) {
    return required ? "This is required." : "";
  }
  if (least && length < least) {
    return `At least ${least} characters; these are ${length}.`;
  }
  return most && length > most ? `At most ${most} characters; these are ${length}.` : "";
}

function counterOf(input, most) {
  const counter = h("span", { class: "typed-count", "aria-hidden": "true" });
  function count() {
    const length = [...input.value].length;
    counter.textContent = `${length} / ${most}`;
    counter.classList.toggle("over", length > most);
  }
  input.addEventListener("input", count);
  count();
  return counter;
}
