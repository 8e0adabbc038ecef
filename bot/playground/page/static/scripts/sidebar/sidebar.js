/** The left side: the server's channels, and below them who I am. */

import { fill, h } from "../dom.js";
import { state, update, watch } from "../state.js";
import { channelRows } from "./channels.js";

/** Fill the side; on a narrow screen the button opens and closes it. */
export function mountSidebar(side, button) {
  const guild = h("h2", { class: "guild" });
  const rooms = h("div", { class: "channels" });
  const person = h("div", { class: "person" });
  fill(side, guild, rooms, person);
  watch(["ready", "channelId"], () => channelRows(guild, rooms));
  watch(["people", "person"], () => choosePerson(person));

  function open(wanted) {
    side.classList.toggle("open", wanted);
    button.setAttribute("aria-expanded", String(wanted));
  }
  button.addEventListener("click", () => {
    open(!side.classList.contains("open"));
    side.querySelector("[aria-current]")?.focus();
  });
  side.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && side.classList.contains("open")) {
      open(false);
      button.focus();
    }
  });
  rooms.addEventListener("click", () => open(false));
  watch(["channelId"], () => open(false));
  document.addEventListener("pointerdown", (event) => {
    if (!side.contains(event.target) && !button.contains(event.target)) {
      open(false);
    }
  });
}

function choosePerson(place) {
  if (state.people.length === 0) {
    return;
  }
  if (!place.firstElementChild) {
    const options = state.people.map((each) =>
      h("option", { value: each.id }, `${each.name} (${each.role})`),
    );
    const onchange = ({ target }) => update({ person: target.value });
    const select = h("select", { id: "person", onchange }, options);
    fill(place, h("label", { for: "person" }, "Who am I"), select);
  }
  place.querySelector("select").value = state.person;
}
