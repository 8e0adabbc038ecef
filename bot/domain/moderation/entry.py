"""What moderators find in a case and in the audit: entries that are only ever added. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.domain.ids import CaseId, GuildId, JobId, PlaceId, UserId


class EntryKind(StrEnum):
    """What happened. Stored, so never renamed without a migration."""

    WITHHELD = "withheld"
    """An image was withheld by its judge, or waits for a moderator."""
    REPORTED = "reported"
    BLURRED = "blurred"
    """By the number of its reports."""
    APPROVED = "approved"
    KEPT = "kept"
    """Left as it is: a blurred one blurred, a reported one as it was."""
    REMOVED = "removed"
    REMEMBERED = "remembered"
    """Removed, and never to come again."""
    FORGOTTEN = "forgotten"
    """What was remembered may come again."""
    LOST = "lost"
    """A decision could not be shown: the original or the message was gone."""
    APPEALED = "appealed"
    APPEAL_GRANTED = "appeal_granted"
    APPEAL_REFUSED = "appeal_refused"
    NOTED = "noted"
    REASONED = "reasoned"
    STRUCK = "struck"
    """A member got a strike."""
    COOLED = "cooled"
    """A member has to wait, for their strikes."""
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    DELETED = "deleted"
    """A result was deleted by its buttons or a command."""
    FILTERED = "filtered"
    """A prompt was refused, held or noted by the filter."""
    FILTER_CHANGED = "filter_changed"
    POLICY_CHANGED = "policy_changed"
    TIER_CHANGED = "tier_changed"
    BUDGET_CHANGED = "budget_changed"
    BUDGET_WARNED = "budget_warned"
    DATA_EXPORTED = "data_exported"
    DATA_DELETED = "data_deleted"


OWN = "own"
"""The detail that says: who decided is whom it is about."""


def own(by: UserId | None, about: UserId) -> dict[str, object]:
    """Return the details that say so of who decides about what is their own; else none."""
    return {OWN: True} if by == about else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a server. Its order in the database is the order in which things happened."""

    guild_id: GuildId
    kind: EntryKind
    at: datetime
    by: UserId | None = None
    """The member who did it; None for the bot."""
    member: UserId | None = None
    """Whom it is about."""
    place: PlaceId | None = None
    """Where: a channel, a thread, or what a policy was changed of."""
    case_id: CaseId | None = None
    job_id: JobId | None = None
    image: int | None = None
    why: str = ""
    """A moderator's own words; never those of a prompt."""
    details: Mapping[str, object] = field(default_factory=dict)
    """Whatever else explains it; fit for JSON."""
    id: int = 0
    """Its number in the database; 0 before it is there."""

    @property
    def is_own(self) -> bool:
        """Whether who decided did so about what is their own."""
        return bool(self.details.get(OWN))
