"""Cases, in SQL: one of each image, numbered from 1 in each server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.ids import CaseId, GuildId, JobId, PlaceId, UserId
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.entry import EntryKind
from bot.store.moderation import cards
from bot.store.moderation import case_search as search
from bot.store.moderation import entries as told
from bot.store.moderation.case_tables import WAITING, cases, entries
from bot.store.moderation.standing import is_within

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Row

    from bot.domain.moderation.casefile import CaseSearch
    from bot.domain.moderation.entry import Entry
    from bot.domain.moderation.within import Within
    from bot.store.database import Database

_ID = cases.c.id == sa.bindparam("this", type_=sa.Text)
_GUILD = cases.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger)
_ONE = sa.select(cases).where(_ID)
_NUMBERED = sa.select(cases).where(
    _GUILD, cases.c.number == sa.bindparam("which", type_=sa.Integer)
)
_OF_IMAGE = sa.select(cases).where(
    cases.c.job == sa.bindparam("which_job", type_=sa.Text),
    cases.c.image == sa.bindparam("which_image", type_=sa.Integer),
)
_WAITING = (
    sa.select(cases)
    .where(_GUILD, WAITING)
    .order_by(cases.c.number)
    .limit(sa.bindparam("most", type_=sa.Integer))
    .offset(sa.bindparam("first", type_=sa.Integer))
)
_COUNT = sa.select(sa.func.count()).select_from(cases).where(_GUILD, WAITING)
_ENTRIES = (
    sa.select(entries)
    .where(entries.c.case_id == sa.bindparam("this", type_=sa.Text))
    .order_by(entries.c.id)
)
_NEXT = sa.text(
    "INSERT INTO case_numbers (guild_id, last) VALUES (:guild, 1)"
    " ON CONFLICT (guild_id) DO UPDATE SET last = case_numbers.last + 1 RETURNING last"
)
"""Its row is locked until the transaction ends: cases of one server are opened in turn."""
_INSERT = cases.insert()
_REOPEN = cases.update().where(_ID).values(decision=None, decided_by=None, decided_at=None)


class SqlCaseStore:
    """A CaseStore in tables of its own."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def open(self, case: Case, entries: Sequence[Entry]) -> Case:
        """See CaseStore."""
        return await self._database.transact(lambda connection: opened(connection, case, entries))

    async def add(self, case_id: CaseId, entries: Sequence[Entry]) -> Case | None:
        """See CaseStore."""

        def add(connection: sa.Connection) -> Case | None:
            row = connection.execute(_ONE, {"this": case_id}).one_or_none()
            if row is None:
                return None
            told.add(connection, entries, case_id)
            return to_case(row)

        return await self._database.transact(add)

    async def get(self, case_id: CaseId) -> Case | None:
        """See CaseStore."""
        return await self._found(_ONE, {"this": case_id})

    async def numbered(self, guild_id: GuildId, number: int) -> Case | None:
        """See CaseStore."""
        return await self._found(_NUMBERED, {"guild": guild_id, "which": number})

    async def of_image(self, job_id: JobId, image: int) -> Case | None:
        """See CaseStore."""
        return await self._found(_OF_IMAGE, {"which_job": job_id, "which_image": image})

    async def waiting(
        self, guild_id: GuildId, *, limit: int, offset: int = 0, within: Within | None = None
    ) -> tuple[Sequence[Case], int]:
        """See CaseStore."""
        asked = {"guild": guild_id, "most": limit, "first": offset}
        where = sa.true() if within is None else is_within(within, cases.c.place, cases.c.guild_id)

        def read(connection: sa.Connection) -> tuple[list[Case], int]:
            rows = connection.execute(_WAITING.where(where), asked).all()
            total = connection.scalar(_COUNT.where(where), asked) or 0
            return [to_case(row) for row in rows], total

        return await self._database.read(read)

    async def sought(
        self, sought: CaseSearch, *, limit: int, offset: int = 0
    ) -> tuple[Sequence[Case], int]:
        """See CaseStore."""

        def read(connection: sa.Connection) -> tuple[list[Case], int]:
            rows = connection.execute(search.page(sought, limit, offset)).all()
            total = connection.scalar(search.count(sought)) or 0
            return [to_case(row) for row in rows], total

        return await self._database.read(read)

    async def entries_of(
        self, case_ids: Collection[CaseId], kinds: Collection[EntryKind]
    ) -> Mapping[CaseId, Sequence[Entry]]:
        """See CaseStore."""
        wanted = {"these": list(case_ids), "kinds": [kind.value for kind in kinds]}
        rows = await self._database.read(
            lambda connection: connection.execute(search.ENTRIES_OF, wanted).all()
        )
        found: dict[CaseId, list[Entry]] = {case_id: [] for case_id in case_ids}
        for row in rows:
            found[row.case_id].append(told.to_entry(row))
        return found

    async def entries(self, case_id: CaseId) -> Sequence[Entry]:
        """See CaseStore."""
        rows = await self._database.read(
            lambda connection: connection.execute(_ENTRIES, {"this": case_id}).all()
        )
        return [told.to_entry(row) for row in rows]

    async def _found(self, which: sa.Select[Any], asked: dict[str, object]) -> Case | None:
        row = await self._database.read(
            lambda connection: connection.execute(which, asked).one_or_none()
        )
        return None if row is None else to_case(row)


