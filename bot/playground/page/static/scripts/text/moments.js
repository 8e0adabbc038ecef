/** Moments in words; those relative to now count by themselves, all by one timer. */

import { h, say } from "../dom.js";

const LANGUAGE = "en";
const COUNTING = "counting";
const UNITS = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** By Discord's letters: https://docs.discord.com/developers/reference#message-formatting */
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

const relative = new Intl.RelativeTimeFormat(LANGUAGE);

/** By style: to make one takes longer than to write a whole message. */
const formats = {};
let timer = 0;

/**
 * Return a moment in one of Discord's styles.
 *
 * @param {number} ms Since the epoch.
 * @param {string} style One of `tTdDfFsSR`.
 */
export function moment(ms, style) {
  const counts = style === "R";
  const words = counts ? fromNow(ms, Date.now()) : written(ms, style);
  const properties = { datetime: new Date(ms).toISOString(), title: written(ms, "F") };
  if (!counts) {
    return h("time", properties, words);
  }
  timer ||= setInterval(count, 1000);
  // Within a log every change would be read out.
  const live = { class: COUNTING, "aria-live": "off", dataset: { ms: String(ms) } };
  return h("time", { ...properties, ...live }, words);
}

/** Return how far a moment is from now, in words. */
export function fromNow(ms, now) {
  const seconds = Math.round((ms - now) / 1000);
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? UNITS.at(-1);
  return seconds === 0 ? "now" : relative.format(Math.trunc(seconds / size), unit);
}

/** Return a moment as a message's head shows it: today by the clock alone. */
export function whenSaid(date) {
  const today = date.toDateString() === new Date().toDateString();
  return written(date.getTime(), today ? "t" : "s");
}

/** Return a moment in one of the styles that do not count. */
export function written(ms, style) {
  formats[style] ??= new Intl.DateTimeFormat(LANGUAGE, STYLES[style]);
  return formats[style].format(ms);
}

function count() {
  const shown = [...document.getElementsByClassName(COUNTING)];
  for (const element of shown) {
    say(element, fromNow(Number(element.dataset.ms), Date.now()));
  }
  if (shown.length === 0) {
    clearInterval(timer);
    timer = 0;
  }
}
