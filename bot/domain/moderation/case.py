"""A case: a server's numbered file of one moderation matter. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.moderation.entry import EntryKind

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import CaseId, GuildId, JobId, PlaceId, UserId


class CaseKind(StrEnum):
    """What a case is about. Stored."""

    IMAGE = "image"
    """One image: withheld, held or reported. There is one case of each image."""
    MEMBER = "member"
    """A member: a strike or a block that no image led to."""


DECISIONS = frozenset({EntryKind.APPROVED, EntryKind.KEPT, EntryKind.REMOVED, EntryKind.REMEMBERED})
"""What may be decided about an image; the first decision counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is known of a case, its entries aside."""

    id: CaseId
    guild_id: GuildId
    number: int = 0
    """From 1 in each server; 0 before it is in the database."""
    kind: CaseKind
    subject: UserId
    """Whom it is about: who asked for the image, or who was blocked."""
    opened_at: datetime
    place: PlaceId | None = None
    """The channel or thread of the message."""
    job_id: JobId | None = None
    image: int | None = None
    decision: EntryKind | None = None
    """One of ``DECISIONS``; None while a moderator is waited for, and of cases about members."""
    decided_by: UserId | None = None
    decided_at: datetime | None = None

    @property
    def is_own(self) -> bool:
        """Whether a moderator decided about their own image."""
        return self.decision is not None and self.decided_by == self.subject

    @property
    def is_open(self) -> bool:
        """Whether an image waits for a moderator."""
        return self.kind is CaseKind.IMAGE and self.decision is None
