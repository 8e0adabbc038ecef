"""Puts originals into the database before their images' rows: in pieces, a transaction for a few.

A draft is an original that is not kept yet. Nobody is given one, and it has its expiry from the
beginning: what a crash leaves behind goes like all others.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, TypeAlias

import sqlalchemy as sa

from bot.store.jobs.originals import PIECE, TOGETHER
from bot.store.schema import original_pieces as pieces
from bot.store.schema import originals
from bot.store.types import EPOCH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.domain.image import Original
    from bot.store.database import Database

    Permitted: TypeAlias = Callable[[sa.Connection], Sequence[Original] | None]
    """Which originals may be kept, by what stands in the database; None if no more is to be
    written. It runs in the transaction of the first bytes."""

    Piece: TypeAlias = tuple[int, int, Original]
    """The draft, which piece of it, and whose bytes."""

_INSERT = originals.insert().returning(originals.c.id)
_INSERT_PIECES = pieces.insert()
_LEFT = (
    sa.select(originals.c.id)
    .where(
        originals.c.id.in_(sa.bindparam("these", expanding=True, type_=originals.c.id.type)),
        originals.c.expires_at > EPOCH,
    )
    .with_for_update(read=True, key_share=True)
)
"""Those that nobody forgot meanwhile; nobody deletes them before we commit."""


async def put(database: Database, permitted: Permitted) -> list[int] | None:
    """Put the originals that are permitted, and return the ids by which they may be kept.

    None if they are not to be put any more: whoever else works on the job had them forgotten.
    """
    begun = await database.transact(lambda connection: _begin(connection, permitted))
    if begun is None:
        return None
    ids, left = begun
    while left:
        some, left = left[:TOGETHER], left[TOGETHER:]
        if not await database.transact(functools.partial(_add, some=some)):
            return None
    return ids


def _begin(connection: sa.Connection, permitted: Permitted) -> tuple[list[int], list[Piece]] | None:
    found = permitted(connection)
    if found is None:
        return None
    ids = [connection.execute(_INSERT, _row(original)).scalar_one() for original in found]
    every = [
        (draft, piece, original)
        for draft, original in zip(ids, found, strict=True)
        for piece in range(max(1, -(-len(original.data) // PIECE)))
    ]
    _insert(connection, every[:TOGETHER])
    return ids, every[TOGETHER:]


def _add(connection: sa.Connection, some: Sequence[Piece]) -> bool:
    wanted = {draft for draft, _, _ in some}
    if set(connection.scalars(_LEFT, {"these": list(wanted)})) != wanted:
        return False
    _insert(connection, some)
    return True


def _insert(connection: sa.Connection, some: Sequence[Piece]) -> None:
    if some:
        rows = [
            {"original": draft, "piece": piece, "data": _bytes(original, piece)}
            for draft, piece, original in some
        ]
        connection.execute(_INSERT_PIECES, rows)


def _bytes(original: Original, piece: int) -> bytes:
    return original.data[piece * PIECE : (piece + 1) * PIECE]


def _row(original: Original) -> dict[str, object]:
    return {
        "job": original.job_id,
        "number": original.number,
        "format": original.format.value,
        "expires_at": original.expires_at,
        "kept": False,
    }
