/** Looking at one place of a text: what matches there, and how far it goes. */

const SIGNS = /\*\*|\|\||~~/;
const TRAILING = /[*_~|.,:;!?"'\]]$/;

/** Return what a pattern matches: at this place if it is sticky, from there on if it is global. */
export function matchAt(pattern, text, at) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Return where the run of equal signs that begins here ends. */
export function runEnd(text, at) {
  let end = at;
  while (text[end] === text[at] && end < text.length) {
    end += 1;
  }
  return end;
}

/**
 * Return an address without what follows it in a sentence: signs of markup, stops, brackets that
 * were opened before it.
 */
export function trimmedAddress(found) {
  let address = found.split(SIGNS, 1)[0];
  let surplus = count(address, ")") - count(address, "(");
  for (;;) {
    const isSurplus = surplus > 0 && address.endsWith(")");
    if (!isSurplus && !TRAILING.test(address)) {
      return address;
    }
    address = address.slice(0, -1);
    surplus -= isSurplus ? 1 : 0;
  }
}

function count(text, letter) {
  return text.split(letter).length - 1;
}
