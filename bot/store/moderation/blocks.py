"""Whom a server blocked, in SQL; see ``weighing`` for what strikes lead to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.moderation.entry import Entry, EntryKind
from bot.store.batch import Batch
from bot.store.moderation import barring, cases, entries, strikes
from bot.store.moderation.weighing import Weighing, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import sqlalchemy as sa

    from bot.domain.ids import CaseId, GuildId, JobId, UserId
    from bot.domain.moderation.block import Block, Standing
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.strikes import Strike
    from bot.domain.policy import Policy
    from bot.store.database import Database

LOCK = -1_200
"""Held by whoever changes what keeps members: none of it is drawn twice, or from half of it."""


class SqlBlockStore:
    """A BlockStore in tables of its own."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database
        self._reads = Batch(database.start, self._read)

    async def standing(self, guild_id: GuildId, member: UserId) -> Standing:
        """See BlockStore; calls that come together share a turn."""
        return await self._reads((guild_id, member))

    async def block(self, block: Block, case: Case) -> Case:
        """See BlockStore."""

        def put(connection: sa.Connection) -> Case:
            kept = _case_of(connection, block, case)
            barring.put(connection, replace(block, case_id=kept.id))
            until = None if block.until is None else round(block.until.timestamp())
            told = Entry(
                guild_id=block.guild_id,
                kind=EntryKind.BLOCKED,
                at=block.at,
                by=block.by,
                member=block.member,
                why=block.why,
                details={"until": until},
            )
            entries.add(connection, [told], kept.id)
            return kept

        return await self._database.transact(put, lock=LOCK)

    async def unblock(
        self, guild_id: GuildId, member: UserId, *, by: UserId, at: datetime, why: str
    ) -> Block | None:
        """See BlockStore."""

        def free(connection: sa.Connection) -> Block | None:
            standing = barring.standing(connection, guild_id, member)
            held = [it for it in (standing.block, standing.cooldown) if it and it.holds(at)]
            for block in held:
                _lift(connection, block, by=by, at=at, why=why)
            return held[0] if held else None

        return await self._database.transact(free, lock=LOCK)

    async def lift(
        self, case_id: CaseId, *, by: UserId | None, at: datetime
    ) -> Sequence[tuple[GuildId, UserId]]:
        """See BlockStore."""

        def free(connection: sa.Connection) -> list[tuple[GuildId, UserId]]:
            held = [it for it in barring.of_case(connection, case_id) if it.holds(at)]
            for block in held:
                _lift(connection, block, by=by, at=at)
            return [(block.guild_id, block.member) for block in held]

        return await self._database.transact(free, lock=LOCK)

    async def due(self, limit: int) -> Sequence[Strike]:
        """See BlockStore."""
        return await self._database.read(lambda connection: strikes.due(connection, limit))

    async def weigh(
        self, strike: Strike, policy: Policy, fresh: CaseId, *, now: datetime
    ) -> Sequence[Block]:
        """See BlockStore."""
        weighing = Weighing(strike, policy, fresh, now)
        return await self._database.transact(
            lambda connection: weigh(connection, weighing), lock=LOCK
        )

    async def barred(self, *, now: datetime, limit: int) -> Sequence[JobId]:
        """See BlockStore."""
        return await self._database.read(lambda connection: barring.barred(connection, now, limit))

    async def _read(self, asked: Sequence[tuple[GuildId, UserId]]) -> list[Standing]:
        return await self._database.read(
            lambda connection: [barring.standing(connection, *each) for each in asked]
        )


def _case_of(connection: sa.Connection, block: Block, case: Case) -> Case:
    """Return the case that a block is an entry of, which is opened if need be."""
    known = cases.found(connection, case.id)
    held = barring.standing(connection, block.guild_id, block.member).blocked(block.at)
    if known is None and held is not None:
        known = cases.found(connection, held.case_id)
    return known or cases.opened(connection, case, [])


def lift_of(connection: sa.Connection, case: Case, *, by: UserId, now: datetime) -> bool:
    """End what a case keeps its member from, in the caller's transaction; return whether it did.

    Who calls it holds ``LOCK``.
    """
    held = [it for it in barring.of_case(connection, case.id) if it.holds(now)]
    for block in held:
        _lift(connection, block, by=by, at=now)
    return bool(held)


def _lift(
    connection: sa.Connection, block: Block, *, by: UserId | None, at: datetime, why: str = ""
) -> None:
    barring.drop(connection, block)
    told = Entry(
        guild_id=block.guild_id,
        kind=EntryKind.UNBLOCKED,
        at=at,
        by=by,
        member=block.member,
        why=why,
    )
    entries.add(connection, [told], block.case_id)
