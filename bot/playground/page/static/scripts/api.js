/** Requests to the stand-in, in the name of who I am. */

import { state } from "./state.js";

/** A refusal with words for a person; `status` 0 when nothing answered. */
export class Refusal extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/**
 * Return what to give to `catch` after a request: `call` makes something of a refusal, while what
 * nobody expected is thrown on.
 */
export function refused(call) {
  return (error) => {
    if (error instanceof Refusal) {
      return call(error);
    }
    throw error;
  };
}

/** Longer than a restart of the bot may take, the slowest thing that is asked for. */
const SECONDS = 70;

/**
 * Ask for a path and return the JSON of its answer.
 *
 * @param {unknown} [body] Sent by POST, as JSON or as the file it is; without it it is a GET.
 * @throws {Refusal}
 */
export async function request(path, body) {
  const isFile = body instanceof Blob;
  const headers = { "Content-Type": `application/${isFile ? "octet-stream" : "json"}` };
  const sent = { method: "POST", body: isFile ? body : JSON.stringify(body), headers };
  const posting = body === undefined ? {} : sent;
  const signal = AbortSignal.timeout(SECONDS * 1000);
  const response = await fetch(path, { signal, ...posting }).catch(() => {
    throw new Refusal("The demo does not answer. Is it still running?", 0);
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refusal(answer.message ?? `The demo answered ${response.status}.`, response.status);
  }
  return answer;
}

/** Return the people one can be. */
export async function getPeople() {
  return (await request("/client/people")).people;
}

/**
 * Return the `messages` of a channel before one of them, or the newest, oldest first, and whether
 * there are `more`, older ones.
 */
export function getMessages(channelId, before) {
  const page = new URLSearchParams({ as: state.person, limit: "50" });
  if (before) {
    page.set("before", before);
  }
  return request(`/client/channels/${channelId}/messages?${page}`);
}

/** Write an ordinary message, with files that were handed over, by their ids. */
export function postMessage(channelId, content, attachments) {
  const body = { content, attachments };
  return request(`/client/channels/${channelId}/messages?as=${state.person}`, body);
}

/** Hand over a file, for a message or an option, and return its id. */
export async function postFile(file) {
  const query = new URLSearchParams({ as: state.person, name: file.name });
  return (await request(`/client/attachments?${query}`, file)).id;
}

/** Act, and return the bot's first answer: see `acts.js`, which also shows it. */
export function postInteraction(body) {
  return request(`/client/interactions?as=${state.person}`, body);
}
