"""Take a prompt with a pasted "parameters" block apart, before anything in it is read. Pure.

Its form in web UIs: the prompt, ``Negative prompt: …``, then ``Steps: 20, Sampler: …, …``, each
on a line of its own, or with spaces where the lines ended.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.prompt.flags import is_known
from bot.prompt.pairs import LABEL, Pair, Pairs
from bot.prompt.quote import CURLY, QUOTED, unquote
from bot.prompt.starts import Starts, find_starts

if TYPE_CHECKING:
    from collections.abc import Iterator

# Draw Things writes the negative prompt so, on the line before the pairs.
_DASHED = re.compile(r"(?<=\n)-(?!-|[ ])([^\n]*+)\n\Z")
_DASHED_ANYWHERE = re.compile(r"(?<=\s)-(?!-|[ ]\S)(.*)\Z", re.DOTALL)
_DRAW_THINGS = re.compile("seed mode:", re.IGNORECASE)
_PROMPT = re.compile(r"(?:Positive )?Prompt\s?:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """A part that holds words, in which flags and tags may stand."""

    text: str
    label: str = ""
    """What stands before them, as it was written."""
    is_negative: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A text taken apart."""

    parts: tuple[Words | Pair, ...]
    """In the order of the text."""
    is_pasted: bool
    """Whether anything tells that it was copied from a program: a label, or pairs."""


def take_apart(text: str) -> Block:
    """Take apart ``text``, which is clean."""
    label = _PROMPT.match(text)
    at = label.end() if label else 0
    starts = find_starts(text)
    found = [start for start in (starts.negative, *starts.pairs[:1]) if start is not None]
    if not found:
        return Block((Words(text[at:]),), is_pasted=label is not None)
    first = max(min(found), at)
    dashed = _DASHED_ANYWHERE if _DRAW_THINGS.search(text, first) else _DASHED
    words = dashed.search(text, at, first) if first != starts.negative else None
    if words and is_known(words[1].partition(" ")[0]):
        words = None
    prompt = text[at : words.start() if words else first]
    # A web UI writes no quotes around prompts: one word may be meant so, a whole prompt is not.
    inner = _unquoted(prompt) if label else prompt
    are_quoted = inner != prompt and " " in inner.strip()
    before = [Words(inner if are_quoted else prompt)]
    if words:
        before.append(Words(words[1], "-", is_negative=True))
    return Block((*before, *_parts(text, first, starts, are_quoted=are_quoted)), is_pasted=True)


def _parts(text: str, at: int, starts: Starts, *, are_quoted: bool) -> Iterator[Words | Pair]:
    pairs, follows_pairs = Pairs(text), False
    while at < len(text):
        if label := LABEL.match(text, at):
            at = _words_end(text, label.end(), starts)
            words = text[label.end() : at]
            # Among pairs its own comma separates it from the next.
            words = words.rstrip(", \n") if follows_pairs else words
            named = label[0].rstrip(": \n")
            yield Words(
                _unquoted(words) if are_quoted else words,
                named,
                is_negative=label["negative"] is not None,
            )
        elif found := pairs.at(at):
            pair, at = found
            follows_pairs = True
            yield pair
        else:
            yield Words(text[at:])
            return


def _unquoted(words: str) -> str:
    """Return words without the quotes around all of them."""
    stripped = words.strip(", \n")
    if quoted := QUOTED.fullmatch(stripped):
        return unquote(quoted["inner"])
    curly = CURLY.fullmatch(stripped)
    return curly["inner"] if curly else words


def _words_end(text: str, at: int, starts: Starts) -> int:
    """Return where words end that begin at ``at``: where a label or sure pairs follow."""
    ends = [
        each[place]
        for each in (starts.labels, starts.pairs)
        if (place := bisect_left(each, at)) < len(each)
    ]
    if starts.last is not None and starts.last >= at:
        ends.append(starts.last)
    return min(ends, default=len(text))
