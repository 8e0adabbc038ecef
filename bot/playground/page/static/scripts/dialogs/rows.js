/** The rows of a modal: words, or a field under its label. */

import { textDisplay } from "../components/layout.js";
import { freshId, h } from "../dom.js";
import { radios, tick, ticks } from "./choices.js";
import { picked, upload } from "./picked.js";
import { typed } from "./typed.js";

const ACTION_ROW = 1;
const TEXT_DISPLAY = 10;
const LABEL = 18;

/**
 * By type: https://docs.discord.com/developers/components/reference. Each is called with the
 * component and the `id` and `aria-describedby` of what it makes: `node`, which is shown; `input`,
 * the first that can be focused; `value()`, what it is worth (undefined: nothing is sent);
 * `problem()`, what is wrong with it ("" if nothing is); `required`; `group`, if it is many inputs.
 */
const CONTROLS = {
  3: picked,
  4: typed,
  5: picked,
  6: picked,
  7: picked,
  8: picked,
  19: upload,
  21: radios,
  22: ticks,
  23: tick,
};

/**
 * Return a top-level component of a modal and the fields in it; an unknown one shows nothing.
 *
 * @returns {{node: Node | null, fields: object[]}}
 */
export function rowOf(component) {
  if (component.type === TEXT_DISPLAY) {
    return { node: textDisplay(component), fields: [] };
  }
  const { description, inner, label } = partsOf(component);
  const isKnown = inner?.type in CONTROLS;
  return isKnown ? fieldRow(inner, label, description) : { node: null, fields: [] };
}

/** Before labels there were action rows, whose text inputs were labelled themselves. */
function partsOf({ component, components, description, label, type }) {
  if (type === LABEL) {
    return { inner: component, label, description };
  }
  const inner = type === ACTION_ROW ? components?.[0] : undefined;
  return { inner, label: inner?.label ?? "" };
}

function fieldRow(inner, label, description) {
  const id = freshId("field");
  const trouble = h("p", { class: "trouble", id: `${id}-trouble` });
  const note = description && h("p", { class: "note", id: `${id}-note` }, description);
  const told = note ? `${note.id} ${trouble.id}` : trouble.id;
  const control = CONTROLS[inner.type](inner, { id, "aria-describedby": told });
  const star = h("span", { class: "field-required", "aria-hidden": "true" }, " *");
  const words = [label, control.required && star];
  const [around, title] = control.group
    ? [h("fieldset", { class: "field", "aria-describedby": told }), h("legend", {}, words)]
    : [h("div", { class: "field" }), h("label", { for: id }, words)];
  title.className = "field-label";
  around.append(title, ...[note, control.node, trouble].filter(Boolean));
  return { node: around, fields: [fieldOf(inner, control, trouble)] };
}

function fieldOf({ custom_id: customId }, { group, input, problem, value }, trouble) {
  function check() {
    trouble.textContent = problem?.() ?? "";
    if (!group) {
      input.setAttribute("aria-invalid", String(Boolean(trouble.textContent)));
    }
    return !trouble.textContent;
  }
  return { customId, input, value, check };
}
