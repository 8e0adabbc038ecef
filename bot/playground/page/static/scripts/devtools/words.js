/** Moments and spans of time as the panel writes them. */

const TINY_MS = 10;
const SHORT_MS = 1000;
const LONG_MS = 10000;

/** Return a span of milliseconds in words, as `0.3 ms`, `84 ms`, `2.41 s` or `12.3 s`. */
export function spanWords(span) {
  if (span < SHORT_MS) {
    return `${span < TINY_MS ? span.toFixed(1) : Math.round(span)} ms`;
  }
  return `${(span / 1000).toFixed(span < LONG_MS ? 2 : 1)} s`;
}

/** Return how many milliseconds after the beginning something was, as `+0.084 s`. */
export function offsetWords(span) {
  return `+${(span / 1000).toFixed(3)} s`;
}

/** Return the time of day, with seconds, of a moment in milliseconds since 1970. */
export function clockWords(moment) {
  return new Date(moment).toLocaleTimeString([], { timeStyle: "medium" });
}
