/** Opening and closing the panel: beside the room, or over it where there is no place beside. */

import { byId } from "../dom.js";

const KEY = "devtools";
const OPEN = "open";
const NARROW = "(max-width: 860px)";

/**
 * Let the toggle, the close button and Escape do it; whether it is open outlives the page.
 *
 * `opened` is called whenever the panel has been opened.
 */
export function opening(panel, toggle, close, opened) {
  const narrow = matchMedia(NARROW);
  const cover = () => {
    byId("log").closest("main").inert = !panel.hidden && narrow.matches;
  };
  const set = (isOpen) => {
    panel.hidden = !isOpen;
    toggle.setAttribute("aria-expanded", String(isOpen));
    cover();
    if (isOpen) {
      opened();
    }
  };
  const turn = (isOpen) => {
    localStorage.setItem(KEY, isOpen ? OPEN : "");
    set(isOpen);
    if (!isOpen) {
      toggle.focus();
    } else if (narrow.matches) {
      close.focus();
    }
  };
  toggle.addEventListener("click", () => turn(panel.hidden));
  close.addEventListener("click", () => turn(false));
  panel.addEventListener("keydown", (event) => event.key === "Escape" && turn(false));
  narrow.addEventListener("change", cover);
  toggle.hidden = false;
  // On a phone it would hide the room that somebody came to see.
  set(localStorage.getItem(KEY) === OPEN && !narrow.matches);
}
