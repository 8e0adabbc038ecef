"""Part a prompt into flags, LoRA tags and the text that is left. Pure, in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.errors import InvalidOptionError
from bot.prompt.block import find_block
from bot.prompt.flags import FLAG, SPANNING, WORD, WORDS
from bot.prompt.quote import QUOTED, unquote
from bot.texts.text import Text

UNCLOSED = Text("option.quoted")

_TAG = re.compile("<lora:([^<>]*)>", re.IGNORECASE)
# Words that cannot be flags are one step together, since each step costs.
_WORDS = r"[^\s<]++(?:\s++(?![—–-])[^\s<]++)*+"
_STEP = re.compile(rf"{_TAG.pattern}|\s+|{_WORDS}|<", re.IGNORECASE)
_CURLY = re.compile("[“”„](?P<inner>[^“”]*+)[“”]")


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag as it stands in the text."""

    name: str
    """Lower case, without dashes; not necessarily one we know."""
    value: str | None
    """None when nothing stands after it."""


@dataclass(slots=True)
class Scanned:
    """A prompt in parts."""

    text: str = ""
    flags: list[Flag] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    """What stands between ``<lora:`` and ``>``."""
    obstacles: list[InvalidOptionError] = field(default_factory=list)


def scan(text: str) -> Scanned:
    """Part ``text``, which is clean."""
    found = Scanned()
    kept: list[str] = []
    at, may_be_flag = 0, True
    while step := (FLAG.match(text, at) if may_be_flag else None) or _STEP.match(text, at):
        if step.re is FLAG:
            at = _take_flag(found, text, step)
            continue
        at, tag = step.end(), step[1]
        may_be_flag = tag is not None or step[0].isspace()
        if tag is None:
            _keep(kept, step[0])
        else:
            found.tags.append(tag)
    found.text = "".join(kept)
    return found


def _keep(kept: list[str], step: str) -> None:
    """Add to the text; of the spaces on both sides of what was taken out, one stays."""
    if not (step.isspace() and kept and kept[-1].isspace()):
        kept.append(step)
    elif "\n" in step:
        kept[-1] = step


def _take_flag(found: Scanned, text: str, head: re.Match[str]) -> int:
    """Add the flag that begins with ``head``; return where it ends."""
    name, at = head["name"].casefold(), head.end()
    if text.startswith(('"', "“", "”", "„"), at):
        try:
            value, end = _quoted(text, at, name)
        except InvalidOptionError as error:
            found.obstacles.append(error)
            return len(text)
        found.flags.append(Flag(name, value))
        return end
    words = (WORDS if name in SPANNING else WORD).match(text, at)
    end = words.end() if words else at
    if name in SPANNING:
        end = find_block(text, at, end)
        found.tags += _TAG.findall(text, at, end)
        value = " ".join(_TAG.sub(" ", text[at:end]).split())
    else:
        value = text[at:end]
    found.flags.append(Flag(name, value or None))
    return end


def _quoted(text: str, at: int, name: str) -> tuple[str, int]:
    match = QUOTED.match(text, at) or _CURLY.match(text, at)
    if match is None or text[match.end() : match.end() + 1].strip():
        raise InvalidOptionError(f"--{name}", text[at:], UNCLOSED)
    inner = match["inner"]
    return unquote(inner) if match.re is QUOTED else inner, match.end()
