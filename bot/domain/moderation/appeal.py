"""Appeals: a member asks moderators to look at their case again, once. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.moderation.casefile import CONTESTED, SANCTIONS
from bot.domain.ranges import Bound
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import CaseId, GuildId, UserId
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.casefile import Posted
    from bot.domain.moderation.entry import Entry
    from bot.texts.text import Text

WORDS = Bound(1, 500)
"""Characters in which a member says why."""

NOT_YOURS = text("appeal.not_yours")
UNDECIDED = text("appeal.undecided")
TWICE = text("appeal.twice")
NOTHING = text("appeal.nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """What a member asked, and what moderators answered."""

    case_id: CaseId
    """There is one appeal of each case."""
    guild_id: GuildId
    member: UserId
    at: datetime
    why: str
    """The member's own words: for moderators, and for no entry."""
    locale: str = ""
    """The language that the member read when they asked."""
    is_granted: bool | None = None
    """None while it waits for an answer."""
    decided_by: UserId | None = None
    decided_at: datetime | None = None
    posted: Posted | None = None
    """Where moderators see it, beside their lists."""

    @property
    def is_own(self) -> bool:
        """Whether who appealed answered it."""
        return self.decided_by == self.member


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of a moderator's answer."""

    appeal: Appeal
    """As it is now."""
    is_first: bool
    """Whether this answer counts, and not another before it."""
    reopened: bool = False
    """Whether moderators decide about the image again."""
    gone: bool = False
    """Whether they cannot, since its original is no longer kept."""
    lifted: bool = False
    """Whether something that the member could not do is allowed again."""


def objection(
    case: Case, entries: Sequence[Entry], appeal: Appeal | None, by: UserId
) -> Text | None:
    """Return why somebody may not appeal; None where they may.

    Args:
        case: Against which.
        entries: Of the case.
        appeal: The one that there is.
        by: Who wants to.

    """
    if by != case.subject:
        return NOT_YOURS
    if appeal is not None:
        return TWICE
    if any(entry.kind in SANCTIONS for entry in entries):
        return None
    if case.is_open:
        return UNDECIDED
    return None if case.decision in CONTESTED else NOTHING
