/** Discord's markdown as a tree: blocks of lines, which hold inlines. */

import { fenceEnd } from "./code.js";
import { parseInlines } from "./inlines.js";
import { listsAt } from "./lists.js";
import { matchAt } from "./scanning.js";

const PLAIN = [
  block(/(#{1,3}) +(\S[^\n]*)(?:\n|$)/y, heading),
  block(/-# +(\S[^\n]*)(?:\n|$)/y, (it) => ({ kind: "small", children: parseInlines(it[1]) })),
  listsAt,
];
/** Quotes do not nest, as in Discord: a second sign is a word of the first. */
const ALL = [
  block(/>>> ([^]*)/y, (it) => quote(it[1])),
  block(/(?:> [^\n]*(?:\n|$))+/y, (it) => quote(it[0].replace(/^> /gm, ""))),
  ...PLAIN,
];

/**
 * Return the blocks of a text, in their order: `lines`, `heading` (with a `level` of 1 to 3),
 * `small`, `quote` (which holds `blocks`) and `list`. Whatever is no markup stays as words; nothing
 * throws.
 */
export function parseMarkdown(source) {
  return parseBlocks(source.replaceAll("\r\n", "\n"), ALL);
}

function parseBlocks(text, readers) {
  const blocks = [];
  let pending = 0;
  let at = 0;
  const flush = () => {
    const words = text.slice(pending, at).replace(/\n$/, "");
    if (words) {
      blocks.push({ kind: "lines", children: parseInlines(words) });
    }
  };
  while (at < text.length) {
    const found = firstFound(readers, text, at);
    if (found) {
      flush();
      blocks.push(...found.blocks);
      pending = at = found.end;
    } else {
      at = nextLine(text, at);
    }
  }
  flush();
  return blocks;
}

function firstFound(readers, text, at) {
  for (const read of readers) {
    const found = read(text, at);
    if (found) {
      return found;
    }
  }
  return null;
}

/** Where the next line begins; a fenced block is part of the line in which it opens. */
function nextLine(text, at) {
  let from = at;
  for (;;) {
    const newline = text.indexOf("\n", from);
    const fence = text.indexOf("```", from);
    if (fence < 0 || (newline >= 0 && newline < fence)) {
      return newline < 0 ? text.length : newline + 1;
    }
    from = fenceEnd(text, fence) || fence + 3;
  }
}

function block(pattern, make) {
  return (text, at) => {
    const it = matchAt(pattern, text, at);
    return it && { blocks: [make(it)], end: at + it[0].length };
  };
}

function heading([, signs, words]) {
  return { kind: "heading", level: signs.length, children: parseInlines(words) };
}

function quote(inside) {
  return { kind: "quote", blocks: parseBlocks(inside, PLAIN) };
}
