"""What moderators look for in the audit, and what they find. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.listing import LAST_PAGE
from bot.domain.moderation.entry import EntryKind
from bot.errors import InvalidOptionError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.ids import GuildId, UserId
    from bot.domain.moderation.entry import Entry
    from bot.domain.moderation.within import Within

PAGE_SIZE = 7
"""Entries of a page: with all that there may be to tell, a message holds no more."""

MOST_COUNTED = PAGE_SIZE * LAST_PAGE
"""Entries that are counted, and turned to page by page; of more is said that there are more."""

MOST_TAKEN = 10_000
"""Entries of one file."""

MOMENT = text("option.moment")


class Group(StrEnum):
    """Kinds of entries that are asked for by one word. Stored with lists, and part of a command."""

    WITHHELD = "withheld"
    REPORTS = "reports"
    DECISIONS = "decisions"
    APPEALS = "appeals"
    NOTES = "notes"
    STRIKES = "strikes"
    BLOCKS = "blocks"
    DELETIONS = "deletions"
    FILTER = "filter"
    RULES = "rules"
    BUDGET = "budget"
    DATA = "data"


GROUPS: Mapping[Group, frozenset[EntryKind]] = {
    Group.WITHHELD: frozenset({EntryKind.WITHHELD}),
    Group.REPORTS: frozenset({EntryKind.REPORTED, EntryKind.BLURRED}),
    Group.DECISIONS: frozenset(
        {
            EntryKind.APPROVED,
            EntryKind.KEPT,
            EntryKind.REMOVED,
            EntryKind.REMEMBERED,
            EntryKind.FORGOTTEN,
            EntryKind.LOST,
        }
    ),
    Group.APPEALS: frozenset(
        {EntryKind.APPEALED, EntryKind.APPEAL_GRANTED, EntryKind.APPEAL_REFUSED}
    ),
    Group.NOTES: frozenset({EntryKind.NOTED, EntryKind.REASONED}),
    Group.STRIKES: frozenset({EntryKind.STRUCK, EntryKind.COOLED}),
    Group.BLOCKS: frozenset({EntryKind.BLOCKED, EntryKind.UNBLOCKED}),
    Group.DELETIONS: frozenset({EntryKind.DELETED}),
    Group.FILTER: frozenset({EntryKind.FILTERED, EntryKind.FILTER_CHANGED}),
    Group.RULES: frozenset({EntryKind.POLICY_CHANGED, EntryKind.TIER_CHANGED}),
    Group.BUDGET: frozenset({EntryKind.BUDGET_CHANGED, EntryKind.BUDGET_WARNED}),
    Group.DATA: frozenset({EntryKind.DATA_EXPORTED, EntryKind.DATA_DELETED}),
}
"""Each kind is in one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which entries of a server are meant."""

    guild_id: GuildId
    member: UserId | None = None
    """Who did it, or whom it is about."""
    moderator: UserId | None = None
    """Who did it."""
    within: Within | None = None
    """Where; None is everywhere."""
    kinds: frozenset[EntryKind] = frozenset()
    """Empty: all."""
    since: datetime | None = None
    until: datetime | None = None
    """Itself not included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry with what else leads to it."""

    entry: Entry
    case: int | None = None
    """The number of its case, where that is still there."""
    channel_id: int | None = None
    message_id: int | None = None
    """Of its job, where anybody may be led there: none of a private one."""


_AGO = re.compile(r"(\d{1,4})\s*([mhdw])")
_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def moment_of(option: str, typed: str, now: datetime, *, whole_day: bool = False) -> datetime:
    """Return the moment somebody means: ``7d`` ago, a day, or a day with a time, in UTC.

    Args:
        option: What it was typed into.
        typed: By a member.
        now: What is counted back from.
        whole_day: Whether a day without a time means its end.

    Raises:
        InvalidOptionError: it is none.

    """
    said = typed.strip().lower()
    try:
        if ago := _AGO.fullmatch(said):
            return now - int(ago[1]) * _UNITS[ago[2]]
        moment = datetime.fromisoformat(said.upper())
        if _DAY.fullmatch(said) and whole_day:
            moment += timedelta(days=1)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InvalidOptionError(option, typed, MOMENT) from error
