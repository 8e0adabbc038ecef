"""Mentions in a text: which there are, and the words in their place. Pure, in linear time.

Names go in after a text was parsed, and bring no markup with them: whatever somebody is called,
it is neither flag nor tag nor another mention.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.prompt.clean import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.prompt.options import Options

LONGEST_NAME = 100
"""Characters; of roles and channels, whose names are the longest."""

# https://docs.discord.com/developers/reference#message-formatting
_MENTION = re.compile(
    r"""<(?:
        @!?(?P<member>[0-9]++)
      | @&(?P<role>[0-9]++)
      | \#(?P<channel>[0-9]++)
      | a?:(?P<emoji>[\w~]{1,64}):[0-9]++
      | (?P<command>/[^<>:]{1,120}):[0-9]++
      | t:(?P<time>-?[0-9]{1,15})(?::(?P<style>[a-zA-Z]))?
      | id:(?P<place>[a-z_-]{1,40})(?::[0-9]++)?
      | (?P<sound>sound):[0-9]++:[0-9]++
    )>""",
    re.VERBOSE,
)
# What a name has completed: a mention, or a tag that a web UI reads.
_COMPLETED = re.compile(r"(?<!<)<++(?=[@#:/]|\w++:)")
# An id that stands in what is left of a mention around or inside another, or cut off.
_LOOSE_ID = re.compile("(?:[@#:][!&]?|(?<![0-9])(?=[0-9]++>))[0-9]{15,}+")
_BRACKETS = re.compile("[<>]")
_PLACES = {
    "customize": "Channels & Roles",
    "browse": "Browse Channels",
    "guide": "Server Guide",
    "home": "Server Guide",
    "linked-roles": "Linked Roles",
}
_CLOCKS = {
    "t": "{0:%H:%M}",
    "T": "{0:%H:%M:%S}",
    "d": "{0.day} {0:%B %Y}",
    "D": "{0.day} {0:%B %Y}",
}
_DATE_AND_CLOCK = "{0.day} {0:%B %Y} {0:%H:%M}"


class Kind(StrEnum):
    """What is mentioned; the value is said of one whose name is not known."""

    MEMBER = "member"
    ROLE = "role"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something that only Discord can name."""

    kind: Kind
    id: str
    """Digits, as many as somebody typed."""


def mentioned(options: Options) -> tuple[Mention, ...]:
    """Return what must be named in both prompts: each once, in the order of the texts."""
    texts = (options.prompt or "", options.negative_prompt or "")
    found = (_to_name(match) for text in texts for match in _MENTION.finditer(tidy(text)))
    return tuple(dict.fromkeys(mention for mention in found if mention))


def worded(options: Options, names: Mapping[Mention, str]) -> Options:
    """Return the options with words in place of all mentions.

    Args:
        options: Parsed and merged.
        names: By mention; one that is not in it is called by its kind.

    """
    prompt, at = _worded(options.prompt, names)
    negative_prompt, negative_at = _worded(options.negative_prompt, names)
    now: dict[str, Any] = {
        "prompt": prompt,
        "negative_prompt": negative_prompt,
        "mentions": at,
        "negative_mentions": negative_at,
    }
    is_same = all(getattr(options, name) == value for name, value in now.items())
    return options if is_same else replace(options, **now)


def unmentioned(options: Options) -> Options:
    """Return the options with words in place of mentions in names of models: none is called so."""
    if not (options.model or options.vae or options.loras or options.embeddings):
        return options
    return replace(
        options,
        model=options.model and _plain(options.model),
        vae=options.vae and _plain(options.vae),
        loras=tuple(replace(lora, name=_plain(lora.name)) for lora in options.loras),
        embeddings=tuple(map(_plain, options.embeddings)),
    )


def whole_until(text: str, end: int) -> int:
    """Return where to end a text, at ``end`` or before the mention that would be cut there."""
    for match in _MENTION.finditer(text):
        if match.end() > end:
            return min(match.start(), end)
    return end


def name_of(*names: object) -> str:
    """Return the first name of which words are left: one line that opens nothing."""
    for name in names:
        if isinstance(name, str) and (left := _bare(name)):
            return left
    return ""


def _bare(name: str) -> str:
    spaced = " ".join(_BRACKETS.sub(" ", tidy(name)).split())
    return tidy(spaced.lstrip("@# ")[:LONGEST_NAME])


def _to_name(match: re.Match[str]) -> Mention | None:
    kind = match.lastgroup
    return Mention(Kind(kind), match[kind]) if kind in set(Kind) else None


def _worded(text: str | None, names: Mapping[Mention, str]) -> tuple[str | None, tuple[int, ...]]:
    """Return a text with words in it, and where those of members and roles begin."""
    if text is None or _is_free(text := tidy(text)):
        return text, ()
    written, starts, length = [], [], 0
    for piece, is_called in _pieces(text, names):
        if is_called:
            starts.append(length)
        written.append(piece)
        length += len(piece)
    return _uncompleted("".join(written), starts)


def _plain(name: str) -> str:
    return name if _is_free(tidied := tidy(name)) else _worded(tidied, {})[0] or ""


def _is_free(text: str) -> bool:
    """Whether there is neither a mention nor a part of one that tells an id."""
    return _MENTION.search(text) is None and _without_ids(text) == text


def _without_ids(text: str) -> str:
    return _LOOSE_ID.sub("", text)


def _pieces(text: str, names: Mapping[Mention, str]) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, and of each whether it is what somebody is called."""
    at, before = 0, ""
    for match in _MENTION.finditer(text):
        between = _without_ids(text[at : match.start()])
        yield from _apart(before, between)
        before = between or before
        word, is_called = _word(match, names)
        yield from _apart(before, word, is_called=is_called)
        at, before = match.end(), word
    yield from _apart(before, _without_ids(text[at:]))


def _apart(before: str, piece: str, *, is_called: bool = False) -> Iterator[tuple[str, bool]]:
    """Yield a piece, with a space in front where two words would run into one."""
    if not piece:
        return
    if _is_word(before[-1:]) and _is_word(piece[0]):
        yield " ", False
    yield piece, is_called


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _word(match: re.Match[str], names: Mapping[Mention, str]) -> tuple[str, bool]:
    """Return the word for a mention, and whether readers know it by an ``@`` in front."""
    if mention := _to_name(match):
        name = name_of(names.get(mention)) or mention.kind.value
        return name, mention.kind is not Kind.CHANNEL
    if (place := match["place"]) is not None:
        return _PLACES.get(place, place.replace("-", " ")), False
    if match["time"] is not None:
        return _moment(int(match["time"]), match["style"]), False
    return tidy(match["emoji"] or match["command"] or match["sound"]), False


def _moment(seconds: int, style: str | None) -> str:
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return "time"
    return _CLOCKS.get(style or "", _DATE_AND_CLOCK).format(moment)


def _uncompleted(text: str, starts: list[int]) -> tuple[str, tuple[int, ...]]:
    """Open what a name and the text around it would close together; move the starts with it."""
    ends, dropped = [], [0]
    for match in _COMPLETED.finditer(text):
        ends.append(match.end())
        dropped.append(dropped[-1] + len(match[0]))
    moved = (start - dropped[bisect_right(ends, start)] for start in starts)
    return _COMPLETED.sub("", text), tuple(moved)
