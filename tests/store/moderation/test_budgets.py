"""A budget is held where jobs are taken in, whoever asks at once; what was never sent is free."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.domain.budget import Budget, BudgetChange, BudgetKey, Notice
from bot.domain.ids import GuildId, PlaceId, TaskId
from bot.domain.job import JobState
from bot.domain.moderation.budget_change import key_of
from bot.domain.policy import Policy
from bot.domain.usage import Unit
from bot.errors import RefusedError
from bot.failure_kinds import FailureKind
from bot.store.jobs.jobs import SqlJobStore
from bot.store.moderation.audit import SqlAuditStore
from bot.store.moderation.budgets import SqlBudgetStore
from tests.store.builders import AMPLE, ANN, GUILD, make_job
from tests.store.builders import put as put_job

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.store.database import Database

NOW = datetime(2026, 11, 20, tzinfo=UTC)
CHANNEL = PlaceId(111222333444555666)
WHOLE = Budget(guild_id=GUILD, place=PlaceId(GUILD), unit=Unit.DOLLARS, cap=1.0)
PART = replace(WHOLE, place=CHANNEL, cap=0.3)


def priced(name: str, cost: float | None = 0.1, **changes: object) -> Job:
    job = replace(make_job(name), cost=cost, created_at=NOW, places=(CHANNEL, PlaceId(GUILD)))
    return replace(job, **changes)  # type: ignore[arg-type] # names of fields


async def put(budgets: SqlBudgetStore, budget: Budget, cap: float | None = -1.0) -> BudgetChange:
    """Have a budget, or another cap of it."""
    after = budget.cap if cap == -1.0 else cap
    key = BudgetKey(guild_id=budget.guild_id, place=budget.place, unit=budget.unit)
    return await budgets.amend(key, lambda _: after, by=ANN, now=NOW)


async def taken(store: SqlJobStore, job: Job) -> bool:
    try:
        await store.accept(job, policy=Policy(), max_queued=1000, room=AMPLE, now=job.created_at)
    except RefusedError as refused:
        if not refused.text.code.startswith("budget."):
            raise
        return False
    return True


@pytest.fixture
def budgets(database: Database) -> SqlBudgetStore:
    return SqlBudgetStore(database)


async def test_two_processes_spend_no_more_than_there_is(
    database: Database, another: Database, budgets: SqlBudgetStore
) -> None:
    await put(budgets, WHOLE)
    stores = SqlJobStore(database), SqlJobStore(another)
    asked = [taken(stores[n % 2], priced(f"job{n}", places=(PlaceId(GUILD),))) for n in range(30)]
    assert (await asyncio.gather(*asked)).count(True) == 10
    [standing] = await budgets.standing(GUILD, now=NOW)
    assert (round(standing.spent, 6), standing.percent) == (1.0, 100)
    assert await budgets.due(now=NOW) == [Notice(WHOLE, 100)]
    await budgets.told(Notice(WHOLE, 100))
    assert await budgets.due(now=NOW) == []
    assert await taken(stores[0], priced("free", None))
    assert await taken(stores[0], priced("next", created_at=NOW + timedelta(days=20)))


async def test_a_place_has_a_budget_of_its_own_and_other_units_count_apart(
    database: Database, budgets: SqlBudgetStore
) -> None:
    store = SqlJobStore(database)
    for budget in (PART, WHOLE):
        await put(budgets, budget)
    assert [await taken(store, priced(f"here{n}")) for n in range(4)] == [True, True, True, False]
    elsewhere = (PlaceId(7), PlaceId(GUILD))
    assert await taken(store, priced("there", places=elsewhere))
    assert await taken(store, priced("horde", 50.0, engine="horde"))
    assert await taken(store, priced("abroad", 50.0, guild_id=GuildId(GUILD + 1)))
    standing = await budgets.standing(GUILD, now=NOW)
    assert [(it.budget, round(it.spent, 6)) for it in standing] == [(WHOLE, 0.4), (PART, 0.3)]
    assert await budgets.spent(GUILD, now=NOW) == [(Unit.KUDOS, 50.0), (Unit.DOLLARS, 0.4)]
    assert (await put(budgets, PART, None)).entry
    assert not (await put(budgets, PART, None)).entry
    assert await taken(store, priced("again"))


async def test_moderators_are_told_once_of_each_part_and_anew_in_another_month(
    database: Database, budgets: SqlBudgetStore
) -> None:
    store = SqlJobStore(database)
    half, most = Notice(WHOLE, 50), Notice(WHOLE, 80)
    await put(budgets, WHOLE)
    for n in range(5):
        await taken(store, priced(f"job{n}"))
    assert await budgets.due(now=NOW) == [half]
    await taken(store, priced("six", 0.3))
    await budgets.told(half)
    assert await budgets.due(now=NOW) == [most]
    await budgets.told(most)
    await store.cancel(priced("six").id, now=NOW)
    assert await taken(store, priced("seven", 0.3))
    assert await budgets.due(now=NOW) == []
    later = NOW + timedelta(days=30)
    assert await taken(store, priced("later", 0.6, created_at=later))
    assert await budgets.due(now=later) == [half]


async def test_what_was_never_sent_costs_nothing(
    database: Database, budgets: SqlBudgetStore
) -> None:
    store = SqlJobStore(database)
    for name in ("waits", "runs"):
        await put_job(store, priced(name))
    claimed = await store.claim("us", now=NOW, until=NOW + timedelta(days=1), room=AMPLE)
    runs = next(job for job in claimed if job.id == "runs")
    sent = replace(runs, state=JobState.RUNNING, task_id=TaskId("task"))
    assert await store.save(sent, holder="us", now=NOW)
    failed = replace(sent, state=JobState.FAILED, failure=FailureKind.TASK_FAILED, ended_at=NOW)
    assert await store.save(failed, holder="us", now=NOW)
    waits = next(job for job in claimed if job.id == "waits")
    assert await store.save(replace(waits, state=JobState.QUEUED), holder="us", now=NOW)
    assert await budgets.spent(GUILD, now=NOW) == [(Unit.DOLLARS, 0.2)]
    await store.cancel(waits.id, now=NOW)
    assert await budgets.spent(GUILD, now=NOW) == [(Unit.DOLLARS, 0.1)]


async def test_a_change_is_told_once_and_kept_from_those_that_change_nothing(
    database: Database, budgets: SqlBudgetStore
) -> None:
    assert not (await put(budgets, WHOLE, None)).entry
    first = await put(budgets, WHOLE)
    assert (first.before, first.after) == (None, 1.0)
    assert not (await put(budgets, WHOLE)).entry
    key = BudgetKey(guild_id=GUILD, place=WHOLE.place, unit=WHOLE.unit)
    back = await budgets.amend(key, lambda _: first.before, by=ANN, now=NOW, undoes=first.entry)
    assert (back.before, back.after) == (1.0, None)
    entry = await SqlAuditStore(database).one(GUILD, back.entry)
    assert entry is not None
    assert (entry.details["undoes"], key_of(entry)) == (first.entry, key)
    assert key_of(replace(entry, details={})) is None


async def test_what_goes_to_another_engine_is_paid_where_it_is_saved(
    database: Database, another: Database, budgets: SqlBudgetStore
) -> None:
    """Two that move at once, and one that is taken on, get no more than there is."""
    stores = SqlJobStore(database), SqlJobStore(another)
    await put(budgets, WHOLE)
    free = [priced(f"job{n}", None, engine="sdapi") for n in range(8)]
    for job in free:
        await put_job(stores[0], job)
    until = NOW + timedelta(minutes=1)
    claimed = await stores[0].claim("w", now=NOW, until=until, room=AMPLE)

    async def moved(number: int, job: Job) -> bool:
        paid = replace(job, engine="novita", cost=0.3)
        try:
            return await stores[number % 2].save_paid(paid, holder="w", now=NOW)
        except RefusedError:
            return False

    outcomes = await asyncio.gather(*(moved(n, job) for n, job in enumerate(claimed)))
    assert outcomes.count(True) == 3
    [standing] = await budgets.standing(GUILD, now=NOW)
    assert round(standing.spent, 6) == 0.9
    kept = [await stores[0].get(job.id) for job in claimed]
    assert Counter((it.engine, it.cost) for it in kept if it) == {
        ("novita", 0.3): 3,
        ("sdapi", None): 5,
    }
    # What a job was to cost elsewhere is not spent; and nobody moves what somebody else holds.
    mine = next(it for it in kept if it is not None and it.cost is not None)
    assert await stores[1].save_paid(replace(mine, cost=0.4), holder="w", now=NOW)
    assert not await stores[1].save_paid(replace(mine, cost=0.1), holder="x", now=NOW)
    with pytest.raises(RefusedError):
        await stores[1].save_paid(replace(mine, cost=0.5), holder="w", now=NOW)
    [standing] = await budgets.standing(GUILD, now=NOW)
    assert round(standing.spent, 6) == 1.0
