"""Members: who is kept from what, by whom, and what their strikes lead to."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.domain.ids import CaseId
from bot.domain.moderation.block import Block
from bot.domain.moderation.case import Case, CaseKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, JobId, UserId
    from bot.domain.moderation.block import Standing
    from bot.domain.ports import BlockStore, PolicyBook

AT_ONCE = 100
"""Strikes, or jobs, that are looked for in one go."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What a moderator decided about a member."""

    guild_id: GuildId
    member: UserId
    by: UserId
    until: datetime | None
    why: str = ""


class People:
    """The members of all servers."""

    def __init__(
        self,
        store: BlockStore,
        policies: PolicyBook,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        """Keep in ``store`` who may not have what."""
        self._store = store
        self._policies = policies
        self.now = now
        self._new_id = new_id
        self.news = asyncio.Event()
        """Set when there may be strikes to weigh, or jobs to end."""

    async def standing(self, guild_id: GuildId, member: UserId) -> Standing:
        """Return what keeps a member, be it over or not."""
        return await self._store.standing(guild_id, member)

    async def block(self, sentence: Sentence, case: Case | None = None) -> Block:
        """Block a member, in the place of what blocked them; return the block.

        Args:
            sentence: Who, by whom, until when and why.
            case: Of the image that led to it; None opens one about the member.

        """
        block = self._block_of(sentence, case)
        kept = await self._store.block(block, case or _case_of(block))
        self.news.set()
        log.info("member.blocked", guild=block.guild_id, member=block.member, by=block.by)
        return replace(block, case_id=kept.id, number=kept.number)

    async def unblock(
        self, guild_id: GuildId, member: UserId, *, by: UserId, why: str = ""
    ) -> Block | None:
        """Let a member have all again; return what kept them, None if nothing did."""
        now = self.now()
        held = await self._store.unblock(guild_id, member, by=by, at=now, why=why)
        log.info("member.unblocked", guild=guild_id, member=member, by=by, was=held is not None)
        return held

    async def lift(self, case_id: CaseId, *, by: UserId | None) -> bool:
        """Take back what a case keeps its member from; return whether it kept them."""
        lifted = await self._store.lift(case_id, by=by, at=self.now())
        self.news.set()
        for guild_id, member in lifted:
            log.info("member.lifted", guild=guild_id, member=member, by=by)
        return bool(lifted)

    def look_again(self) -> None:
        """Weigh soon what strikes there are."""
        self.news.set()

    async def weigh(self) -> None:
        """Draw the consequences of all strikes that are due."""
        while strikes := await self._store.due(AT_ONCE):
            for strike in strikes:
                policy = await self._policies.in_force(strike.guild_id, strike.places)
                fresh = CaseId(self._new_id())
                for block in await self._store.weigh(strike, policy, fresh, now=self.now()):
                    log.info(
                        "member.struck",
                        guild=block.guild_id,
                        member=block.member,
                        kind=block.kind.value,
                        case=block.number,
                    )

    async def barred(self) -> Sequence[JobId]:
        """Return some jobs that wait, and whose members are blocked."""
        return await self._store.barred(now=self.now(), limit=AT_ONCE)

    def _block_of(self, sentence: Sentence, case: Case | None) -> Block:
        return Block(
            guild_id=sentence.guild_id,
            member=sentence.member,
            at=self.now(),
            by=sentence.by,
            until=sentence.until,
            why=sentence.why,
            case_id=case.id if case else CaseId(self._new_id()),
        )


def _case_of(block: Block) -> Case:
    """Return a case about the member: it stands nowhere, since it concerns the whole server."""
    return Case(
        id=block.case_id,
        guild_id=block.guild_id,
        kind=CaseKind.MEMBER,
        subject=block.member,
        opened_at=block.at,
    )
