"""The pictures that the engine gave and that nobody but moderators is to see, with their traces."""

from __future__ import annotations

import base64
from functools import cached_property
from typing import TYPE_CHECKING

from bot.engines.pictures.stripping import stripped
from tests.wire.known import Known
from tests.wire.likeness import TELLING, Face
from tests.wire.made import made_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.wire.made import Made, StandIn

PIECE = 48
"""Bytes from the middle of a file, by which it is told from others."""

WEBP_HEADER = 18
"""Bytes of the chunk that only announces records in a WebP, and stays when they are taken out."""


class Withheld:
    """A picture that is not to be seen. ``name`` is what the engine's link to it ends with."""

    def __init__(self, about: str, name: str, file: bytes) -> None:
        self.about = about
        self.name = name
        self.file = file
        self.bare = bare(file)
        """Its file without records."""
        self.piece = self.bare[len(self.bare) // 2 :][:PIECE]

    @cached_property
    def face(self) -> Face | None:
        """What it looks like; None where its own blur looks the same."""
        face = Face(self.file)
        return face if face.detail > TELLING else None

    @cached_property
    def words(self) -> dict[bytes, str]:
        """What tells of it in any text, and what that is."""
        piece = self.piece
        written = [base64.b64encode(piece[start:])[:PIECE] for start in range(3)]
        link = {self.name.encode(): "its link"} if self.name else {}
        return {
            **link,
            **dict.fromkeys(written, "base64"),
            piece.hex().encode(): "hex",
            piece.hex().upper().encode(): "hex",
        }


async def withheld(engines: Sequence[StandIn], database: Path) -> list[Withheld]:
    """Return what the bot has got and nobody ever decided to show."""
    got = [it for engine in engines for it in made_by(engine)]
    if not got:
        return []
    known = Known(database)
    # Equal requests give equal pictures: one that all may see is no secret elsewhere.
    seen = {it.motif for it in got if known.was_seen(it)}
    return [await _withheld(it) for it in got if it.task_id in known.tasks and it.motif not in seen]


async def taken_back(engines: Sequence[StandIn], database: Path) -> list[tuple[int, Withheld]]:
    """Return what messages, by their ids, are to show no more, or never were."""
    got = [it for engine in engines for it in made_by(engine)]
    if not got:
        return []
    known = Known(database)
    gone = [(message_id, it) for it in got if (message_id := known.taken_from(it)) is not None]
    return [(message_id, await _withheld(it)) for message_id, it in gone]


def bare(file: bytes) -> bytes:
    """Return a file without what tells how it was made, and without our marks."""
    left = stripped(file)
    if left[12:16] == b"VP8X" and not left[20]:
        size = len(left) - 8 - WEBP_HEADER
        left = b"RIFF" + size.to_bytes(4, "little") + b"WEBP" + left[12 + WEBP_HEADER :]
    return left


async def _withheld(it: Made) -> Withheld:
    return Withheld(it.about, it.name, await it.file())
