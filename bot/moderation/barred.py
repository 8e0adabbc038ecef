"""A check before each job: whoever is blocked, or has to wait for their strikes, gets none."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.domain.moderation.block import words_of
from bot.errors import RefusedError, StoreError
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.domain.moderation.block import Standing
    from bot.domain.ports import Grant, Wanted
    from bot.moderation.people import People

LOOK_SECONDS = 1.0
"""For the look: an answer counts for 3 s only."""

UNKNOWN = text("block.unknown")

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class NotBarred:
    """A Check. Of whom it cannot be told for now, nothing is taken on."""

    def __init__(self, people: People) -> None:
        """Ask ``people``."""
        self._people = people

    async def __call__(self, wanted: Wanted, grant: Grant, /) -> Grant:
        """See Check."""
        standing = await self._standing(wanted)
        held = standing.blocked(wanted.at) or standing.cooling(wanted.at)
        if held is not None:
            raise RefusedError(words_of(held))
        return grant

    async def _standing(self, wanted: Wanted) -> Standing:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await self._people.standing(wanted.guild_id, wanted.user_id)
        except (StoreError, TimeoutError) as error:
            log.warning("member.standing_unknown", why=type(error).__name__)
            raise RefusedError(UNKNOWN) from error