def opened(connection: sa.Connection, case: Case, happened: Sequence[Entry]) -> Case:
    """See CaseStore; in the caller's transaction, which has locked the job's row if it needs it."""
    kept = _of_same_image(connection, case) or _numbered(connection, case)
    told.add(connection, happened, kept.id)
    if kept.kind is CaseKind.IMAGE:
        cards.opened(connection, kept.id, case.opened_at)
    return kept


def found(connection: sa.Connection, case_id: CaseId) -> Case | None:
    """See CaseStore's ``get``."""
    row = connection.execute(_ONE, {"this": case_id}).one_or_none()
    return None if row is None else to_case(row)


def of_image(connection: sa.Connection, job_id: JobId, image: int) -> Case | None:
    """See CaseStore; in the caller's transaction."""
    found = connection.execute(_OF_IMAGE, {"which_job": job_id, "which_image": image})
    row = found.one_or_none()
    return None if row is None else to_case(row)


def reopen(connection: sa.Connection, case_id: CaseId) -> None:
    """Have a case wait for a moderator again; its entries tell how it was decided before."""
    connection.execute(_REOPEN, {"this": case_id})


def to_case(row: Row[Any]) -> Case:
    """Return the case of a row of all columns."""
    return Case(
        id=CaseId(row.id),
        guild_id=GuildId(row.guild_id),
        number=row.number,
        kind=CaseKind(row.kind),
        subject=UserId(row.subject),
        opened_at=row.opened_at,
        place=row.place and PlaceId(row.place),
        job_id=row.job and JobId(row.job),
        image=row.image,
        decision=row.decision and EntryKind(row.decision),
        decided_by=row.decided_by and UserId(row.decided_by),
        decided_at=row.decided_at,
    )


def _numbered(connection: sa.Connection, case: Case) -> Case:
    number = connection.scalar(_NEXT, {"guild": case.guild_id}) or 0
    # Somebody else may have opened it while we waited for the number, which is then left out.
    if (known := _of_same_image(connection, case)) is not None:
        return known
    numbered = replace(case, number=number)
    connection.execute(_INSERT, _row(numbered))
    return numbered


def _of_same_image(connection: sa.Connection, case: Case) -> Case | None:
    if case.job_id is None or case.image is None:
        return None
    return of_image(connection, case.job_id, case.image)


def _row(case: Case) -> dict[str, object]:
    return {
        "id": case.id,
        "guild_id": case.guild_id,
        "number": case.number,
        "kind": case.kind.value,
        "subject": case.subject,
        "opened_at": case.opened_at,
        "place": case.place,
        "job": case.job_id,
        "image": case.image,
        "decision": case.decision and case.decision.value,
        "decided_by": case.decided_by,
        "decided_at": case.decided_at,
    }
