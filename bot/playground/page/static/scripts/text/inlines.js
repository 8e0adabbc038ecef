/** The inside of a line: tokens, and pairs of signs around them, in one pass. */

import { closeWith, openWith } from "./pairs.js";
import { matchAt, runEnd } from "./scanning.js";
import { tokenAt } from "./tokens.js";

const SPECIAL = /[\\`<[*_~|]|https?:\/\//gi;
const PAIRED = "*_~|";

/**
 * Return the nodes of a line or of several: `{kind, …}` with `text`, `children` or what it is of.
 *
 * @param {boolean} [inLink] Whether it is a link's own words, which hold no link.
 */
export function parseInlines(text, inLink = false) {
  const nodes = [];
  const open = [];
  let at = 0;
  while (at < text.length) {
    const special = matchAt(SPECIAL, text, at)?.index ?? text.length;
    if (special > at) {
      nodes.push({ kind: "text", text: text.slice(at, special) });
    }
    at = special < text.length ? takeSpecial(text, special, { nodes, open, inLink }) : special;
  }
  return nodes;
}

function takeSpecial(text, at, { nodes, open, inLink }) {
  if (PAIRED.includes(text[at])) {
    return takeSigns(text, at, nodes, open);
  }
  const parse = inLink ? null : (inside) => parseInlines(inside, true);
  const plain = { node: { kind: "text", text: text[at] }, end: at + 1 };
  const token = tokenAt(text, at, parse) ?? plain;
  nodes.push(token.node);
  return token.end;
}

/** A run of equal signs closes what it can, and what is left of it may open something. */
function takeSigns(text, at, nodes, open) {
  const end = runEnd(text, at);
  const [before, after] = [text[at - 1] ?? " ", text[end] ?? " "];
  const run = { sign: text[at], left: end - at, before, after };
  while (run.left > 0 && closeWith(run, nodes, open));
  if (run.left > 0) {
    openWith(run, nodes, open);
  }
  return end;
}
