/** The menu of a message: the commands that were registered for messages. */

import { useCommand } from "../acts.js";
import { h } from "../dom.js";
import { commandsHere } from "../rights.js";
import { MESSAGE_COMMAND } from "../state.js";

const MARGIN_PX = 8;
const MENU = { class: "message-menu", role: "menu", "aria-label": "More", popover: "auto" };
const ITEM = { role: "menuitem", tabindex: "-1" };
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** The message whose menu is open, by its id: its button may be replaced meanwhile. */
let openFor = "";

/** Return the button of a message's menu; the list shows it only when there are commands. */
export function moreButton({ id }) {
  const names = { "aria-haspopup": "menu", "aria-label": "More", title: "More" };
  const button = h("button", { class: "more", ...names }, "⋯");
  let wasOpen = false;
  // What is pressed beside a menu closes it before the click comes.
  button.addEventListener("pointerdown", () => {
    wasOpen = openFor === id;
  });
  button.addEventListener("click", () => {
    if (!wasOpen) {
      openMenu(button, id);
    }
    wasOpen = false;
  });
  return button;
}

/** Return the message commands that I may use in the channel I look at. */
export function messageCommands() {
  return commandsHere(MESSAGE_COMMAND);
}

function openMenu(button, id) {
  const items = messageCommands().map((command) => {
    const use = () => {
      menu.hidePopover();
      useCommand({ id: command.id, target_id: id });
    };
    return h("button", { ...ITEM, onclick: use }, command.name);
  });
  const menu = h("div", MENU, items);
  menu.addEventListener("keydown", (event) => moveIn(items, event));
  menu.addEventListener("toggle", ({ newState }) => {
    const isOpen = newState === "open";
    button.setAttribute("aria-expanded", String(isOpen));
    openFor = isOpen ? id : "";
    if (!isOpen) {
      menu.remove();
    }
  });
  document.body.append(menu);
  menu.showPopover();
  place(menu, button.getBoundingClientRect());
  items[0]?.focus();
}

function place(menu, beside) {
  const size = menu.getBoundingClientRect();
  const below = beside.bottom + size.height + MARGIN_PX < innerHeight;
  const top = below ? beside.bottom : Math.max(MARGIN_PX, beside.top - size.height);
  menu.style.setProperty("top", `${top}px`);
  menu.style.setProperty("left", `${Math.max(MARGIN_PX, beside.right - size.width)}px`);
}

function moveIn(items, event) {
  const at = items.indexOf(document.activeElement);
  const ends = { Home: 0, End: items.length - 1 };
  const next = ends[event.key] ?? (event.key in STEPS ? at + STEPS[event.key] : null);
  if (next !== null) {
    event.preventDefault();
    items[(next + items.length) % items.length].focus();
  } else if (event.key === "Tab") {
    event.currentTarget.hidePopover();
  }
}
