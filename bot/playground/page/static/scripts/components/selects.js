/** Selects in messages: one pick is sent at once, several by a button. */

import { useComponent } from "../acts.js";
import { h } from "../dom.js";
import { listNote, picker, pickedIn, rangeOf } from "./picker.js";
import { joinWaiting, keyOf, press } from "./presses.js";

const STAY_CLOSED = new Set(["Tab", "Escape", "Shift", "Control", "Alt", "Meta"]);

/** What is picked but not yet sent, by the key of the component. */
const halfPicked = new Map();

/** Return a select of any kind. */
export function select(component, message) {
  const make = rangeOf(component).most > 1 ? several : single;
  return make(component, message, keyOf(message, component));
}

function properties(component, message) {
  return {
    "aria-label": component.placeholder || "Make a selection",
    disabled: component.disabled,
    dataset: { customId: component.custom_id, messageId: message.id },
  };
}

function single(component, message, key) {
  const made = picker(component, properties(component, message));
  let before = made.value;
  made.addEventListener("keydown", openByKey);
  made.addEventListener("change", async () => {
    const picked = made.value;
    made.value = before;
    const answered = await press(key, made, () => {
      made.value = picked;
      return useComponent(message, component, pickedIn(made));
    });
    if (answered) {
      before = picked;
    }
    made.value = before;
  });
  return joinWaiting(key, made);
}

/** A closed select would pick, and so send, whatever an arrow passes: open it instead. */
function openByKey(event) {
  const select = event.currentTarget;
  const leaves = STAY_CLOSED.has(event.key) || event.ctrlKey || event.metaKey || event.altKey;
  if (!leaves && "showPicker" in select) {
    event.preventDefault();
    select.showPicker();
  }
}

function several(component, message, key) {
  const range = rangeOf(component);
  const list = picker(component, properties(component, message), halfPicked.get(key));
  const send = sendButton(component, message, key);
  function check() {
    const count = pickedIn(list).length;
    send.disabled = component.disabled || count < range.least || count > range.most;
  }
  list.addEventListener("change", () => {
    halfPicked.set(key, pickedIn(list));
    check();
  });
  send.addEventListener("click", async () => {
    const act = () => useComponent(message, component, pickedIn(list));
    if (await press(key, send, act)) {
      halfPicked.delete(key);
    }
  });
  check();
  return h("div", { class: "several-picks" }, list, listNote(list, component), send);
}

function sendButton(component, message, key) {
  const dataset = { customId: `send ${component.custom_id}`, messageId: message.id };
  return joinWaiting(key, h("button", { class: "component-button secondary", dataset }, "Send"));
}
