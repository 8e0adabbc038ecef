"""Who is let in where nothing can be told, and what is remembered of who may not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from typing_extensions import override

from bot.domain.ids import CaseId, GuildId, PlaceId, UserId
from bot.domain.moderation.block import FREE, Standing
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.policy import Policy, PolicyPatch
from bot.domain.ports import Grant, Wanted
from bot.errors import RefusedError, StoreError
from bot.moderation import barred
from bot.moderation.barred import UNKNOWN, NotBarred
from bot.moderation.people import People, Sentence
from bot.moderation.policies import Policies
from bot.store.moderation.remembered_blocks import RememberedBlocks
from tests.store.builders import ANN, BEN, GUILD, make_request
from tests.store.memory import MemoryBlockStore, MemoryCaseStore, MemoryPolicyStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.moderation.block import Block
    from bot.domain.moderation.case import Case

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


class Slow(MemoryBlockStore):
    """Counts looks, and lets each wait until it is told."""

    def __init__(self, cases: MemoryCaseStore) -> None:
        super().__init__(cases)
        self.looks = 0
        self.answers = asyncio.Event()
        self.answers.set()
        self.fails = False
        self.asked = asyncio.Event()
        self._changes = False

    @override
    async def block(self, block: Block, case: Case) -> Case:
        self._changes = True
        try:
            return await super().block(block, case)
        finally:
            self._changes = False

    @override
    async def standing(self, guild_id: GuildId, member: UserId) -> Standing:
        found = await super().standing(guild_id, member)
        if self._changes:
            return found
        self.looks += 1
        self.asked.set()
        await self.answers.wait()
        if self.fails:
            raise StoreError("away")
        return found


class Scene:
    def __init__(self) -> None:
        self.cases = MemoryCaseStore()
        self.slow = Slow(self.cases)
        self.said = MemoryPolicyStore()
        policies = Policies(self.said, Policy(), lambda: NOW)
        ids: Callable[[], str] = map("case{}".format, count(1)).__next__
        self.people = People(RememberedBlocks(self.slow), policies, lambda: NOW, ids)

    async def admitted(self, user: UserId = ANN) -> Grant:
        policy = Policy()
        wanted = Wanted(
            request=make_request(),
            user_id=user,
            guild_id=GUILD,
            places=(PlaceId(GUILD),),
            roles=frozenset(),
            policy=policy,
            engine="novita",
            at=NOW,
        )
        return await NotBarred(self.people)(wanted, Grant(policy=policy))

    async def block(self, **said: Any) -> int:  # noqa: ANN401 - any field
        sentence = Sentence(guild_id=GUILD, member=ANN, by=BEN, **{"until": None, **said})
        return (await self.people.block(sentence)).number


async def test_who_is_blocked_is_refused_until_they_no_longer_are() -> None:
    scene = Scene()
    assert await scene.admitted() == Grant(policy=Policy())
    assert await scene.block(until=NOW + timedelta(seconds=1)) == 1
    assert scene.people.news.is_set()
    with pytest.raises(RefusedError, match=r"until <t:1795694401:f>.*case #1"):
        await scene.admitted()
    await scene.admitted(BEN)
    await scene.block(until=NOW)
    await scene.admitted()
    await scene.block()
    with pytest.raises(RefusedError, match="You are blocked here: you can't"):
        await scene.admitted()
    held = await scene.people.unblock(GUILD, ANN, by=BEN)
    assert held is not None
    await scene.admitted()
    looks = scene.slow.looks
    await scene.admitted()
    assert scene.slow.looks == looks


async def test_of_whom_nothing_can_be_told_no_image_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = Scene()
    scene.slow.fails = True
    with pytest.raises(RefusedError) as refused:
        await scene.admitted()
    assert refused.value.text == UNKNOWN
    monkeypatch.setattr(barred, "LOOK_SECONDS", 0.01)
    scene.slow.fails = False
    scene.slow.answers.clear()
    with pytest.raises(RefusedError) as refused:
        await scene.admitted()
    assert refused.value.text == UNKNOWN


async def test_what_was_read_before_a_change_is_not_remembered() -> None:
    scene = Scene()
    scene.slow.answers.clear()
    early = asyncio.create_task(scene.people.standing(GUILD, ANN))
    await scene.slow.asked.wait()
    await scene.block()
    scene.slow.answers.set()
    assert await early == FREE
    assert (await scene.people.standing(GUILD, ANN)).blocked(NOW) is not None
    assert await scene.people.lift(CaseId("case1"), by=None)
    assert await scene.people.standing(GUILD, ANN) == FREE


async def test_strikes_are_weighed_by_the_policy_of_their_place() -> None:
    scene = Scene()
    strict = PolicyPatch(strikes_to_block=1)
    await scene.said.put(GUILD, PlaceId(5), strict, by=BEN, now=NOW)
    struck = Entry(
        guild_id=GUILD,
        kind=EntryKind.FILTERED,
        at=NOW,
        member=ANN,
        by=ANN,
        details={"rule": "minors"},
    )
    await scene.cases.audit.add([struck])
    await scene.people.weigh()
    await scene.admitted()
    await scene.cases.audit.add([struck, struck])
    struck_there = Entry(
        guild_id=GUILD,
        kind=EntryKind.FILTERED,
        at=NOW,
        member=ANN,
        place=PlaceId(5),
        details={"rule": "minors"},
    )
    await scene.cases.audit.add([struck_there])
    await scene.people.weigh()
    with pytest.raises(RefusedError, match="case #1"):
        await scene.admitted()
