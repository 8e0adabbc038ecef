"""Strikes, in SQL: noted in the transaction of what they are for, and weighed later."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.ids import CaseId, GuildId, JobId, PlaceId, UserId
from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.strikes import VOIDING, Ground, Strike, ground_of
from bot.store.jobs.job_table import jobs
from bot.store.moderation.case_tables import cases
from bot.store.moderation.people_tables import DUE, strikes
from bot.store.types import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Row

    from bot.domain.job import Job
    from bot.domain.moderation.entry import Entry

_NOTE = sa.text(
    "INSERT INTO strikes (guild_id, member, at, ground, job, case_id, place)"
    " VALUES (:guild, :member, :at, :ground, :job, :case, :place)"
    " ON CONFLICT (case_id) DO UPDATE SET at = excluded.at, voided_at = NULL, weighed_at = NULL"
    " WHERE strikes.voided_at IS NOT NULL"
).bindparams(sa.bindparam("at", type_=Moment))
"""A case gives one strike, however often it is decided; one that was taken back comes again."""
_VOID = (
    strikes.update()
    .where(
        strikes.c.case_id == sa.bindparam("case", type_=sa.Text),
        strikes.c.voided_at.is_(None),
    )
    .values(voided_at=sa.bindparam("now", type_=Moment), weighed_at=None)
)
_CASE = sa.select(cases.c.subject, cases.c.job, cases.c.place).where(
    cases.c.id == sa.bindparam("case", type_=sa.Text)
)
_DUE = (
    sa.select(strikes, jobs.c.places)
    .select_from(strikes.outerjoin(jobs, jobs.c.id == strikes.c.job))
    .where(DUE)
    .order_by(strikes.c.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
)


def note(connection: sa.Connection, happened: Iterable[Entry], case_id: CaseId | None) -> None:
    """Note the strikes that entries give, and those that they take back."""
    for entry in happened:
        ground, case = ground_of(entry), case_id or entry.case_id
        if ground is not None:
            _give(connection, entry, ground, case)
        elif case is not None and entry.kind in VOIDING:
            connection.execute(_VOID, {"case": case, "now": entry.at})


def note_refusal(connection: sa.Connection, job: Job, at: datetime) -> None:
    """Note the strike for a prompt that an engine refused as suspicious."""
    said = {"guild": job.guild_id, "member": job.user_id, "at": at, "ground": Ground.ENGINE.value}
    connection.execute(_NOTE, said | {"job": job.id, "case": None, "place": job.places[0]})


def due(connection: sa.Connection, limit: int) -> list[Strike]:
    """See BlockStore."""
    return [_to_strike(row) for row in connection.execute(_DUE, {"most": limit})]


def _give(connection: sa.Connection, entry: Entry, ground: Ground, case: CaseId | None) -> None:
    about = connection.execute(_CASE, {"case": case}).one_or_none() if case else None
    member = about.subject if about is not None else entry.member
    # Whoever removes what is their own is not to blame for it.
    is_own = entry.kind is not EntryKind.FILTERED and member == entry.by
    if member is None or is_own:
        return
    said = {"guild": entry.guild_id, "member": member, "at": entry.at, "ground": ground.value}
    job = entry.job_id or (about.job if about is not None else None)
    place = entry.place or (about.place if about is not None else None)
    connection.execute(_NOTE, said | {"job": job, "case": case, "place": place})


def _to_strike(row: Row[Any]) -> Strike:
    guild_id = GuildId(row.guild_id)
    known = [place for place in (row.place, guild_id) if place is not None]
    places = json.loads(row.places) if row.places else known
    return Strike(
        id=row.id,
        guild_id=guild_id,
        member=UserId(row.member),
        at=row.at,
        ground=Ground(row.ground),
        places=tuple(map(PlaceId, places)),
        job_id=row.job and JobId(row.job),
        case_id=row.case_id and CaseId(row.case_id),
        is_void=row.voided_at is not None,
    )
