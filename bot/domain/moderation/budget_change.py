"""Changes of budgets, as entries that moderators find in the audit and may take back. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.budget import BudgetChange, BudgetKey
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.usage import Unit

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import UserId


def told(change: BudgetChange, *, by: UserId, at: datetime, undoes: int | None = None) -> Entry:
    """Return the entry that tells of a change.

    Args:
        change: Of one budget.
        by: Who made it.
        at: When.
        undoes: The number of the entry whose change it takes back.

    """
    key = change.key
    details = {"unit": key.unit.value, "before": change.before, "after": change.after}
    return Entry(
        guild_id=key.guild_id,
        kind=EntryKind.BUDGET_CHANGED,
        at=at,
        by=by,
        place=key.place,
        details=details if undoes is None else details | {"undoes": undoes},
    )


def key_of(entry: Entry) -> BudgetKey | None:
    """Return which budget an entry tells of; None of one that tells of none."""
    unit = entry.details.get("unit")
    if entry.place is None or unit not in set(Unit):
        return None
    return BudgetKey(guild_id=entry.guild_id, place=entry.place, unit=Unit(str(unit)))
