/** Asking the bot for choices while one types: after a pause; only the latest answer counts. */

import { askChoices } from "../acts.js";
import { commandData } from "./data.js";
import { optionOf } from "./draft.js";

const PAUSE_MS = 150;

/**
 * Return an asker: `follow` is told of every draft, `answer` returns what is known for the last.
 *
 * @param {() => void} changed Called when an answer has come.
 */
export function makeAsker(changed) {
  let asked = "";
  let timer = 0;
  let answer = { isLoading: false, choices: [] };

  function follow(draft) {
    const isAsking = draft.open && optionOf(draft)?.autocomplete;
    const data = isAsking ? commandData(draft, draft.option) : null;
    const key = data ? JSON.stringify(data) : "";
    if (key === asked) {
      return;
    }
    asked = key;
    clearTimeout(timer);
    if (data) {
      answer = { isLoading: true, choices: [] };
      timer = setTimeout(() => ask(data, key), PAUSE_MS);
    }
  }

  async function ask(data, key) {
    const choices = await askChoices(data);
    if (key === asked) {
      answer = { isLoading: false, choices };
      changed();
    }
  }

  return { follow, answer: () => answer };
}
