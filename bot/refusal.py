"""What a refused member reads: every obstacle, and what they wrote, to send again. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.texts.say import say
from bot.texts.text import text
from bot.texts.typed import readable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.texts.text import Text
    from bot.written import Written

PROMPT_ROOM = 1500
OPTIONS_ROOM = 600
"""Characters that a code block holds; what is longer is a file."""

PLAIN, WIDE = 2000, 4000
"""Characters that a message takes, and one that is made of components."""
WIDE_BYTES = 10_000
LONGEST_LINE = 500
MORE_ROOM = 60
"""Kept for the line that says how many obstacles are left out."""

FENCE = "```"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer to one member."""

    words: str
    bare: str
    """The obstacles alone, for when Discord does not take the rest."""
    files: Mapping[str, str] = field(default_factory=dict)
    """By name: what is too long for a code block, or would end one."""

    @property
    def is_wide(self) -> bool:
        """Whether only a message made of components takes the words."""
        return len(self.words) > PLAIN


def refusal(obstacles: Sequence[Text], written: Written | None, locale: str) -> Refusal:
    """Say all obstacles, as far as a message takes them, and give back what was written."""
    lines = [" ".join(say(obstacle, locale).split()) for obstacle in obstacles]
    lines = [_cut(line, LONGEST_LINE) for line in dict.fromkeys(lines)]
    if len(lines) > 1:
        lines = [f"- {line}" for line in lines]
    bare = _listed(lines, PLAIN, locale)
    blocks, files = _given_back(written, locale) if written else ("", {})
    words = "\n".join([*lines, blocks]).rstrip("\n")
    if len(words) > PLAIN:
        chars, most_bytes = (PLAIN, 4 * PLAIN) if files else (WIDE, WIDE_BYTES)
        room = (chars - len(blocks) - 1, most_bytes - len(blocks.encode()) - 1)
        words = f"{_listed(lines, room[0], locale, room[1])}\n{blocks}".rstrip("\n")
    return Refusal(words, bare, files)


def _given_back(written: Written, locale: str) -> tuple[str, dict[str, str]]:
    """Return the code blocks below their headings, and the files."""
    pieces = (
        ("prompt.txt", text("refused.prompt"), readable(written.prompt), PROMPT_ROOM),
        ("options.txt", text("refused.options"), readable(written.options), OPTIONS_ROOM),
    )
    blocks: list[str] = []
    files: dict[str, str] = {}
    for name, heading, piece, room in pieces:
        if len(piece) > room or FENCE in piece:
            files[name] = piece
        elif piece.strip():
            blocks += [say(heading, locale), f"{FENCE}\n{piece}\n{FENCE}"]
    return "\n".join(blocks), files


def _listed(lines: Sequence[str], chars: int, locale: str, most_bytes: int = 4 * PLAIN) -> str:
    """Return as many lines as fit, and how many more there are; the first is always among them."""
    whole = "\n".join(lines)
    if len(whole) <= chars and len(whole.encode()) <= most_bytes:
        return whole
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
