/** What is picked in a modal: nothing is sent before the form is. */

import { countProblem, listNote, picker, pickedIn, rangeOf } from "../components/picker.js";
import { h } from "../dom.js";

/** Return the control of a select of any kind. */
export function picked(component, names) {
  const range = rangeOf(component);
  const required = component.required !== false && range.least > 0;
  const input = picker(component, { ...names, required });
  const note = range.most > 1 && listNote(input, component);
  return {
    input,
    node: h("div", { class: "picked" }, input, note),
    value: () => pickedIn(input),
    problem: () => countProblem(pickedIn(input).length, { ...range, required }),
    required,
  };
}

/** Return the control of a file upload: it is there, but this page cannot do it. */
export function upload(component, names) {
  const input = h("input", { ...names, type: "file", disabled: true });
  const words = h("p", { class: "note" }, "Files cannot be sent from this page.");
  return { input, node: h("div", { class: "picked" }, input, words), value: () => undefined };
}
