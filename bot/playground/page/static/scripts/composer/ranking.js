/** Which names come up for what is typed, and in which order. */

const PLACES = [
  (name, typed) => name === typed,
  (name, typed) => name.startsWith(typed),
  (name, typed) => name.split(/[\s_-]+/u).some((word) => word.startsWith(typed)),
  (name, typed) => name.includes(typed),
];

/**
 * Return the items whose name holds what is typed, in any case: equal first, then those that begin
 * with it, then those with a word that does, then the rest; otherwise in the order given.
 */
export function ranked(items, typed, nameOf = (item) => item.name) {
  const wanted = folded(typed);
  const placed = items.map((item) => {
    const name = folded(nameOf(item));
    return { item, place: PLACES.findIndex((holds) => holds(name, wanted)) };
  });
  const found = placed.filter((each) => each.place >= 0);
  return found.sort((one, other) => one.place - other.place).map((each) => each.item);
}

/** Return words as they are compared: without regard to case and to spaces around them. */
export function folded(words) {
  return words.trim().toLowerCase();
}
