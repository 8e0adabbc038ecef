"""Jobs that were taken on are looked at once more: what is new is said and noted once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.ids import PlaceId, RoleId, UserId
from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.filter_file import Line
from bot.domain.moderation.filters import FilterAction
from bot.domain.policy import Policy
from bot.moderation.filters import Filters
from bot.moderation.minors import Minors
from bot.moderation.people import People, Sentence
from bot.moderation.policies import Policies
from bot.moderation.second_look import JobLook
from bot.moderation.tiers import Tiers
from tests.store.builders import ANN, GUILD, make_job, make_request
from tests.store.memory import (
    MemoryAuditStore,
    MemoryBlockStore,
    MemoryCaseStore,
    MemoryFilterStore,
    MemoryPolicyStore,
    MemoryTierStore,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MOD = UserId(2)
FREE = Policy()


class Desk:
    """Who is asked, with what they keep."""

    def __init__(self) -> None:
        self.audit = MemoryAuditStore()
        self.entries = MemoryFilterStore(self.audit)
        self.filters = Filters(self.entries, self.audit, lambda: NOW)
        blocks = MemoryBlockStore(MemoryCaseStore(self.audit))
        policies = Policies(MemoryPolicyStore(), FREE, lambda: NOW)
        self.people = People(blocks, policies, lambda: NOW, lambda: "case")
        self.tiers = Tiers(MemoryTierStore(), lambda: NOW)
        self.look = JobLook(self.people, Minors(self.audit), self.filters, self.tiers)

    async def add(self, phrase: str, action: FilterAction = FilterAction.DENY) -> None:
        await self.filters.add(GUILD, Line(phrase, action, PlaceId(GUILD)), by=MOD)

    def noted(self) -> list[object]:
        told = [it for it in self.audit.told if it.kind is EntryKind.FILTERED]
        assert all(it.job_id == "a" for it in told)
        return [it.details.get("action", it.details["rule"]) for it in told]


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_what_was_forbidden_meanwhile_is_refused_or_held_and_noted_once(desk: Desk) -> None:
    fox = make_job(request=make_request(prompt="a red fox"))
    assert (await desk.look.before_sending(fox, FREE)).hold == ""
    await desk.add("red", FilterAction.NOTE)
    assert await desk.look.before_posting(fox) == ""
    assert (await desk.look.before_sending(fox, FREE)).is_refused is False
    await desk.add("fox", FilterAction.HOLD)
    assert (await desk.look.before_sending(fox, FREE)).hold == "filter"
    assert await desk.look.before_posting(fox) == "filter"
    held = make_job(request=fox.request, hold="filter")
    assert (await desk.look.before_sending(held, FREE)).hold == "filter"
    assert await desk.look.before_posting(held) == "filter"
    assert desk.noted() == ["hold", "hold"]
    await desk.add("fox")
    assert (await desk.look.before_sending(held, FREE)).is_refused
    # What is made is not thrown away: a moderator decides about it.
    assert await desk.look.before_posting(fox) == "filter"
    assert desk.noted() == ["hold", "hold", "deny", "hold"]
    worse = make_job(request=make_request(prompt="nude child"))
    assert (await desk.look.before_sending(worse, FREE)).is_refused
    assert desk.noted()[-1] == "minors"


async def test_words_that_readers_see_beside_a_result_count_and_our_own_do_not(desk: Desk) -> None:
    notes = ("The sampler `zeppelin` is unknown here.",)
    job = make_job(notes=notes, ignored=("Blimp",))
    await desk.add("sampler")
    assert not (await desk.look.before_sending(job, FREE)).is_refused
    for phrase in ("zeppelin", "blimp"):
        await desk.add(phrase)
        assert (await desk.look.before_sending(job, FREE)).is_refused
        await desk.filters.remove(GUILD, PlaceId(GUILD), phrase, by=MOD)


async def test_who_is_blocked_gets_none_and_a_role_may_give_more_models(desk: Desk) -> None:
    job, policy = make_job(), Policy(models_allow=("fox*",))
    assert (await desk.look.before_sending(job, policy)).policy == policy
    await desk.tiers.set(GUILD, RoleId(5), {"models": ("owl*",)}, by=MOD)
    look = await desk.look.before_sending(job, policy)
    assert look.policy.models_allow == ("fox*", "owl*")
    await desk.people.block(Sentence(guild_id=GUILD, member=ANN, by=MOD, until=None))
    assert (await desk.look.before_sending(job, FREE)).is_barred


async def test_what_did_not_change_is_not_read_again(desk: Desk) -> None:
    await desk.add("owl")
    job = make_job()
    await desk.look.before_sending(job, FREE)
    reads = desk.entries.reads
    for _ in range(100):
        await desk.look.before_sending(job, FREE)
        await desk.look.before_posting(job)
    assert desk.entries.reads == reads
    await desk.add("fox")
    assert (await desk.look.before_sending(job, FREE)).is_refused
    assert desk.entries.reads == reads + 1
