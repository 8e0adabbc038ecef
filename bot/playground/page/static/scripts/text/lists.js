/** Lists in a text: items by their signs, nested by their indentation. */

import { parseInlines } from "./inlines.js";
import { matchAt } from "./scanning.js";

const ITEM = /( *)([-*]|\d{1,9}\.) +(\S[^\n]*)(?:\n|$)/y;
const MORE_OF_IT = / {2,}(\S[^\n]*)(?:\n|$)/y;
const STEP = 2;
const DEEPEST = 10;

/**
 * Return the lists that begin here, and where they end; null when none does.
 *
 * A list is `{kind: "list", ordered, start, items: [{children, lists}]}`.
 */
export function listsAt(text, at) {
  const lines = [];
  let end = at;
  for (;;) {
    const item = matchAt(ITEM, text, end);
    const more = item || lines.length === 0 ? null : matchAt(MORE_OF_IT, text, end);
    if (item) {
      lines.push({ indent: item[1].length, sign: item[2], words: item[3] });
    } else if (more) {
      lines.at(-1).words += `\n${more[1]}`;
    } else {
      return lines.length ? { blocks: nested(lines), end } : null;
    }
    end += (item ?? more)[0].length;
  }
}

function nested(lines) {
  const root = { lists: [] };
  const path = [{ indent: -STEP, item: root }];
  for (const line of lines) {
    while (path.length > 1 && (line.indent < path.at(-1).indent + STEP || path.length > DEEPEST)) {
      path.pop();
    }
    const item = { children: parseInlines(line.words), lists: [] };
    listFor(path.at(-1).item, line.sign).items.push(item);
    path.push({ indent: line.indent, item });
  }
  return root.lists;
}

/** The last list of an item when it is of this kind, else a new one. */
function listFor(item, sign) {
  const start = Number.parseInt(sign, 10);
  const ordered = !Number.isNaN(start);
  if (item.lists.at(-1)?.ordered !== ordered) {
    item.lists.push({ kind: "list", ordered, start: ordered ? start : null, items: [] });
  }
  return item.lists.at(-1);
}
