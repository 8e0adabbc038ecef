/** The list of suggestions above the text box. */

import { fill, h } from "../dom.js";

/** Show what is offered; `take` is called for the item that is clicked. */
export function showOffer({ popup, note, list, text }, offered, take) {
  list.hidden = offered.items.length === 0;
  note.hidden = offered.note === "";
  popup.hidden = list.hidden && note.hidden;
  note.textContent = offered.note;
  list.setAttribute("aria-label", offered.label);
  fill(list, offered.items.map((each, at) => line(each, at, at === offered.active, take)));
  const active = list.children[offered.active];
  active?.scrollIntoView({ block: "nearest" });
  text.setAttribute("aria-activedescendant", active?.id ?? "");
}

function line(item, at, isActive, take) {
  const properties = {
    id: `offer-${at}`,
    class: "offer-line",
    role: "option",
    "aria-selected": String(isActive),
    onclick: () => take(item),
  };
  return h(
    "div",
    properties,
    h("bdi", { class: "offer-name" }, item.name),
    item.mark && h("span", { class: "offer-mark" }, item.mark),
    item.detail && h("span", { class: "offer-detail" }, item.detail),
  );
}
