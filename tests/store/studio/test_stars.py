"""A star is given once and taken back; a result is claimed for a showcase once, whoever asks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.domain.ids import JobId
from bot.domain.star import Showcase, Stars
from tests.store.builders import ANN, BEN, GUILD, NOON, SECOND, make_job, put, run_sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ports import JobStore, ShowcaseStore, StarStore
    from bot.store.database import Database

ONE, TWO = JobId("one"), JobId("two")


async def test_each_member_has_one_star_for_each_result(
    stars: Sequence[StarStore], store: JobStore
) -> None:
    here, there = stars
    for name in (ONE, TWO):
        await put(store, make_job(name))
    assert await here.count(ONE) == 0
    assert await here.toggle(ONE, GUILD, ANN, now=NOON) == Stars(given=True, count=1)
    assert await there.toggle(ONE, GUILD, BEN, now=NOON) == Stars(given=True, count=2)
    assert await there.toggle(TWO, GUILD, ANN, now=NOON) == Stars(given=True, count=1)
    assert await here.toggle(ONE, GUILD, ANN, now=NOON) == Stars(given=False, count=1)
    assert (await here.count(ONE), await there.count(TWO)) == (1, 1)
    # Presses at once, in two processes: each turns the star, and none breaks off.
    turns = [each.toggle(TWO, GUILD, BEN, now=NOON) for each in (here, there) * 2]
    assert sorted(it.given for it in await asyncio.gather(*turns)) == [False, False, True, True]
    assert await here.count(TWO) == 1


async def test_a_result_is_claimed_once_and_taken_by_one(
    showcases: Sequence[ShowcaseStore], store: JobStore
) -> None:
    here, there = showcases
    for name in (ONE, TWO):
        await put(store, make_job(name))
    claims = [each.claim(ONE, 7, now=NOON) for each in (here, there)]
    assert sorted(await asyncio.gather(*claims)) == [False, True]
    assert await here.claim(TWO, 8, now=NOON + SECOND)
    soon = NOON + 2 * SECOND
    takes = [each.take(now=soon, until=soon + 9 * SECOND) for each in (here, there)]
    taken = [it for it in await asyncio.gather(*takes) if it]
    assert sorted(taken, key=lambda it: it.job_id) == [
        Showcase(job_id=ONE, channel_id=7, claimed_at=NOON),
        Showcase(job_id=TWO, channel_id=8, claimed_at=NOON + SECOND),
    ]
    assert await here.take(now=soon, until=soon) is None
    await here.end(ONE, 2**62, now=soon)
    await there.end(TWO, None, now=soon)
    late = soon + 10 * SECOND
    assert await here.take(now=late, until=late) is None
    assert not await there.claim(ONE, 7, now=late)


async def test_what_a_crash_left_is_taken_again(
    showcases: Sequence[ShowcaseStore], store: JobStore
) -> None:
    here, there = showcases
    await put(store, make_job(ONE))
    await here.claim(ONE, 7, now=NOON)
    assert await here.take(now=NOON, until=NOON + 5 * SECOND)
    assert await there.take(now=NOON + 4 * SECOND, until=NOON) is None
    found = await there.take(now=NOON + 5 * SECOND, until=NOON + 9 * SECOND)
    assert found is not None
    assert found.job_id == ONE


async def test_all_goes_with_its_job(
    database: Database,
    stars: Sequence[StarStore],
    showcases: Sequence[ShowcaseStore],
    store: JobStore,
) -> None:
    await put(store, make_job(ONE))
    await stars[0].toggle(ONE, GUILD, ANN, now=NOON)
    await showcases[0].claim(ONE, 7, now=NOON)
    await run_sql(database, "DELETE FROM jobs")
    assert await stars[0].count(ONE) == 0
    assert await showcases[0].take(now=NOON, until=NOON) is None
