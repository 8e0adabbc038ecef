/** The desk: the draft in the making, the drafts left in other channels, and what was sent last. */

import { postFile, refused } from "../api.js";
import { notify } from "../notices.js";
import { channel, state } from "../state.js";
import { makeAsker } from "./asking.js";
import { deliver } from "./delivery.js";
import { EMPTY, isEmpty } from "./draft.js";
import { renewed } from "./moves.js";
import { attach } from "./steps.js";
import { offer } from "./suggestions.js";

/**
 * Return a desk with nothing on it.
 *
 * @param {() => void} show Called whenever there is something else to see.
 */
export function makeDesk(show) {
  const drafts = new Map();
  const asker = makeAsker(show);
  let draft = EMPTY;
  let last = null;
  let { person, channelId } = state;

  function become(next) {
    draft = next;
    drafts.set(channelId, draft);
    asker.follow(draft);
    show();
  }

  /** See where I am and what is registered there; another person begins with nothing. */
  function look() {
    if (person !== state.person) {
      drafts.clear();
      last = null;
    }
    ({ person, channelId } = state);
    become(channel() ? renewed(draftIn(channelId)) : EMPTY);
  }

  /** Go on to a step's draft, and send what it has to send; what is refused comes back. */
  async function follow(step) {
    const sent = { draft, person, channelId };
    become(step.draft);
    if (!step.data && !step.content && !step.files) {
      return;
    }
    last = step.data ? sent.draft : last;
    const isRefused = !(await deliver(step, sent.channelId));
    if (isRefused && isEmpty(draftIn(sent.channelId)) && sent.person === person) {
      drafts.set(sent.channelId, { ...sent.draft, open: false });
      look();
    }
  }

  /** Hand over a file, and put it where it belongs. */
  async function hand(file) {
    const id = await postFile(file).catch(refused(({ message }) => notify(message)));
    if (id) {
      await follow(attach(draft, file.name, id));
    }
  }

  function draftIn(id) {
    return drafts.get(id) ?? EMPTY;
  }

  return {
    get draft() {
      return draft;
    },
    get last() {
      return last;
    },
    get offered() {
      return offer(draft, asker.answer());
    },
    become,
    follow,
    hand,
    look,
  };
}
