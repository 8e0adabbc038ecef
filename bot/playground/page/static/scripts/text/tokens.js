/** What stands for itself in a line: escapes, code, links, mentions, emoji, moments. */

import { webAddress } from "../addresses.js";
import { codeAt } from "./code.js";
import { matchAt, trimmedAddress } from "./scanning.js";

const ESCAPE = /\\([^0-9A-Za-z\s])/uy;
const LABEL = /\[((?:\\.|[^[\]\\\n])+)\]/;
const ADDRESS = /(https?:\/\/[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)/;
const MASKED = new RegExp(`${LABEL.source}\\(<?${ADDRESS.source}>?(?: +"[^"\n]*")?\\)`, "iy");
const BARE = /https?:\/\/[^\s<]+/iy;
const ANGLED = /<(https?:\/\/[^\s<>]+)>/iy;
const MENTION = /<(@!?|@&|#)(\d{1,20})>/y;
const COMMAND = /<\/([\p{L}\p{N}_ -]{1,100}):\d{1,20}>/uy;
const EMOJI = /<a?:(\w{2,32}):\d{1,20}>/y;
const MOMENT = /<t:(-?\d{1,13})(?::([tTdDfFsSR]))?>/y;
const FURTHEST_MS = 8.64e15;
const MENTIONED = { "@": "user", "@!": "user", "@&": "role", "#": "channel" };

const READERS = {
  "\\": [token(ESCAPE, (it) => words(it[1]))],
  "`": [codeAt],
  "[": [token(MASKED, masked)],
  "<": [
    token(MENTION, (it) => ({ kind: MENTIONED[it[1]], id: it[2] })),
    token(MOMENT, moment),
    token(COMMAND, (it) => ({ kind: "command", name: it[1] })),
    token(EMOJI, (it) => words(`:${it[1]}:`)),
    token(ANGLED, (it, parse) => link(it[1], parse)),
  ],
};

/**
 * Return the token that begins here and where it ends, or null when nothing does.
 *
 * @param {((inside: string) => object[]) | null} parse Parses a link's words; null: no links here.
 * @returns {{node: object, end: number} | null}
 */
export function tokenAt(text, at, parse) {
  for (const read of READERS[text[at]] ?? [bareAt]) {
    const found = read(text, at, parse);
    if (found) {
      return found;
    }
  }
  return null;
}

function token(pattern, make) {
  return (text, at, parse) => {
    const it = matchAt(pattern, text, at);
    const node = it && make(it, parse);
    return node ? { node, end: at + it[0].length } : null;
  };
}

function words(text) {
  return { kind: "text", text };
}

/** Words that are an address themselves make no link to another one, as in Discord. */
function masked([, label, address], parse) {
  const href = parse && !/https?:\/\//i.test(label) && webAddress(address);
  return href && { kind: "link", href, masked: true, children: parse(label) };
}

function bareAt(text, at, parse) {
  const address = trimmedAddress(matchAt(BARE, text, at)?.[0] ?? "");
  const node = link(address, parse) ?? words(address);
  return address ? { node, end: at + address.length } : null;
}

function link(address, parse) {
  const href = parse && webAddress(address);
  return href ? { kind: "link", href, children: [words(address)] } : null;
}

function moment([, seconds, style = "f"]) {
  const ms = Number(seconds) * 1000;
  return Math.abs(ms) <= FURTHEST_MS ? { kind: "moment", ms, style } : null;
}
