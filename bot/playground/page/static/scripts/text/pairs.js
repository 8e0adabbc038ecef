/**
 * Signs in pairs, such as two stars before and after: what is open is closed by what follows.
 *
 * At most one of each sign and length is open at a time, which bounds both the depth of the tree
 * and the time that it takes, whatever the text.
 */

const KINDS = {
  "*": ["em", "strong"],
  _: ["em", "u"],
  "~": [null, "s"],
  "|": [null, "spoiler"],
};
const SPACE = /\s/;
const WORD = /\w/;
const LONGEST = 3;

/**
 * Close the opened sign that fits this run best; returns whether there was one.
 *
 * @param {{sign: string, left: number, before: string, after: string}} run Its `left` is used up.
 * @param {object[]} nodes What has been parsed so far.
 * @param {object[]} open What may yet be closed.
 */
export function closeWith(run, nodes, open) {
  const fitting = open.filter((each) => each.sign === run.sign && mayClose(each, run, nodes));
  const opener = fitting.findLast((each) => each.count === run.left) ?? fitting.at(-1);
  if (!opener) {
    return false;
  }
  const used = usable(opener.count, run.left);
  const children = nodes.splice(opener.index + 1);
  opener.count -= used;
  run.left -= used;
  open.length = open.indexOf(opener) + (opener.count ? 1 : 0);
  nodes.pop();
  if (opener.count) {
    nodes.push(words(run.sign, opener.count));
  }
  nodes.push({ kind: KINDS[run.sign][used - 1], children });
  return true;
}

/** Add what is left of this run as words that a later run may close. */
export function openWith(run, nodes, open) {
  const { sign, left } = run;
  nodes.push(words(sign, left));
  if (!mayOpen(run)) {
    return;
  }
  const older = open.findIndex((each) => each.sign === sign && each.count === left);
  if (older >= 0) {
    open.splice(older, 1);
  }
  open.push({ sign, count: left, index: nodes.length - 1 });
}

function mayOpen({ sign, left, before, after }) {
  if (sign === "~" || sign === "|") {
    return left === 2;
  }
  if (left === 2) {
    return true;
  }
  const inWord = sign === "_" && left === 1 && WORD.test(before);
  return left <= LONGEST && !SPACE.test(after) && !inWord;
}

function mayClose(opener, run, nodes) {
  const used = usable(opener.count, run.left);
  if (used === 0 || opener.index === nodes.length - 1 || !KINDS[run.sign][used - 1]) {
    return false;
  }
  return used === 2 || (run.sign === "_" ? !WORD.test(run.after) : !SPACE.test(run.before));
}

/** How many signs of an opening and a closing run make a pair: one, two, or none. */
function usable(count, left) {
  if (count === left || left >= LONGEST) {
    return Math.min(count, 2);
  }
  return count >= LONGEST ? left : 0;
}

function words(sign, count) {
  return { kind: "text", text: sign.repeat(count) };
}
