"""What members are told of a case: outcomes, and the reason that moderators give. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.domain.moderation.case import DECISIONS
from bot.domain.moderation.entry import EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain.ids import GuildId, UserId
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.entry import Entry

SANCTIONS = frozenset({EntryKind.STRUCK, EntryKind.COOLED, EntryKind.BLOCKED})
"""What keeps a member from something, or may soon; told with its end."""

CONTESTED = DECISIONS - {EntryKind.APPROVED}
"""What the member of an image may want to be decided again."""

ANSWERS = frozenset({EntryKind.APPEAL_GRANTED, EntryKind.APPEAL_REFUSED})

_ABOUT_MEMBER = SANCTIONS | {EntryKind.UNBLOCKED}

TOLD = DECISIONS | _ABOUT_MEMBER | ANSWERS
"""Outcomes: whom they are about is told of each."""

MEMBERS_READ = TOLD | {EntryKind.REASONED}
"""What of a case its member reads; never notes, and never who reported."""

_SEEN_IN_MESSAGES = DECISIONS | {EntryKind.BLURRED, EntryKind.LOST}

_WITH_REASON = MEMBERS_READ - ANSWERS


@dataclass(frozen=True, slots=True)
class Posted:
    """A message of ours."""

    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSearch:
    """Which cases of a server are looked for."""

    guild_id: GuildId
    subject: UserId | None = None
    """Those about a member."""
    concerns: UserId | None = None
    """Those about a member, and those that they reported something for."""
    is_open: bool | None = None
    """Whether a moderator is waited for: by an image, or by an appeal. None: all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Outcomes of one case of which one member is not told yet."""

    member: UserId
    case: Case
    entries: tuple[Entry, ...]
    """In order."""
    tries: int
    """How often somebody set out to tell them before."""
    reason: str = ""
    """What moderators say of the case."""
    is_lost: bool = False
    """Whether the message never came to show what was decided last."""
    is_appealed: bool = False
    """Whether they have appealed already."""

    @property
    def is_about_them(self) -> bool:
        """Whether the case is about the member; they reported something otherwise."""
        return self.member == self.case.subject


def reason_of(entries: Iterable[Entry]) -> str:
    """Return the reason that members are shown: the latest that a moderator gave."""
    given = [entry.why for entry in entries if entry.kind in _WITH_REASON and entry.why]
    return given[-1] if given else ""


def is_lost(entries: Iterable[Entry]) -> bool:
    """Whether what was decided last about an image could not be shown."""
    told = [entry.kind for entry in entries if entry.kind in _SEEN_IN_MESSAGES]
    return bool(told) and told[-1] is EntryKind.LOST


def audience(case: Case, entry: Entry, reporters: Sequence[UserId]) -> set[UserId]:
    """Return who is told of an entry: whoever it is about, and reporters of what is decided.

    Who did it knows it.
    """
    if entry.kind not in TOLD:
        return set()
    told = {entry.member or case.subject} if entry.kind in _ABOUT_MEMBER else {case.subject}
    if entry.kind in DECISIONS:
        told |= set(reporters)
    return told - {entry.by}


def end_of(entry: Entry) -> datetime | None:
    """Return until when a sanction holds; None for good, or where it has no end."""
    told = entry.details.get("until")
    if isinstance(told, (int, float)) and not isinstance(told, bool):
        return datetime.fromtimestamp(told, UTC)
    if not isinstance(told, str):
        return None
    try:
        end = datetime.fromisoformat(told)
    except ValueError:
        return None
    return end if end.tzinfo else end.replace(tzinfo=UTC)
