"""Who is told of an entry, in SQL: written in its own transaction, so that nobody is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.ids import CaseId, GuildId, UserId
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.casefile import audience
from bot.store.moderation.appeal_tables import REPORTS, tellings
from bot.store.moderation.case_tables import cases, entries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.moderation.entry import Entry

_CASE = sa.select(cases.c.guild_id, cases.c.kind, cases.c.subject, cases.c.opened_at).where(
    cases.c.id == sa.bindparam("this", type_=sa.Text)
)
_REPORTERS = (
    sa.select(entries.c.by)
    .where(
        entries.c.case_id == sa.bindparam("this", type_=sa.Text),
        REPORTS,
        entries.c.by.is_not(None),
    )
    .distinct()
)
_INSERT = tellings.insert()


def note(connection: sa.Connection, told: Iterable[tuple[int, Entry]]) -> None:
    """Note who is to be told of entries that have just been added to cases, by their numbers."""
    rows = list[dict[str, object]]()
    for number, entry in told:
        if entry.case_id is not None and (case := _case(connection, entry.case_id)) is not None:
            rows += [
                {
                    "entry": number,
                    "member": member,
                    "case_id": entry.case_id,
                    "due_at": entry.at,
                    "tries": 0,
                }
                for member in sorted(audience(case, entry, _reporters(connection, case.id)))
            ]
    if rows:
        connection.execute(_INSERT, rows)


def _case(connection: sa.Connection, case_id: CaseId) -> Case | None:
    row = connection.execute(_CASE, {"this": case_id}).one_or_none()
    if row is None:
        return None
    return Case(
        id=case_id,
        guild_id=GuildId(row.guild_id),
        kind=CaseKind(row.kind),
        subject=UserId(row.subject),
        opened_at=row.opened_at,
    )


def _reporters(connection: sa.Connection, case_id: CaseId) -> list[UserId]:
    return [UserId(by) for by in connection.scalars(_REPORTERS, {"this": case_id})]
