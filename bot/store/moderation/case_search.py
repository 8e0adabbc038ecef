"""Which cases are looked for, as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.store.moderation.appeal_tables import REPORTS, UNANSWERED, appeals
from bot.store.moderation.case_tables import WAITING, cases, entries
from bot.store.moderation.standing import is_within

if TYPE_CHECKING:
    from bot.domain.moderation.casefile import CaseSearch

ENTRIES_OF = (
    sa.select(entries)
    .where(
        entries.c.case_id.in_(sa.bindparam("these", expanding=True, type_=sa.Text)),
        entries.c.kind.in_(sa.bindparam("kinds", expanding=True, type_=sa.Text)),
    )
    .order_by(entries.c.id)
)

_IS_OPEN = sa.or_(WAITING, cases.c.id.in_(sa.select(appeals.c.case_id).where(UNANSWERED)))


def page(sought: CaseSearch, limit: int, offset: int) -> sa.Select[Any]:
    """Return the statement for some of them, the latest first."""
    rows = sa.select(cases).where(*_conditions(sought))
    return rows.order_by(cases.c.number.desc()).limit(limit).offset(offset)


def count(sought: CaseSearch) -> sa.Select[int]:
    """Return the statement that counts them."""
    return sa.select(sa.func.count()).select_from(cases).where(*_conditions(sought))


def _conditions(sought: CaseSearch) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [cases.c.guild_id == sought.guild_id]
    if sought.subject is not None:
        found.append(cases.c.subject == sought.subject)
    if sought.concerns is not None:
        reported = sa.select(entries.c.case_id).where(
            REPORTS, entries.c.guild_id == sought.guild_id, entries.c.by == sought.concerns
        )
        found.append(sa.or_(cases.c.subject == sought.concerns, cases.c.id.in_(reported)))
    if sought.is_open is not None:
        found.append(_IS_OPEN if sought.is_open else sa.not_(_IS_OPEN))
    if sought.within is not None:
        found.append(is_within(sought.within, cases.c.place, cases.c.guild_id))
    return found
