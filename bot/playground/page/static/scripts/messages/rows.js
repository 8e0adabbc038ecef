/** The articles in the list, by message. */

import { keyedList } from "../keyed.js";
import { fillArticle, newArticle } from "./article.js";

const TOGETHER_MS = 7 * 60 * 1000;

/** Return a function that makes the list show these messages; unchanged ones are left alone. */
export function keyedRows(list) {
  return keyedList(list, ({ id }) => {
    const element = newArticle(id);
    let [shown, wasCompact] = [null, false];
    const show = (message, previous) => {
      const compact = isCompact(previous, message);
      if (shown !== message || wasCompact !== compact) {
        [shown, wasCompact] = [message, compact];
        fillArticle(element, message, compact);
      }
    };
    return { element, show };
  });
}

/** Whether a message follows one of the same author so soon that it needs no head of its own. */
function isCompact(previous, message) {
  if (!previous || previous.author.id !== message.author.id) {
    return false;
  }
  const apart = Date.parse(message.timestamp) - Date.parse(previous.timestamp);
  return apart < TOGETHER_MS && !message.used && !message.ephemeral && !previous.ephemeral;
}
