/** Sending what was written. */

import { useCommand } from "../acts.js";
import { postMessage, Refusal } from "../api.js";
import { notify } from "../notices.js";

/**
 * Send what a step has to send; returns whether it arrived, and says why not.
 *
 * @param {import("./steps.js").Step} step
 * @param {string} channelId
 */
export async function deliver({ data, content, files = [] }, channelId) {
  if (data) {
    return useCommand(data);
  }
  try {
    await postMessage(channelId, content, files);
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) {
      throw error;
    }
    notify(error.message);
    return false;
  }
}
