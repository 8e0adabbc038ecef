"""What keeps the audit short, and tells it in channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId
    from bot.domain.moderation.audit import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How far old entries were looked at, oldest first."""

    at: datetime
    entry: int
    """The number of the last one."""


class RetentionStore(Protocol):
    """Old entries, and cases that nothing is told of any more."""

    async def guild_after(self, guild_id: GuildId | None) -> GuildId | None:
        """Return the next server, by its id, that has entries; None behind the last."""
        ...

    async def expire(
        self, guild_id: GuildId, *, before: datetime, limit: int, after: Swept | None = None
    ) -> Swept | None:
        """Delete some of a server's entries that are older than ``before``.

        Of a case that waits for a moderator all stay. A case whose last entry goes, goes with it.

        Args:
            guild_id: The server.
            before: What is older, goes.
            limit: Entries that are looked at.
            after: Where the last call ended.

        Returns:
            Where this one ended; None when there was nothing left to look at.

        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Entries that nobody has looked at yet: whether their servers want them told in a channel."""

    after: int
    until: int
    first: Mapping[GuildId, int]
    """The first of each server that has any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogBatch:
    """Entries of one server that are to be told in one message; the same ones at each attempt."""

    guild_id: GuildId
    told: Sequence[Told]

    @property
    def name(self) -> str:
        """What tells this message from all others."""
        return f"log:{self.guild_id}:{self.told[0].entry.id}:{self.told[-1].entry.id}"


class AuditLogStore(Protocol):
    """How far the entries of servers were told in their channels."""

    async def news(self) -> News | None:
        """Return the entries that nobody has looked at; None if there are none.

        None comes later that is older than what is among them.
        """
        ...

    async def note(self, news: News, wanted: Collection[GuildId], *, now: datetime) -> None:
        """Have the entries of some servers told; nothing, if somebody else was faster."""
        ...

    async def take(self, *, now: datetime, until: datetime, limit: int) -> Sequence[LogBatch]:
        """Return what is to be told now, of each server some; nobody else takes it until then."""
        ...

    async def done(self, batch: LogBatch, *, due: datetime) -> None:
        """Note that a batch was told; of this server nothing is told before ``due``."""
        ...

    async def postpone(self, guild_id: GuildId, *, due: datetime) -> None:
        """Try the same batch again, at ``due``."""
        ...

    async def skip(self, guild_id: GuildId, *, due: datetime) -> None:
        """Leave untold what is to be told of a server by now; before ``due`` nothing is tried."""
        ...
