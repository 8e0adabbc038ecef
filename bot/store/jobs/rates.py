"""What was spent of each rate lately: an exact sliding window, over all processes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store.schema import rate_uses
from bot.store.types import SKEW, Moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ports import Rate
    from bot.store.database import Database

RATES_LOCK = -1_000
"""Held by whoever spends, so that no two count the same room."""

FORGOTTEN = timedelta(hours=1)
"""No window may be longer. Names of tasks are used for minutes and never again, so that what is
older is deleted whatever its name."""

CLEANED_EVERY = timedelta(minutes=1)

_NAME = rate_uses.c.name == sa.bindparam("rate", type_=sa.Text)
_USES = (
    sa.select(rate_uses.c.at)
    .where(
        _NAME,
        rate_uses.c.at > sa.bindparam("since", type_=Moment),
        rate_uses.c.at <= sa.bindparam("skewed", type_=Moment),
    )
    .order_by(rate_uses.c.at.desc())
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_SPEND = rate_uses.insert()
_FORGET = rate_uses.delete().where(rate_uses.c.at <= sa.bindparam("before", type_=Moment))


class SqlRateBudget:
    """A RateBudget in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database
        self._cleaned_at: datetime | None = None

    async def take(self, rates: Sequence[Rate], *, now: datetime) -> float:
        """See RateBudget."""

        def spend(connection: sa.Connection) -> float:
            if self._is_dirty(now):
                connection.execute(_FORGET, {"before": now - FORGOTTEN})
            wait = max((_wait(connection, rate, now) for rate in rates), default=0.0)
            if wait <= 0 and rates:
                connection.execute(_SPEND, [{"name": rate.name, "at": now} for rate in rates])
            return wait

        wait = await self._database.transact(spend, lock=RATES_LOCK)
        if self._is_dirty(now):
            self._cleaned_at = now
        return wait

    def _is_dirty(self, now: datetime) -> bool:
        return self._cleaned_at is None or abs(now - self._cleaned_at) >= CLEANED_EVERY


def _wait(connection: sa.Connection, rate: Rate, now: datetime) -> float:
    """Return the seconds until one more fits, by the newest uses within the window."""
    window = timedelta(seconds=rate.seconds)
    asked = {"rate": rate.name, "since": now - window, "skewed": now + SKEW, "most": rate.most}
    uses = connection.scalars(_USES, asked).all()
    return 0.0 if len(uses) < rate.most else (uses[-1] + window - now).total_seconds()
