"""What a refused member reads: every obstacle, and what they wrote, to send again. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.texts.say import say
from bot.texts.text import text
from bot.texts.typed import readable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.client.written import Written
    from bot.texts.text import Text

PROMPT_ROOM = 1500
OPTIONS_ROOM = 600
"""Characters that a code block holds; what is longer is a file."""

PLAIN, WIDE = 2000, 4000
"""Characters that a message takes, and one that is made of components."""
WIDE_BYTES = 10_000
LONGEST_LINE = 500
BRIEF_LINES = 900
"""Characters for obstacles where what was written has no file to go to."""
MORE_ROOM = 60
"""Kept for the line that says how many obstacles are left out."""

FENCE = "```"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer to one member."""

    words: str
    brief: str
    """What one small message without files takes of it, for when there is little time."""
    bare: str
    """The obstacles alone, for when Discord does not take the rest."""
    files: Mapping[str, str] = field(default_factory=dict)
    """By name: what is too long for a code block, or would end one."""

    @property
    def is_wide(self) -> bool:
        """Whether only a message made of components takes the words."""
        return len(self.words) > PLAIN

    def with_words(self, words: str) -> Refusal:
        """Return one that says only this."""
        return Refusal(words, self.brief, self.bare)


def refusal(obstacles: Sequence[Text], written: Written | None, locale: str) -> Refusal:
    """Say all obstacles, as far as a message takes them, and give back what was written."""
    lines = [" ".join(say(obstacle, locale).split()) for obstacle in obstacles]
    lines = [_cut(line, LONGEST_LINE) for line in dict.fromkeys(lines)]
    if len(lines) > 1:
        lines = [f"- {line}" for line in lines]
    bare = _listed(lines, PLAIN, locale)
    pieces = _pieces(written, locale) if written else []
    words, files = _whole(lines, pieces, locale)
    return Refusal(words, _brief(lines, pieces, locale), bare, files)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something that was written."""

    name: str
    heading: str
    text: str
    room: int

    @property
    def is_file(self) -> bool:
        return len(self.text) > self.room or FENCE in self.text

    @property
    def block(self) -> str:
        return f"{self.heading}\n{FENCE}\n{self.text}\n{FENCE}"


def _pieces(written: Written, locale: str) -> list[_Piece]:
    told = (
        ("prompt.txt", text("refused.prompt"), readable(written.prompt), PROMPT_ROOM),
        ("options.txt", text("refused.options"), readable(written.options), OPTIONS_ROOM),
    )
    return [
        _Piece(name, say(head, locale), it, room) for name, head, it, room in told if it.strip()
    ]


def _whole(
    lines: Sequence[str], pieces: Sequence[_Piece], locale: str, *, blocks: int = 2
) -> tuple[str, dict[str, str]]:
    """Return the words and the files: as many of the ``blocks`` as leave room for an obstacle.

    A message that is made of components shows no file, so that beside one there are few words.
    """
    shown = [piece for piece in pieces if not piece.is_file][:blocks]
    files = {piece.name: piece.text for piece in pieces if piece not in shown}
    below = "".join(f"\n{piece.block}" for piece in shown)
    is_plain = bool(files) or len("\n".join(lines)) + len(below) <= PLAIN
    chars, most_bytes = (PLAIN, 4 * PLAIN) if is_plain else (WIDE, WIDE_BYTES)
    chars, most_bytes = chars - len(below), most_bytes - len(below.encode())
    if shown and not _fits(lines[:1], chars - MORE_ROOM, most_bytes - 3 * MORE_ROOM):
        return _whole(lines, pieces, locale, blocks=len(shown) - 1)
    return _listed(lines, chars, locale, most_bytes) + below, files


def _brief(lines: Sequence[str], pieces: Sequence[_Piece], locale: str) -> str:
    """Return one small message: some of the obstacles, and the beginning of what was written."""
    words = _listed(lines, BRIEF_LINES, locale)
    for piece in pieces:
        room = PLAIN - len(words) - 1 - len(replace(piece, text="").block)
        if room > 0:
            start = _cut(piece.text.replace(FENCE, "'''"), room)
            words += f"\n{replace(piece, text=start).block}"
    return words


def _fits(lines: Sequence[str], chars: int, most_bytes: int) -> bool:
    whole = "\n".join(lines)
    return len(whole) <= chars and len(whole.encode()) <= most_bytes


def _listed(lines: Sequence[str], chars: int, locale: str, most_bytes: int = 4 * PLAIN) -> str:
    """Return as many lines as fit, and how many more there are; the first is always among them."""
    if _fits(lines, chars, most_bytes):
        return "\n".join(lines)
    kept = [lines[0]]
    chars -= MORE_ROOM + len(lines[0])
    most_bytes -= 3 * MORE_ROOM + len(lines[0].encode())
    for line in lines[1:]:
        chars -= 1 + len(line)
        most_bytes -= 1 + len(line.encode())
        if chars < 0 or most_bytes < 0:
            break
        kept.append(line)
    left = len(lines) - len(kept)
    return "\n".join([*kept, say(text("refused.more", count=left), locale)])


def _cut(line: str, length: int) -> str:
    return line if len(line) <= length else f"{line[: length - 1]}…"
