"""What was asked for and made, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from bot.domain.ids import GuildId, PlaceId, UserId
    from bot.domain.policy import Pool
    from bot.domain.quotas import Quota
    from bot.domain.usage import Lately, Made, Span


class UsageStore(Protocol):
    """Counts jobs and images. Times are aware, in UTC, and always passed in."""

    async def lately(self, user_id: UserId, guild_id: GuildId, *, now: datetime) -> Lately:
        """Return what a member had made within the last 24 hours."""
        ...

    async def returns_at(
        self, user_id: UserId, guild_id: GuildId, quota: Quota, images: int, *, now: datetime
    ) -> datetime | None:
        """Return when so many images of a quota no longer count; None when there are fewer."""
        ...

    async def pooled(
        self, guild_id: GuildId, pools: Sequence[Pool], *, now: datetime
    ) -> Mapping[tuple[PlaceId, timedelta], int]:
        """Return how many images all members together had of each pool, by its place and time."""
        ...

    async def made(
        self, guild_id: GuildId, span: Span, *, most: int, by: UserId | None = None
    ) -> Sequence[Made] | None:
        """Return what came of a guild's jobs, in no order, by the day on which they were asked for.

        ``by`` is a member, whose jobs alone count then. None when there are more than ``most``
        rows.
        """
        ...
