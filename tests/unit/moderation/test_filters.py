"""Before a job: the built-in filter first, then the server's own, as the database has it now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.domain.ids import GuildId, PlaceId, UserId
from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.filter_file import Line
from bot.domain.moderation.filters import Asked, FilterAction, FilterOutcome
from bot.domain.policy import Policy
from bot.domain.ports import Wanted
from bot.domain.price import Prices
from bot.domain.request import GenerationRequest
from bot.errors import RefusedError
from bot.moderation import filters as filters_module
from bot.moderation.filters import Filters
from bot.moderation.people import People
from bot.moderation.policies import Policies
from bot.wiring.admitting import admission
from tests.store.memory import (
    MemoryAuditStore,
    MemoryBlockStore,
    MemoryCaseStore,
    MemoryFilterStore,
    MemoryPolicyStore,
)

if TYPE_CHECKING:
    from bot.moderation.admission import Checks

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
GUILD, ANN, MOD = GuildId(9), UserId(1), UserId(2)
CHANNEL, OTHER = PlaceId(10), PlaceId(11)


class Desk:
    """The checks of a server, with what they keep."""

    def __init__(self) -> None:
        self.audit = MemoryAuditStore()
        self.store = MemoryFilterStore(self.audit)
        self.filters = self.another()
        blocks = MemoryBlockStore(MemoryCaseStore(self.audit))
        policies = Policies(MemoryPolicyStore(), Policy(), lambda: NOON)
        people = People(blocks, policies, lambda: NOON, lambda: "case")
        self.checks: Checks = admission(people, self.audit, self.filters, Prices())

    def another(self) -> Filters:
        """Return the filters as another process has them."""
        return Filters(self.store, self.audit, lambda: NOON)

    async def add(self, phrase: str, action: FilterAction, place: PlaceId | None = None) -> None:
        await self.filters.add(GUILD, Line(phrase, action, place), by=MOD)

    def matched(self) -> list[dict[str, object]]:
        return [dict(it.details) for it in self.audit.told if it.kind is EntryKind.FILTERED]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def request(prompt: str) -> GenerationRequest:
    return GenerationRequest(prompt=prompt, model="dreamshaper_8", width=512, height=512)


def wanted(prompt: str, place: PlaceId = CHANNEL) -> Wanted:
    return Wanted(
        request=request(prompt),
        user_id=ANN,
        guild_id=GUILD,
        places=(place,),
        roles=frozenset(),
        policy=Policy(),
        engine="novita",
        at=NOON,
    )


async def test_what_is_refused_says_the_same_whatever_refuses_it(desk: Desk) -> None:
    await desk.add("fox", FilterAction.DENY)
    said = []
    for prompt in ("nude child", "a red FOX", "nude child, fox"):
        with pytest.raises(RefusedError) as refused:
            await desk.checks.admit(wanted(prompt))
        said.append(refused.value.text)
    assert said == [said[0]] * 3
    assert said[0].params == ()
    own = {"rule": "filter", "action": "deny", "entry": 1}
    assert desk.matched() == [{"rule": "minors"}, own, {"rule": "minors"}]
    told = [it for it in desk.audit.told if it.kind is EntryKind.FILTERED]
    assert {(it.member, it.place, it.at, it.why) for it in told} == {(ANN, CHANNEL, NOON, "")}
    assert "fox" not in str(desk.audit.told).lower()


async def test_what_is_held_or_noted_is_made(desk: Desk) -> None:
    await desk.add("fox", FilterAction.HOLD, CHANNEL)
    await desk.add("red", FilterAction.NOTE)
    assert (await desk.checks.admit(wanted("a fox"))).hold == "filter"
    assert (await desk.checks.admit(wanted("a fox", OTHER))).hold == ""
    assert (await desk.checks.admit(wanted("a red fox", OTHER))).hold == ""
    assert (await desk.checks.admit(wanted("a cat"))).hold == ""
    assert [it["action"] for it in desk.matched()] == ["hold", "note"]


async def test_a_change_counts_at_once_in_every_process(desk: Desk) -> None:
    other = desk.another()
    await desk.add("fox", FilterAction.NOTE)
    assert len(await other.matching(GUILD, [], "a fox")) == 1
    reads = desk.store.reads
    assert len(await other.matching(GUILD, [], "two foxes, a fox")) == 1
    assert desk.store.reads == reads
    assert len(await desk.filters.all(GUILD)) == 1
    [gone] = (await other.remove(GUILD, PlaceId(GUILD), "F O X".replace(" ", ""), by=MOD)).changes
    assert gone.phrase == "fox"
    assert await desk.filters.matching(GUILD, [], "a fox") == []
    with pytest.raises(RefusedError):
        await other.remove(GUILD, PlaceId(GUILD), "fox", by=MOD)


async def test_there_are_no_more_entries_than_there_may_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters_module, "MOST", 1)
    monkeypatch.setattr(filters_module, "REMEMBERED", 1)
    await desk.add("fox", FilterAction.DENY)
    with pytest.raises(RefusedError):
        await desk.add("cat", FilterAction.DENY)
    lines = [Line("fox", FilterAction.NOTE), Line("dog", FilterAction.DENY)]
    outcomes = (await desk.filters.take_in(GUILD, lines, by=MOD)).outcomes
    assert outcomes == [FilterOutcome.CHANGED, FilterOutcome.FULL]
    assert [it.action for it in await desk.filters.all(GUILD)] == [FilterAction.NOTE]
    # Of servers that were not asked for lately nothing is remembered.
    reads = desk.store.reads
    await desk.filters.all(GuildId(77))
    await desk.filters.all(GUILD)
    assert desk.store.reads == reads + 2


async def test_what_was_added_is_taken_back_with_an_entry_of_its_own(desk: Desk) -> None:
    made = await desk.filters.add(GUILD, Line("fox", FilterAction.DENY), by=ANN)
    told = await desk.audit.one(GUILD, made.entry)
    assert told is not None
    back = await desk.filters.undo(told, by=MOD)
    assert await desk.filters.all(GUILD) == ()
    undone = await desk.audit.one(GUILD, back.entry)
    assert undone is not None
    assert (undone.by, undone.details["undoes"]) == (MOD, told.id)
    assert await desk.audit.one(GuildId(77), made.entry) is None


async def test_a_replay_tries_a_phrase_or_all_entries(desk: Desk) -> None:
    desk.store.asked = [Asked(request("a red fox"), (CHANNEL,)), Asked(request("a cat"), (OTHER,))]
    await desk.add("cat", FilterAction.NOTE, OTHER)
    tried = await desk.filters.replay(GUILD, PlaceId(GUILD), "FOX")
    assert (tried.prompts, tried.denied, tried.noted) == (2, 1, 0)
    assert (await desk.filters.replay(GUILD, OTHER, "fox")).denied == 0
    whole = await desk.filters.replay(GUILD, PlaceId(GUILD), None)
    assert (whole.denied, whole.noted) == (0, 1)
    with pytest.raises(RefusedError):
        await desk.filters.replay(GUILD, PlaceId(GUILD), "!")
    assert desk.matched() == []
