"""Which models the newest delivered jobs used, in SQL."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.kinds import Name, Names, Strengths
from bot.domain.models import ModelKind
from bot.domain.options import OPTIONS
from bot.store.schema import DELIVERED, SPENT, jobs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.domain.ids import GuildId, UserId
    from bot.domain.ports import Uses
    from bot.store.database import Database

NEWEST = 200
"""Jobs that are looked at: tastes change."""

_GUILD = jobs.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger)
_USER = jobs.c.user_id == sa.bindparam("user", type_=sa.BigInteger)
_NEWEST = sa.select(jobs.c.request).order_by(jobs.c.created_at.desc()).limit(NEWEST)
# The partial index of a member's jobs is of all that were not in vain.
_BY_MEMBER = _NEWEST.where(SPENT, DELIVERED, _USER, _GUILD)
_BY_GUILD = _NEWEST.where(DELIVERED, _GUILD, ~jobs.c.private)

_ROWS = [
    (row.name, row.kind.of)
    for row in OPTIONS
    if isinstance(row.kind, (Name, Names, Strengths)) and row.kind.of is not None
]


class SqlModelUses:
    """A ModelUses that reads the requests of jobs."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def by_member(self, guild_id: GuildId, user_id: UserId) -> Uses:
        """See ModelUses."""
        return await self._counted(_BY_MEMBER, {"guild": guild_id, "user": user_id})

    async def by_guild(self, guild_id: GuildId) -> Uses:
        """See ModelUses."""
        return await self._counted(_BY_GUILD, {"guild": guild_id})

    async def _counted(self, statement: sa.Select[Any], wanted: dict[str, Any]) -> Uses:
        found: Sequence[str] = await self._database.read(
            lambda connection: connection.scalars(statement, wanted).all()
        )
        return await asyncio.to_thread(counted, found)


def counted(requests: Iterable[str]) -> Uses:
    """Count the models of requests as they are stored; what cannot be read used none."""
    uses = {kind: Counter[str]() for kind in ModelKind}
    for request in requests:
        for kind, name in dict.fromkeys(_named(request)):
            uses[kind][name] += 1
    return uses


def _named(request: str) -> Iterator[tuple[ModelKind, str]]:
    """Yield what a request names; a checkpoint that nobody asked for says nothing of taste."""
    try:
        said = json.loads(request)
    except ValueError:
        return
    if not isinstance(said, dict):
        return
    for option, kind in _ROWS:
        if kind is ModelKind.CHECKPOINT and "any_model" in said:
            continue
        held = said.get(option)
        for entry in held if isinstance(held, list) else [held]:
            # A LoRA is stored as its name and its strength.
            name = entry[0] if isinstance(entry, list) and entry else entry
            if isinstance(name, str) and name:
                yield kind, name
