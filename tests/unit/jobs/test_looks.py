"""The budget of looks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.jobs.looks import BURST, TICK, Looks

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

PER_SECOND = 60


@pytest.fixture
def looks(stage: Stage) -> Looks:
    return Looks(PER_SECOND, stage.clock.steady)


async def taken(looks: Looks, *dues: float) -> list[tuple[float, float]]:
    """Return when turns were granted, in order, and what each was due."""
    granted: list[tuple[float, float]] = []

    async def take(due: float) -> None:
        await looks.turn(due)
        granted.append((asyncio.get_running_loop().time(), due))

    async with asyncio.TaskGroup() as group:
        for due in dues:
            group.create_task(take(due))
    return granted


def timer_of(looks: Looks) -> asyncio.TimerHandle:
    assert looks._timer is not None
    return looks._timer


@pytest.mark.parametrize("quiet", [0.0, 0.05, 3600.0])
async def test_never_more_a_second_than_granted_but_for_a_small_burst(
    looks: Looks, quiet: float
) -> None:
    await asyncio.sleep(quiet)
    times = [at for at, _ in await taken(looks, *[1.0] * 300)]
    for start in times:
        assert sum(start <= at < start + 1 for at in times) <= PER_SECOND * (1 + BURST)
    assert times[-1] - times[0] < 300 / PER_SECOND + 0.1


async def test_in_a_quiet_time_nobody_waits(looks: Looks, stage: Stage) -> None:
    for _ in range(100):
        await asyncio.sleep(1 / PER_SECOND + 0.001)
        before = stage.clock.steady()
        await looks.turn(0.0)
        assert stage.clock.steady() == before


async def test_what_is_due_first_goes_first_whoever_came_first(looks: Looks) -> None:
    dues = [float(number) for number in range(30, 0, -1)]
    granted = [due for _, due in await taken(looks, *dues)]
    at_once, waited = granted[:6], granted[6:]
    assert at_once == dues[:6]
    assert waited == sorted(waited)


async def test_a_crowd_goes_in_groups(looks: Looks) -> None:
    times = [at for at, _ in await taken(looks, *[1.0] * 60)]
    assert len(set(times)) <= 24


async def test_of_what_is_due_together_the_first_comer_goes_first(stage: Stage) -> None:
    looks, order = Looks(PER_SECOND, stage.clock.steady), list[int]()

    async def take(number: int) -> None:
        await looks.turn(1.0)
        order.append(number)

    async with asyncio.TaskGroup() as group:
        for number in range(30):
            group.create_task(take(number))
    assert order == list(range(30))


async def test_nobody_overtakes_who_waits(looks: Looks) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(taken(looks, *[1.0] * 7))
        await asyncio.sleep(1 / PER_SECOND - 0.0005)
        late = group.create_task(taken(looks, 2.0))
    [(at, _)] = late.result()
    assert at >= 2 / PER_SECOND


async def test_who_is_cancelled_eats_no_turn(looks: Looks) -> None:
    await taken(looks, *[0.0] * 6)
    waiting = [asyncio.create_task(looks.turn(1.0)) for _ in range(100)]
    last = asyncio.create_task(looks.turn(2.0))
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
    await last
    assert asyncio.get_running_loop().time() < 2 / PER_SECOND
    assert all(task.cancelled() for task in waiting)


async def test_a_turn_that_was_granted_to_one_cancelled_at_once_is_not_lost(
    looks: Looks,
) -> None:
    await taken(looks, *[0.0] * 6)
    first = asyncio.create_task(looks.turn(1.0))
    others = [asyncio.create_task(looks.turn(2.0)) for _ in range(2)]
    await asyncio.sleep(0)
    granted = looks._waiting[0][2]
    asyncio.get_running_loop().call_at(timer_of(looks).when() + 1e-9, first.cancel)
    await asyncio.wait(others)
    assert granted.result() is None
    assert asyncio.get_running_loop().time() < 2.5 / PER_SECOND
    assert first.cancelled()


async def test_a_turn_that_is_given_back_goes_to_the_next_at_once(looks: Looks) -> None:
    await taken(looks, *[0.0] * 6)
    async with asyncio.TaskGroup() as group:
        others = [group.create_task(taken(looks, due)) for due in (2.0, 3.0)]
        await looks.turn(1.0)
        looks.give_back()
    times = [at for task in others for at, _ in task.result()]
    assert times == pytest.approx([1 / PER_SECOND, 2 / PER_SECOND], abs=TICK)


async def test_a_budget_of_less_than_one_a_second_grants_one_at_a_time(stage: Stage) -> None:
    times = [at for at, _ in await taken(Looks(0.5, stage.clock.steady), 1.0, 2.0, 3.0)]
    assert times == pytest.approx([0, 2, 4], abs=0.01)


async def test_no_timer_spins_for_a_fraction_of_a_turn(looks: Looks) -> None:
    await taken(looks, *[0.0] * 6)
    waiting = asyncio.create_task(looks.turn(1.0))
    await asyncio.sleep(1 / PER_SECOND / 2)
    timer_of(looks).cancel()
    looks._timer, looks._saved = None, 1 - 1e-12
    looks._set_timer()
    assert timer_of(looks).when() - asyncio.get_running_loop().time() >= TICK / 2
    await waiting
