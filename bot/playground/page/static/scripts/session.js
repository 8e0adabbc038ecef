/**
 * Who I am and where I look: remembered by the tab, so that both survive a reload. The channel's id
 * stands in the address, so that the browser's Back works.
 */

import { getPeople, refused } from "./api.js";
import { connect } from "./connection.js";
import { forgetMessages, hearGone, hearMessage } from "./messages/store.js";
import { notify } from "./notices.js";
import { CHANNEL, channel, state, update, watch } from "./state.js";

const RETRY_MS = 2000;

let hangUp = () => {};

/** Learn who one can be, then connect; again and again until the demo is there. */
export async function begin() {
  const people = await getPeople().catch(refused(({ message }) => notify(message)));
  if (!people) {
    setTimeout(begin, RETRY_MS);
    return;
  }
  const kept = sessionStorage.getItem("person");
  const known = people.find((each) => each.id === kept) ?? people[0];
  update({ people, person: known?.id ?? "" });
  watch(["person"], becomePerson);
  addEventListener("hashchange", followAddress);
}

function becomePerson() {
  hangUp();
  forgetMessages();
  sessionStorage.setItem("person", state.person);
  update({ ready: null, connected: false });
  const hear = { ready: hearReady, message: hearMessage, gone: hearGone };
  hangUp = connect(state.person, hear, (connected) => update({ connected }), isThere);
}

/** Whether the demo answers; one that I am not known to is another run, and I begin anew with it. */
async function isThere() {
  const people = await getPeople().catch(refused(() => null));
  if (people && !people.some(({ id }) => id === state.person)) {
    beginAnew(people);
  }
  return Boolean(people);
}

/** Nothing that I know is true any more, ids above all: keep who I was and where, by their names. */
function beginAnew(people) {
  const { name } = state.people.find(({ id }) => id === state.person) ?? {};
  const room = channel()?.name ?? "";
  sessionStorage.clear();
  sessionStorage.setItem("room", room);
  sessionStorage.setItem("person", people.find((each) => each.name === name)?.id ?? "");
  history.replaceState(null, "", location.pathname);
  location.reload();
}

function hearReady(ready) {
  update({ ready });
  followAddress();
}

function followAddress() {
  const rooms = (state.ready?.channels ?? []).filter((each) => each.type !== CHANNEL.category);
  const asked = [location.hash.slice(1), state.channelId, sessionStorage.getItem("channel")];
  const named = rooms.find((each) => each.name === sessionStorage.getItem("room"));
  const found =
    asked.map((id) => rooms.find((each) => each.id === id)).find(Boolean) ?? named ?? rooms[0];
  if (found) {
    sessionStorage.setItem("channel", found.id);
  }
  if (found && location.hash) {
    // It may have named a channel that I cannot see, or a part of the page.
    history.replaceState(null, "", `#${found.id}`);
  }
  update({ channelId: found?.id ?? "" });
}
