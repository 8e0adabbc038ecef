/** The panel's fields: each shows what the stand-in says, and sends what a person sets. */

import { freshId, h, say } from "../dom.js";

const SET = { type: "submit", class: "quiet-button" };

/**
 * Return a number with a button that sets it; an empty field sends null.
 *
 * @param {{label: string, limits: object, note: (value: number | null) => string}} about
 */
export function numberField(about, send) {
  const [id, noteId] = [freshId("devtools"), freshId("devtools")];
  const input = h("input", { id, type: "number", "aria-describedby": noteId, ...about.limits });
  const note = h("p", { id: noteId, class: "note" });
  const set = h("button", { ...SET, "aria-label": `Set: ${about.label}` }, "Set");
  const submit = (event) => {
    event.preventDefault();
    send(input.value === "" ? null : input.valueAsNumber);
  };
  const label = h("label", { for: id }, about.label);
  const row = h("div", { class: "knob-row" }, input, set);
  const element = h("form", { class: "knob", onsubmit: submit }, label, row, note);
  let shown;
  const show = (value) => {
    say(note, about.note(value));
    if (value !== shown && document.activeElement !== input) {
      input.value = value ?? "";
    }
    shown = value;
  };
  return { element, show };
}

/** Return a box to tick, which sends at once. */
export function tickField(label, send) {
  const input = h("input", { type: "checkbox", onchange: () => send(input.checked) });
  const show = (value) => {
    input.checked = value;
  };
  return { element: h("label", { class: "knob tick" }, input, h("span", {}, label)), show };
}

/**
 * Return a list to pick from, which sends at once.
 *
 * @param {number[]} choices What can be picked; other values are shown when they are set elsewhere.
 */
export function pickField(label, choices, wordsOf, send) {
  const id = freshId("devtools");
  const options = choices.map((value) => h("option", { value }, wordsOf(value)));
  const select = h("select", { id, onchange: () => send(Number(select.value)) }, options);
  const show = (value) => {
    if (![...select.options].some((each) => Number(each.value) === value)) {
      select.append(h("option", { value }, wordsOf(value)));
    }
    select.value = String(value);
  };
  return { element: h("div", { class: "knob" }, h("label", { for: id }, label), select), show };
}
