"""The data of a member, in SQL: deleted piece by piece so that others get their turn.

A job is not deleted but emptied: limits, budgets and the counts of a server go on reckoning with
it. Whose it was is forgotten when nothing counts by that any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.ids import UserId
from bot.domain.moderation.case import CaseKind
from bot.domain.privacy import COUNTED, ERASED, NOBODY, Erased, Kept, erased
from bot.errors import StoreError
from bot.store.jobs import originals
from bot.store.jobs.request_json import decode, encode
from bot.store.moderation.appeal_tables import UNANSWERED, appeals
from bot.store.moderation.case_tables import cases
from bot.store.schema import FINAL, events, images, jobs, listings, members, stars, styles
from bot.store.studio.copy_table import copies
from bot.store.studio.gathering import gather
from bot.store.studio.own_parts import OWN_STYLES
from bot.store.studio.privacy_tables import erasures
from bot.store.types import Moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.store.database import Database

AT_ONCE = 200
"""Jobs that are emptied by one transaction."""

_WHO = sa.bindparam("who", type_=sa.BigInteger)
_UNTIL = sa.bindparam("until", type_=Moment)
_THEIRS = jobs.c.user_id == _WHO
_OPEN_CASE = sa.exists().where(
    cases.c.job == jobs.c.id,
    cases.c.kind == CaseKind.IMAGE.value,
    sa.or_(
        cases.c.decision.is_(None),
        sa.exists().where(appeals.c.case_id == cases.c.id, UNANSWERED).correlate(cases),
    ),
)
_FULL = jobs.c.searched != ERASED
_COUNTED = jobs.c.created_at >= sa.bindparam("counted", type_=Moment)
_TO_EMPTY = (
    sa.select(jobs.c.id, jobs.c.request)
    .where(_THEIRS, FINAL, jobs.c.created_at <= _UNTIL, _FULL, ~_OPEN_CASE)
    .limit(AT_ONCE)
    .with_for_update()
)
_LEFT = sa.select(
    sa.func.count(),
    sa.func.coalesce(sa.func.sum(sa.case((FINAL & _OPEN_CASE, 0), else_=1)), 0),
).where(_THEIRS, jobs.c.created_at <= _UNTIL, _FULL)
_EMPTY = (
    jobs.update()
    .where(jobs.c.id == sa.bindparam("this", type_=sa.Text))
    .values(
        request=sa.bindparam("request", type_=sa.Text),
        searched=ERASED,
        note="",
        ignored="",
        detail="",
        token="",
    )
)
_NOBODYS = jobs.update().where(_THEIRS, jobs.c.searched == ERASED, ~_COUNTED)
_KNOWN = sa.select(sa.func.count()).where(_THEIRS, jobs.c.created_at <= _UNTIL)
_SILENCE = (
    appeals.update()
    .where(
        appeals.c.member == _WHO,
        appeals.c.at <= _UNTIL,
        appeals.c.granted.is_not(None),
        appeals.c.why != ERASED,
    )
    .values(why=ERASED, due_at=sa.bindparam("now", type_=Moment))
)
"""The words of what is answered; the message that shows them is made anew."""
_ASKING = sa.select(sa.func.count()).where(
    appeals.c.member == _WHO, appeals.c.at <= _UNTIL, UNANSWERED
)
_MUTE = (
    events.update()
    .where(events.c.job == sa.bindparam("this", type_=sa.Text))
    .values(details="{}", why="")
)
_UNSEE = (
    images.update()
    .where(images.c.job == sa.bindparam("this", type_=sa.Text))
    .values(fingerprint=None)
)
_OTHERS = {
    "styles": styles.delete().where(OWN_STYLES),
    "settings": members.delete().where(members.c.user_id == _WHO),
    "stars": stars.delete().where(stars.c.user_id == _WHO),
    "listings": listings.delete().where(listings.c.owner == _WHO),
    # What was sent to them. Where else an image stands tells of nobody: it may be taken away yet.
    "copies": copies.delete().where(copies.c.owner == _WHO),
}
_DISOWN = (
    copies.update()
    .where(copies.c.owner == _WHO, copies.c.withdrawn_at.is_not(None))
    .values(owner=None)
)
"""What is being taken away, of what was sent to them, still is; whose it was is forgotten."""
_DUE = sa.select(erasures).order_by(erasures.c.asked_at)
_REMEMBER = erasures.insert()
_DONE = erasures.delete().where(erasures.c.user_id == _WHO)


class SqlPrivacyStore:
    """A PrivacyStore over all tables."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def gather(
        self, user_id: UserId, *, most: int, is_late: Callable[[], bool] = lambda: False
    ) -> Kept:
        """See PrivacyStore."""
        return await gather(self._database, user_id, most, is_late)

    async def erase(self, user_id: UserId, *, now: datetime) -> Erased:
        """See PrivacyStore."""
        who = {"who": user_id}

        def begin(connection: sa.Connection) -> dict[str, int]:
            connection.execute(_DONE, who)
            connection.execute(_REMEMBER, {"user_id": user_id, "asked_at": now})
            connection.execute(_DISOWN, who)
            return {name: connection.execute(act, who).rowcount for name, act in _OTHERS.items()}

        others = await self._database.transact(begin, lock=user_id)
        emptied, left, under_way = await self._emptied(user_id, until=now, now=now)
        return Erased(
            jobs=emptied,
            styles=others.pop("styles"),
            in_cases=left - under_way,
            under_way=under_way,
            others=others,
        )

    async def erase_due(self, *, now: datetime) -> int:
        """See PrivacyStore."""
        waiting = await self._database.read(lambda connection: connection.execute(_DUE).all())
        staying = 0
        for row in waiting:
            _, left, _ = await self._emptied(UserId(row.user_id), until=row.asked_at, now=now)
            staying += left > 0
        return staying

    async def _emptied(
        self, user_id: UserId, *, until: datetime, now: datetime
    ) -> tuple[int, int, int]:
        """Empty what can be; return how many jobs, how many stay, and how many of them run."""
        asked = {"who": user_id, "until": until}
        emptied = 0
        while some := await self._database.transact(lambda it: _empty(it, asked)):
            emptied += some

        def rest(connection: sa.Connection) -> tuple[int, int]:
            counted = {"who": user_id, "counted": now - COUNTED}
            connection.execute(_NOBODYS.values(user_id=NOBODY), counted)
            connection.execute(_SILENCE, asked | {"now": now})
            left, under_way = connection.execute(_LEFT, asked).one()
            if not connection.scalar(_KNOWN, asked) and not connection.scalar(_ASKING, asked):
                connection.execute(_DONE, {"who": user_id})
            return left, under_way

        left, under_way = await self._database.transact(rest)
        return emptied, left, under_way


def _empty(connection: sa.Connection, asked: Mapping[str, object]) -> int:
    rows = connection.execute(_TO_EMPTY, asked).all()
    for row in rows:
        originals.forget(connection, row.id)
        connection.execute(_MUTE, {"this": row.id})
        connection.execute(_UNSEE, {"this": row.id})
        connection.execute(_EMPTY, {"this": row.id, "request": _emptied_request(row.request)})
    return len(rows)


def _emptied_request(request: str) -> str:
    try:
        return encode(erased(decode(request)))
    except StoreError:
        return "{}"  # it could not be read before, either
