/** The composer: words, commands and their options in one text box. */

import { watch } from "../state.js";
import { buildBox } from "./box.js";
import { makeDesk } from "./desk.js";
import { EMPTY } from "./draft.js";
import { stepFor } from "./keys.js";
import { goTo, toList, without } from "./moves.js";
import { send, take } from "./steps.js";
import { typed } from "./typing.js";
import { show } from "./view.js";

/**
 * Put the composer into its form.
 *
 * @param {HTMLFormElement} form
 */
export function mountComposer(form) {
  const parts = buildBox(form);
  const desk = makeDesk(() => show(parts, desk, pointed));
  const pointed = pointing(desk, parts.text);
  hear(parts, desk, pointed);
  keepAtHand(parts);
  watch(["ready", "channelId", "person"], desk.look);
}

/** What clicks do; typing goes on afterwards. */
function pointing(desk, text) {
  const become = (next) => {
    desk.become(next);
    text.focus();
  };
  return {
    take: (item) => become(take(desk.draft, item)),
    go: (name) => become(name === null ? toList(desk.draft) : goTo(desk.draft, name)),
    remove: (name) => become(name === null ? EMPTY : without(desk.draft, name)),
  };
}

function hear({ form, text, file, more }, desk, pointed) {
  text.addEventListener("input", () => desk.become(typed(desk.draft, text.value)));
  text.addEventListener("keydown", (event) => {
    const step = stepFor(event, desk);
    if (step) {
      event.preventDefault();
      desk.follow(step);
    }
  });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    file.value = "";
    if (chosen) {
      await desk.hand(chosen);
    }
    text.focus();
  });
  more.addEventListener("click", () => pointed.go(null));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    desk.follow(send(desk.draft));
    text.focus();
  });
}

/** A click in the composer, and typing with nothing focused, lead to the text box. */
function keepAtHand({ box, popup, text }) {
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  box.addEventListener("click", (event) => {
    if (!event.target.closest("button")) {
      text.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (isTyping(event) && isNothingFocused()) {
      text.focus();
    }
  });
}

function isTyping(event) {
  const isModified = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  return event.key.length === 1 && event.key !== " " && !isModified && !event.defaultPrevented;
}

function isNothingFocused() {
  const active = document.activeElement ?? document.body;
  const isIdle = active === document.body || active.getAttribute("role") === "log";
  return isIdle && document.querySelector("dialog[open]") === null;
}
