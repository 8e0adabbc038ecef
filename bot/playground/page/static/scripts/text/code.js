/** Code in a text: fenced blocks, and spans between as many backticks. */

import { runEnd } from "./scanning.js";

const FENCE = "```";
const LANGUAGE = /^[a-z0-9_+\-.#]+\n/i;

/** Return where the fenced block that begins here ends, or 0; an empty one is none. */
export function fenceEnd(text, at) {
  const close = text.startsWith(FENCE, at) ? text.indexOf(FENCE, at + 3) : -1;
  return close > 0 && text.slice(at + 3, close).trim() ? close + 3 : 0;
}

/** Return the token at a backtick; a run of backticks that closes nowhere is words. */
export function codeAt(text, at) {
  const end = fenceEnd(text, at);
  if (!end) {
    return spanAt(text, at);
  }
  const inside = text.slice(at + 3, end - 3).replace(LANGUAGE, "");
  const node = { kind: "pre", text: inside.replace(/^\n+/, "").trimEnd() };
  return { node, end: text[end] === "\n" ? end + 1 : end };
}

function spanAt(text, at) {
  const start = runEnd(text, at);
  const opening = text.slice(at, start);
  let close = text.indexOf(opening, start);
  while (close >= 0) {
    const end = runEnd(text, close);
    if (end - close === opening.length) {
      const words = text.slice(start, close).replace(/^ (?=`)|(?<=`) $/g, "");
      return { node: { kind: "code", text: words }, end };
    }
    close = text.indexOf(opening, end);
  }
  return { node: { kind: "text", text: opening }, end: start };
}
