"""Blocks and strikes, in dicts: strikes are read from what the audit was told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.ids import PlaceId
from bot.domain.job import JobState
from bot.domain.moderation.block import Block, BlockKind, Standing
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.strikes import (
    VOIDING,
    Strike,
    consequence,
    counted_since,
    counts,
    ground_of,
    still_follows,
)
from tests.store.memory.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import CaseId, GuildId, JobId, UserId
    from bot.domain.policy import Policy
    from tests.store.memory.cases import MemoryCaseStore

TOLD = {BlockKind.BLOCK: EntryKind.BLOCKED, BlockKind.COOLDOWN: EntryKind.COOLED}


@dataclass(slots=True)
class _Struck:
    strike: Strike
    is_weighed: bool = False


class MemoryBlockStore:
    """A BlockStore that forgets everything with the test."""

    def __init__(self, cases: MemoryCaseStore, shelf: Shelf | None = None) -> None:
        self._cases = cases
        self._shelf = shelf or Shelf()
        self._held: dict[tuple[GuildId, UserId, BlockKind], Block] = {}
        self._struck: list[_Struck] = []
        self._read = 0

    async def standing(self, guild_id: GuildId, member: UserId) -> Standing:
        return Standing(
            block=self._held.get((guild_id, member, BlockKind.BLOCK)),
            cooldown=self._held.get((guild_id, member, BlockKind.COOLDOWN)),
        )

    async def block(self, block: Block, case: Case) -> Case:
        held = (await self.standing(block.guild_id, block.member)).blocked(block.at)
        known = await self._cases.get(case.id)
        if known is None and held is not None:
            known = await self._cases.get(held.case_id)
        kept = known or await self._cases.open(case, [])
        self._put(replace(block, case_id=kept.id, number=kept.number))
        until = None if block.until is None else round(block.until.timestamp())
        await self._tell(kept.id, block, EntryKind.BLOCKED, block.at, until=until)
        return kept

    async def unblock(
        self, guild_id: GuildId, member: UserId, *, by: UserId, at: datetime, why: str
    ) -> Block | None:
        standing = await self.standing(guild_id, member)
        held = [it for it in (standing.block, standing.cooldown) if it and it.holds(at)]
        for block in held:
            await self._lift(replace(block, by=by, why=why), at)
        return held[0] if held else None

    async def lift(
        self, case_id: CaseId, *, by: UserId | None, at: datetime
    ) -> Sequence[tuple[GuildId, UserId]]:
        held = [it for it in self._held.values() if it.case_id == case_id and it.holds(at)]
        for block in held:
            await self._lift(replace(block, by=by, why=""), at)
        return [(block.guild_id, block.member) for block in held]

    async def due(self, limit: int) -> Sequence[Strike]:
        self._catch_up()
        return [each.strike for each in self._struck if not each.is_weighed][:limit]

    async def weigh(
        self, strike: Strike, policy: Policy, fresh: CaseId, *, now: datetime
    ) -> Sequence[Block]:
        self._catch_up()
        struck = next((it for it in self._struck if it.strike.id == strike.id), None)
        if struck is None or struck.is_weighed:
            return []
        strike = struck.strike
        if not strike.is_void and not counts(policy):
            self._struck.remove(struck)
            return []
        struck.is_weighed = True
        since = counted_since(policy, now)
        counted = [it.strike for it in self._struck if it.is_weighed and not it.strike.is_void]
        mine = [it for it in counted if it.at > since and it.member == strike.member]
        mine = [it for it in mine if it.guild_id == strike.guild_id]
        count = len({it.job_id or it.case_id or it.id for it in mine})
        if strike.is_void:
            await self._ease(strike, policy, count, now)
            return []
        again = strike.job_id and any(
            it.job_id == strike.job_id for it in mine if it.id != strike.id
        )
        if again or strike not in mine:
            return []
        return await self._drawn(struck, policy, count, fresh=fresh, now=now)

    async def barred(self, *, now: datetime, limit: int) -> Sequence[JobId]:
        found = []
        for row in self._shelf.jobs.values():
            block = self._held.get((row.job.guild_id, row.job.user_id, BlockKind.BLOCK))
            waits = row.job.state is JobState.QUEUED and row.job.address.message_id is not None
            if waits and block is not None and block.holds(now):
                found.append(row.job.id)
        return found[:limit]

    async def _drawn(
        self, struck: _Struck, policy: Policy, count: int, *, fresh: CaseId, now: datetime
    ) -> list[Block]:
        strike = struck.strike
        case = await self._cases.get(strike.case_id) if strike.case_id else None
        case = case or await self._cases.open(
            Case(
                id=fresh,
                guild_id=strike.guild_id,
                kind=CaseKind.MEMBER,
                subject=strike.member,
                opened_at=now,
                place=strike.places[0],
            ),
            [],
        )
        struck.strike = replace(strike, case_id=case.id)
        block = Block(
            guild_id=strike.guild_id,
            member=strike.member,
            at=now,
            case_id=case.id,
            number=case.number,
        )
        said = {"ground": strike.ground.value, "strikes": count}
        await self._tell(case.id, block, EntryKind.STRUCK, now, job=strike.job_id, **said)
        follows = consequence(count, policy, now)
        if follows is None:
            return []
        block = replace(block, kind=follows.kind, until=follows.until)
        standing = await self.standing(strike.guild_id, strike.member)
        others = [standing.block]
        if follows.kind is BlockKind.COOLDOWN:
            others.append(standing.cooldown)
        if any(other and other.outlasts(block) for other in others):
            return []
        self._put(block)
        ends = {"until": round(follows.until.timestamp()), "strikes": count}
        await self._tell(case.id, block, TOLD[block.kind], now, job=strike.job_id, **ends)
        return [block]

    async def _ease(self, strike: Strike, policy: Policy, count: int, now: datetime) -> None:
        standing = await self.standing(strike.guild_id, strike.member)
        for block in (standing.block, standing.cooldown):
            eased = block and block.by is None and block.holds(now)
            if block and eased and not still_follows(block.kind, count, policy):
                del self._held[block.guild_id, block.member, block.kind]
                lifted, job = EntryKind.UNBLOCKED, strike.job_id
                await self._tell(block.case_id, block, lifted, now, job=job, strikes=count)

    def _put(self, block: Block) -> None:
        self._held[block.guild_id, block.member, block.kind] = block

    async def _lift(self, block: Block, at: datetime) -> None:
        del self._held[block.guild_id, block.member, block.kind]
        await self._tell(block.case_id, block, EntryKind.UNBLOCKED, at)

    async def _tell(
        self,
        case_id: CaseId,
        block: Block,
        kind: EntryKind,
        at: datetime,
        *,
        job: JobId | None = None,
        **details: object,
    ) -> None:
        entry = Entry(
            guild_id=block.guild_id,
            kind=kind,
            at=at,
            by=block.by,
            member=block.member,
            job_id=job,
            why=block.why,
            details=details,
        )
        await self._cases.add(case_id, [entry])

    def _catch_up(self) -> None:
        told = self._cases.audit.told
        fresh, self._read = told[self._read :], len(told)
        for entry in fresh:
            known = next((it for it in self._struck if it.strike.case_id == entry.case_id), None)
            known = known if entry.case_id else None
            if ground_of(entry) is not None:
                self._strike(entry, known)
            elif entry.kind in VOIDING and known and not known.strike.is_void:
                known.strike = replace(known.strike, is_void=True)
                known.is_weighed = False

    def _strike(self, entry: Entry, known: _Struck | None) -> None:
        ground = ground_of(entry)
        case = self._cases.cases.get(entry.case_id) if entry.case_id else None
        member = case.subject if case else entry.member
        is_own = entry.kind is not EntryKind.FILTERED and member == entry.by
        if ground is None or member is None or is_own:
            return
        if known is not None:
            if known.strike.is_void:
                known.strike = replace(known.strike, is_void=False, at=entry.at)
                known.is_weighed = False
            return
        job_id = entry.job_id or (case.job_id if case else None)
        place = entry.place or (case.place if case else None)
        row = self._shelf.jobs.get(job_id) if job_id else None
        near: list[PlaceId] = [place] if place else []
        strike = Strike(
            id=len(self._struck) + 1,
            guild_id=entry.guild_id,
            member=member,
            at=entry.at,
            ground=ground,
            places=row.job.places if row else (*near, PlaceId(entry.guild_id)),
            job_id=job_id,
            case_id=entry.case_id,
        )
        self._struck.append(_Struck(strike))
