"""Members who may make no images for a while, or for good, and what they are told. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.texts.text import text

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import CaseId, GuildId, UserId
    from bot.texts.text import Text


class BlockKind(StrEnum):
    """What a member may not do. Stored."""

    BLOCK = "block"
    """Anything that posts or makes something."""
    COOLDOWN = "cooldown"
    """Have images made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What keeps a member of a server from what others may do. There is one of each kind."""

    guild_id: GuildId
    member: UserId
    kind: BlockKind = BlockKind.BLOCK
    at: datetime
    by: UserId | None = None
    """The moderator; None for the bot, which counts strikes."""
    until: datetime | None = None
    """None is for good."""
    why: str = ""
    """The moderator's own words."""
    case_id: CaseId
    """Of which it is an entry, and by which it can be appealed."""
    number: int = 0
    """Of that case; 0 where it is not known."""

    def holds(self, now: datetime) -> bool:
        """Whether it is not over."""
        return self.until is None or now < self.until

    def outlasts(self, other: Block) -> bool:
        """Whether it ends no sooner than another."""
        if self.until is None or other.until is None:
            return self.until is None
        return self.until >= other.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What keeps a member of a server, over or not."""

    block: Block | None = None
    cooldown: Block | None = None

    def blocked(self, now: datetime) -> Block | None:
        """Return the block that holds, if one does."""
        return self.block if self.block is not None and self.block.holds(now) else None

    def cooling(self, now: datetime) -> Block | None:
        """Return the cooldown that holds, if one does."""
        return self.cooldown if self.cooldown is not None and self.cooldown.holds(now) else None


FREE = Standing()
"""That of whoever was never kept from anything."""


def words_of(block: Block) -> Text:
    """Return what a member is told who is kept: until when, and how to appeal."""
    known = text("block.appeal", case=block.number)
    appeal = known if block.number else text("block.appeal_any")
    if block.until is None:
        return text("block.forever", appeal=appeal)
    ends_at = round(block.until.timestamp())
    if block.kind is BlockKind.COOLDOWN:
        return text("block.cooling", ends_at=ends_at, appeal=appeal)
    return text("block.until", ends_at=ends_at, appeal=appeal)
