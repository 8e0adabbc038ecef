/** Restarting the bot, and saying how far it has come. */

import { refused, request } from "../api.js";
import { h, say } from "../dom.js";
import { state, watch } from "../state.js";
import { spanWords } from "./words.js";

/** Return the button, with what is said about the restart beside it. */
export function restartButton() {
  const status = h("span", { class: "note", role: "status" });
  let isBusy = false;
  const restart = async () => {
    if (isBusy) {
      return;
    }
    isBusy = true;
    button.setAttribute("aria-disabled", "true");
    say(status, "closing…");
    say(status, await request("/devtools/restart", {}).then(inWords, refused(asTold)));
    button.removeAttribute("aria-disabled");
    isBusy = false;
  };
  const button = h("button", { class: "quiet-button", onclick: restart }, "Restart the bot");
  watch(["ready"], () => {
    if (isBusy && state.ready && !state.ready.listening) {
      say(status, "closed, starting…");
    }
  });
  return h("div", { class: "knob-row" }, button, status);
}

function inWords({ took_ms: took }) {
  return `a new bot listens, ${spanWords(took)}`;
}

function asTold({ message }) {
  return message;
}
