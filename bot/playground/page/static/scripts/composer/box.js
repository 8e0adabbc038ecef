/** The parts that the composer is made of. */

import { fill, h } from "../dom.js";

/**
 * Build them into the form.
 *
 * @param {HTMLFormElement} form
 */
export function buildBox(form) {
  const note = h("p", { class: "offer-note", role: "status" });
  const list = h("div", { id: "offers", class: "offers", role: "listbox" });
  const popup = h("div", { class: "offer" }, note, list);
  const chips = h("div", { class: "chips" });
  const text = h("textarea", {
    id: "message",
    "aria-label": "Message",
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-controls": "offers",
    "aria-describedby": "composer-trouble composer-hint",
    rows: "1",
    enterkeyhint: "send",
  });
  const current = h("span", { class: "current", "aria-hidden": "true" });
  const grow = h("div", { class: "grow" }, text);
  const typing = h("div", { class: "typing" }, current, grow);
  const file = h("input", { type: "file", hidden: true });
  const names = { class: "quiet-button", "aria-label": "Attach a file", title: "Attach a file" };
  const attach = h("button", { ...names, onclick: () => file.click() }, "+");
  const more = h("button", { class: "quiet-button", type: "button" });
  const send = h("button", { class: "send", type: "submit" }, "Send");
  const trouble = h("p", { id: "composer-trouble", class: "composer-trouble", role: "alert" });
  const hint = h("p", { id: "composer-hint", class: "composer-hint" });
  const box = h("div", { class: "box" }, chips, typing, h("div", { class: "box-end" }, file, attach, more, send));
  fill(form, popup, box, trouble, hint);
  const around = { form, popup, note, list, box, chips, trouble, hint };
  return { ...around, current, text, grow, file, attach, more, send };
}
