/** What is ticked in a modal: one of several, some of several, or a single box. */

import { countProblem, rangeOf, rangeWords } from "../components/picker.js";
import { freshId, h } from "../dom.js";

/** Return the control of a radio group. */
export function radios({ options, required = true }, { id }) {
  const inputs = inputsOf("radio", options, { name: id, required });
  return {
    ...group(options, inputs),
    value: () => valuesOf(inputs)[0],
    problem: () => (required && valuesOf(inputs).length === 0 ? "Choose one." : ""),
    required,
  };
}

/** Return the control of a group of checkboxes. */
export function ticks(component) {
  const { options, required = true } = component;
  const range = rangeOf({ ...component, max_values: component.max_values ?? options.length });
  const inputs = inputsOf("checkbox", options);
  return {
    ...group(options, inputs, h("p", { class: "note" }, rangeWords(range))),
    value: () => valuesOf(inputs),
    problem: () => countProblem(valuesOf(inputs).length, { ...range, required }),
    required,
  };
}

/** Return the control of a checkbox on its own. */
export function tick(component, names) {
  const input = h("input", { ...names, type: "checkbox", checked: component.default });
  return { input, node: h("div", { class: "tick-box" }, input), value: () => input.checked };
}

function inputsOf(type, options, more) {
  return options.map(({ default: checked, value }) =>
    h("input", { type, value, checked, ...more }),
  );
}

function valuesOf(inputs) {
  return inputs.filter((each) => each.checked).map((each) => each.value);
}

function group(options, inputs, note) {
  const rows = inputs.map((each, at) => choice(each, options[at]));
  const input = inputs.find((each) => each.checked) ?? inputs[0];
  return { input, node: h("div", { class: "choices" }, note, rows), group: true };
}

function choice(box, { description, label }) {
  const id = freshId("choice");
  const note = description && h("p", { class: "choice-note note", id }, description);
  if (note) {
    box.setAttribute("aria-describedby", id);
  }
  const words = h("label", { class: "choice-label" }, box, h("span", {}, label));
  return h("div", { class: "choice" }, words, note);
}
