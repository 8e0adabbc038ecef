/**
 * What is known of one channel: pages that were fetched, corrected by what was heard live.
 *
 * A page is the truth about its stretch of the channel as it was when it was asked for; whatever
 * was heard after that is newer. Ids are decimals without leading zeros; "" is older than all of
 * them.
 */

/**
 * Return the shelf of a channel of which nothing is known yet.
 *
 * `heard` says when an id was last heard of, as a number of `now`; `reach` is the id down to which
 * messages are here ("" from the beginning, null before the first page), and `fresh` the id down to
 * which they have been fetched since something may have been missed.
 */
export function emptyShelf() {
  return {
    messages: new Map(),
    heard: new Map(),
    gone: new Set(),
    now: 0,
    reach: null,
    fresh: null,
    sorted: null,
  };
}

/** Take what was heard live: a message that is new or has changed. */
export function put(shelf, message) {
  const isBeyond = shelf.reach !== null && isOlder(message.id, shelf.reach);
  const known = shelf.messages.get(message.id);
  if (isBeyond || (known && known.revision > message.revision)) {
    return;
  }
  note(shelf, message.id);
  shelf.gone.delete(message.id);
  set(shelf, message);
}

/** Take what was heard live: a message is not there any more. */
export function take(shelf, id) {
  note(shelf, id);
  shelf.gone.add(id);
  remove(shelf, id);
}

/**
 * Take a page of the channel.
 *
 * @param {{messages: object[], more: boolean}} page
 * @param {string | undefined} before As it was asked for.
 * @param {number} asked The shelf's `now` at that time.
 */
export function takePage(shelf, page, before, asked) {
  const floor = page.more ? page.messages[0].id : "";
  const isNews = (id) => (shelf.heard.get(id) ?? 0) > asked;
  for (const id of missing(shelf, page, { floor, before, isNews })) {
    remove(shelf, id);
  }
  for (const message of page.messages) {
    const known = shelf.messages.get(message.id);
    const wentSince = shelf.gone.has(message.id) && isNews(message.id);
    if (!wentSince && !(known && known.revision >= message.revision)) {
      set(shelf, message);
    }
  }
  shelf.reach = lower(shelf.reach, floor);
  shelf.fresh = lower(shelf.fresh, floor);
}

/** Whether some of what is here has not been fetched since something may have been missed. */
export function hasStale(shelf) {
  return shelf.fresh !== null && isOlder(shelf.reach, shelf.fresh);
}

/** Return the messages, oldest first. */
export function inOrder(shelf) {
  const byAge = (one, other) => (isOlder(one.id, other.id) ? -1 : 1);
  shelf.sorted ??= [...shelf.messages.values()].sort(byAge);
  return shelf.sorted;
}

/** Whether an id came before another. */
export function isOlder(one, other) {
  return one.length === other.length ? one < other : one.length < other.length;
}

/** What a page should have shown and did not; and before the first page, what lies below it. */
function missing(shelf, page, { floor, before, isNews }) {
  const shown = new Set(page.messages.map((each) => each.id));
  const isCovered = (id) => !isOlder(id, floor) && (!before || isOlder(id, before));
  const isLost = (id) => isCovered(id) && !shown.has(id) && !isNews(id);
  const isApart = (id) => shelf.reach === null && isOlder(id, floor);
  return [...shelf.messages.keys()].filter((id) => isLost(id) || isApart(id));
}

function lower(one, other) {
  return one === null || isOlder(other, one) ? other : one;
}

function note(shelf, id) {
  shelf.now += 1;
  shelf.heard.set(id, shelf.now);
}

function set(shelf, message) {
  shelf.messages.set(message.id, message);
  shelf.sorted = null;
}

function remove(shelf, id) {
  shelf.messages.delete(id);
  shelf.sorted = null;
}
