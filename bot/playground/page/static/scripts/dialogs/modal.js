/** A form that the bot opens, and that is sent back to it. */

import { submitModal } from "../acts.js";
import { freshId, h } from "../dom.js";
import { showDialog } from "./dialog.js";
import { rowOf } from "./rows.js";

const FAILED = "Something went wrong. Try again.";

/** Show a modal, the data of a callback of type 9, until it is answered or left. */
export function openModal(modal, interactionId) {
  const rows = modal.components.map(rowOf);
  const fields = rows.flatMap((each) => each.fields);
  const title = h("h2", { id: freshId("modal"), class: "modal-title" }, modal.title);
  const trouble = h("p", { class: "trouble", role: "alert" });
  const submit = h("button", { type: "submit", class: "component-button primary" }, "Submit");
  const onclick = () => dialog.close();
  const cancel = h("button", { class: "component-button secondary", onclick }, "Cancel");
  const inside = h("div", { class: "modal-rows" }, rows.map((each) => each.node));
  const foot = h("div", { class: "modal-foot" }, trouble, cancel, submit);
  const manners = { class: "modal-form", novalidate: true, autocomplete: "off" };
  const form = h("form", manners, title, inside, foot);
  const dialog = h("dialog", { class: "modal", "aria-labelledby": title.id }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isFilledIn(fields)) {
      send({ dialog, fields, interactionId, submit, trouble });
    }
  });
  document.querySelector("dialog.modal")?.close();
  showDialog(dialog);
  (fields.map((each) => each.input).find((each) => !each.disabled) ?? cancel).focus();
}

/** Every field says what is wrong with it; the first one is gone to. */
function isFilledIn(fields) {
  const wrong = fields.filter((each) => !each.check());
  wrong[0]?.input.focus();
  return wrong.length === 0;
}

async function send({ dialog, fields, interactionId, submit, trouble }) {
  if (submit.ariaBusy === "true") {
    return;
  }
  submit.ariaBusy = "true";
  trouble.textContent = "";
  const values = Object.fromEntries(fields.map((each) => [each.customId, each.value()]));
  let answered = false;
  try {
    answered = await submitModal(interactionId, values);
  } finally {
    submit.ariaBusy = null;
    trouble.textContent = answered ? "" : FAILED;
  }
  if (answered) {
    dialog.close();
  }
}
