"""What strikes a member gets, and what follows from so many of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.moderation.block import BlockKind
from bot.domain.moderation.entry import EntryKind

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import CaseId, GuildId, JobId, PlaceId, UserId
    from bot.domain.moderation.entry import Entry
    from bot.domain.policy import Policy


class Ground(StrEnum):
    """What a strike is for. Stored."""

    REMOVED = "removed"
    """A moderator removed an image."""
    FILTERED = "filtered"
    """A prompt was about sexual content with minors."""
    ENGINE = "engine"
    """The engine refused a prompt as suspicious, which can shut it for all others."""


MINORS = "minors"
"""The rule, among an entry's details, of a prompt that gives a strike at once."""

VOIDING = frozenset({EntryKind.APPROVED, EntryKind.APPEAL_GRANTED})
"""What takes the strike of its case back."""

COOLDOWN = timedelta(hours=1)
"""The first; each further strike doubles it."""
LONGEST_COOLDOWN = timedelta(hours=24)
FIRST_BLOCK = timedelta(days=7)
LATER_BLOCK = timedelta(days=30)

_ENDLESS = 5
"""Doublings after which a cooldown is as long as it gets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """A strike whose consequences are still to be drawn."""

    id: int
    guild_id: GuildId
    member: UserId
    at: datetime
    ground: Ground
    places: tuple[PlaceId, ...]
    """Whose policies apply, nearest first."""
    job_id: JobId | None = None
    case_id: CaseId | None = None
    """None where it has still to be opened."""
    is_void: bool = False
    """Whether it was taken back."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from a strike."""

    kind: BlockKind
    until: datetime


def ground_of(entry: Entry) -> Ground | None:
    """Return what strike an entry gives, if it gives one."""
    if entry.kind in {EntryKind.REMOVED, EntryKind.REMEMBERED}:
        return Ground.REMOVED
    if entry.kind is EntryKind.FILTERED and entry.details.get("rule") == MINORS:
        return Ground.FILTERED
    return None


def counts(policy: Policy) -> bool:
    """Whether strikes mean anything where this policy holds."""
    return policy.strikes_to_cooldown is not None or policy.strikes_to_block is not None


def counted_since(policy: Policy, now: datetime) -> datetime:
    """Return from when on strikes count; older ones are forgotten."""
    return now - timedelta(days=policy.strike_days)


def consequence(strikes: int, policy: Policy, now: datetime) -> Consequence | None:
    """Return what follows from the last of so many strikes; None while they are a warning."""
    to_block, to_cooldown = policy.strikes_to_block, policy.strikes_to_cooldown
    if to_block is not None and strikes >= to_block:
        lasts = FIRST_BLOCK if strikes == to_block else LATER_BLOCK
        return Consequence(BlockKind.BLOCK, now + lasts)
    if to_cooldown is not None and strikes >= to_cooldown:
        lasts = min(LONGEST_COOLDOWN, COOLDOWN * 2 ** min(_ENDLESS, strikes - to_cooldown))
        return Consequence(BlockKind.COOLDOWN, now + lasts)
    return None


def still_follows(kind: BlockKind, strikes: int, policy: Policy) -> bool:
    """Whether what followed from more strikes still does from so many."""
    least = policy.strikes_to_block if kind is BlockKind.BLOCK else policy.strikes_to_cooldown
    return least is not None and strikes >= least
