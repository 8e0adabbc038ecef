"""The pictures that the engine gave and that nobody but moderators is to see, with their traces."""

from __future__ import annotations

import base64
import sqlite3
from contextlib import closing
from functools import cached_property
from typing import TYPE_CHECKING

from bot.engines.pictures.stripping import stripped
from tests.wire.likeness import TELLING, Face

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.playground.novita.server import NovitaStandIn
    from bot.playground.novita.tasks import Task

PIECE = 48
"""Bytes from the middle of a file, by which it is told from others."""

WEBP_HEADER = 18
"""Bytes of the chunk that only announces records in a WebP, and stays when they are taken out."""

JOBS = "SELECT task_id FROM jobs WHERE task_id IS NOT NULL AND id NOT LIKE 'past%'"

SHOWN = """
SELECT task_id, number FROM jobs JOIN images ON images.job = jobs.id
WHERE treatment IN ('shown', 'spoilered')
UNION SELECT task_id, image FROM jobs JOIN events ON events.job = jobs.id
WHERE json_extract(details, '$.treatment') IN ('shown', 'spoilered')
"""
"""Whatever was ever to be seen as it is, though somebody should have taken it away since."""


TAKEN_BACK = """
SELECT task_id, number, message_id FROM jobs JOIN images ON images.job = jobs.id
WHERE jobs.shown AND message_id IS NOT NULL AND task_id IS NOT NULL
AND treatment NOT IN ('shown', 'spoilered') AND treatment = (
    SELECT json_extract(details, '$.treatment') FROM events
    WHERE events.job = jobs.id AND image = number ORDER BY events.id DESC LIMIT 1)
"""
"""What is not to be seen in messages that are said to show just what their rows say."""


class Withheld:
    """A picture that is not to be seen. ``name`` is what the engine's link to it ends with."""

    def __init__(self, about: str, name: str, file: bytes) -> None:
        self.about = about
        self.name = name
        self.file = file
        self.piece = file[len(file) // 2 :][:PIECE]

    @cached_property
    def bare(self) -> bytes:
        """Its file without records."""
        return bare(self.file)

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
        return {
            self.name.encode(): "its link",
            **dict.fromkeys(written, "base64"),
            piece.hex().encode(): "hex",
            piece.hex().upper().encode(): "hex",
        }


async def withheld(novita: NovitaStandIn, database: Path) -> list[Withheld]:
    """Return what the bot has fetched and nobody ever decided to show."""
    fetched = [(task, index) for task in novita.tasks for index in sorted(_fetched(task))]
    if not fetched:
        return []
    with closing(sqlite3.connect(database, timeout=5)) as connection:
        known = {task_id for (task_id,) in connection.execute(JOBS)}
        shown = set(connection.execute(SHOWN))
    is_seen = {(task.task_id, at): (task.task_id, at + 1) in shown for task, at in fetched}
    # Equal requests give equal pictures: one that all may see is no secret elsewhere.
    seen = {_motif(task, at) for task, at in fetched if is_seen[task.task_id, at]}
    hidden = [
        (task, at) for task, at in fetched if task.task_id in known and _motif(task, at) not in seen
    ]
    return [await _withheld(novita, task, at) for task, at in hidden]


async def taken_back(novita: NovitaStandIn, database: Path) -> list[tuple[int, Withheld]]:
    """Return what messages, by their ids, are to show no more, or never were."""
    fetched = {(task.task_id, at + 1): task for task in novita.tasks for at in _fetched(task)}
    if not fetched:
        return []
    with closing(sqlite3.connect(database, timeout=5)) as connection:
        rows = connection.execute(TAKEN_BACK).fetchall()
    return [
        (message_id, await _withheld(novita, fetched[task_id, number], number - 1))
        for task_id, number, message_id in rows
        if (task_id, number) in fetched
    ]


def bare(file: bytes) -> bytes:
    """Return a file without what tells how it was made, and without our marks."""
    left = stripped(file)
    if left[12:16] == b"VP8X" and not left[20]:
        size = len(left) - 8 - WEBP_HEADER
        left = b"RIFF" + size.to_bytes(4, "little") + b"WEBP" + left[12 + WEBP_HEADER :]
    return left


async def _withheld(novita: NovitaStandIn, task: Task, index: int) -> Withheld:
    about = f"image {index + 1} of {task.request['prompt']!r}"
    return Withheld(about, task.names[index], await novita.picture(task, index))


def _fetched(task: Task) -> Iterator[int]:
    yield from {each.index for each in task.downloads if each.status == 200}


def _motif(task: Task, index: int) -> tuple[str, int]:
    order = task.orders[index]
    return order.prompt.casefold(), order.image_seed
