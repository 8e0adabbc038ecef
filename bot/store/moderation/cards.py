"""Which cards are to be shown anew, in SQL: a row for each case about an image, from its opening.

``opened`` and ``touch`` belong into the transactions of whatever happens in a case.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.ids import CaseId, GuildId
from bot.domain.moderation.review import Card
from bot.store.moderation.card_table import DUE, SHOWS_ORIGINAL, cards
from bot.store.moderation.case_tables import cases
from bot.store.types import Moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import JobId, UserId
    from bot.domain.moderation.case import Case
    from bot.store.database import Database

LOCK = -1_200
"""Held by whoever takes one, so that no two take the same."""

GATHER = timedelta(seconds=10)
"""In which what is added to an open case is gathered: a hundred reports are one edit or two."""

_THIS = cards.c.case_id == sa.bindparam("this", type_=sa.Text)
_NOW = sa.bindparam("now", type_=Moment)
_AT = sa.bindparam("at", type_=Moment)
_OPEN = sa.text(
    "INSERT INTO cards (case_id, version, due_at) VALUES (:this, 1, :at)"
    " ON CONFLICT (case_id) DO UPDATE SET version = cards.version + 1,"
    " due_at = CASE WHEN cards.due_at < :later THEN cards.due_at ELSE :later END"
).bindparams(_AT, sa.bindparam("later", type_=Moment))
_TOUCH = cards.update().values(
    version=cards.c.version + 1,
    due_at=sa.case((cards.c.due_at < _AT, cards.c.due_at), else_=_AT),
)
_TOUCH_ONE = _TOUCH.where(_THIS)
_TOUCH_JOB = _TOUCH.where(
    cards.c.case_id.in_(
        sa.select(cases.c.id).where(cases.c.job == sa.bindparam("job", type_=sa.Text))
    )
)
_DUE = (
    sa.select(cards)
    .where(
        DUE,
        cards.c.due_at <= _NOW,
        sa.or_(cards.c.leased_until.is_(None), cards.c.leased_until <= _NOW),
    )
    .order_by(cards.c.due_at, cards.c.case_id)
    .limit(1)
)
_TAKE = (
    cards.update()
    .where(_THIS)
    .values(
        leased_until=sa.bindparam("until", type_=Moment),
        begun_at=sa.func.coalesce(cards.c.begun_at, _NOW),
    )
)
_END = (
    cards.update()
    .where(_THIS)
    .values(
        channel_id=sa.bindparam("channel", type_=sa.BigInteger),
        message_id=sa.bindparam("message", type_=sa.BigInteger),
        shows_original=sa.bindparam("original", type_=sa.Boolean),
        leased_until=None,
        # What happened while it was being shown is still to be shown.
        due_at=sa.case(
            (
                cards.c.version == sa.bindparam("seen", type_=sa.Integer),
                sa.bindparam("again", type_=Moment),
            ),
            else_=cards.c.due_at,
        ),
    )
)
_SHOWING = (
    sa.select(cards.c.channel_id, cases.c.guild_id)
    .join(cases, cases.c.id == cards.c.case_id)
    .where(SHOWS_ORIGINAL, cards.c.channel_id.is_not(None))
    .distinct()
)
_VEIL = _TOUCH.where(
    SHOWS_ORIGINAL, cards.c.channel_id == sa.bindparam("channel", type_=sa.BigInteger)
).values(shows_original=False)
"""It is noted as veiled when it is due: else it would be touched again and again meanwhile."""

_LATER = cards.update().where(_THIS).values(leased_until=None, due_at=_AT)


class SqlCardStore:
    """A CardStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def take(self, *, now: datetime, until: datetime) -> Card | None:
        """See CardStore."""

        def take(connection: sa.Connection) -> Card | None:
            row = connection.execute(_DUE, {"now": now}).first()
            if row is None:
                return None
            connection.execute(_TAKE, {"this": row.case_id, "until": until, "now": now})
            return Card(
                case_id=CaseId(row.case_id),
                version=row.version,
                channel_id=row.channel_id,
                message_id=row.message_id,
                begun_at=row.begun_at,
                shows_original=row.shows_original,
            )

        if await self._database.read(lambda it: it.execute(_DUE, {"now": now}).first()) is None:
            return None
        return await self._database.transact(take, lock=LOCK)

    async def end(self, card: Card, *, again_at: datetime | None = None) -> None:
        """See CardStore."""
        told = {
            "this": card.case_id,
            "channel": card.channel_id,
            "message": card.message_id,
            "original": card.shows_original,
            "seen": card.version,
            "again": again_at,
        }
        await self._database.transact(lambda connection: connection.execute(_END, told).rowcount)

    async def showing(self) -> Sequence[tuple[GuildId, int]]:
        """See CardStore."""
        rows = await self._database.read(lambda connection: connection.execute(_SHOWING).all())
        return [(GuildId(row.guild_id), row.channel_id) for row in rows]

    async def veil(self, channel_id: int, *, now: datetime) -> int:
        """See CardStore."""
        told = {"channel": channel_id, "at": now}
        return await self._database.transact(lambda it: it.execute(_VEIL, told).rowcount)

    async def later(self, card: Card, at: datetime) -> None:
        """See CardStore."""
        told = {"this": card.case_id, "at": at}
        await self._database.transact(lambda connection: connection.execute(_LATER, told).rowcount)


def opened(connection: sa.Connection, case_id: CaseId, at: datetime) -> None:
    """Have a case shown; what is added to one that has a card is shown a little later."""
    connection.execute(_OPEN, {"this": case_id, "at": at, "later": at + GATHER})


def touch(connection: sa.Connection, case_id: CaseId, at: datetime) -> None:
    """Have the card of a case shown anew at once."""
    connection.execute(_TOUCH_ONE, {"this": case_id, "at": at})


def reopened(connection: sa.Connection, case: Case, *, by: UserId, now: datetime) -> bool:  # noqa: ARG001 - as any of its kind
    """Have the card of a case that waits again shown anew."""
    touch(connection, case.id, now)
    return True


def touch_job(connection: sa.Connection, job_id: JobId, at: datetime) -> None:
    """Have the cards of all images of a job shown anew at once."""
    connection.execute(_TOUCH_JOB, {"job": job_id, "at": at})
