"""No loop of the supervisor is ended by what goes wrong in it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from typing_extensions import override

from bot import errors
from bot.domain.job import JobState
from tests.store.builders import make_job, put
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.unit.jobs.stage import Stage

BUG = ZeroDivisionError("a bug")


LOOPS = ["claim", "adopt", "extend", "positions"]


@pytest.mark.parametrize("method", LOOPS)
@pytest.mark.parametrize("error", [BUG, errors.StoreError("away")])
async def test_every_loop_outlives_whatever_goes_wrong_and_says_it_once(
    stage: Stage, method: str, error: Exception, logs: list[dict[str, Any]]
) -> None:
    stage.store.faults[method] = Faults(*[error] * 3, None)
    async with stage.open():
        job = await put(stage.store, make_job())
        assert (await stage.ended(job, within=60)).state is JobState.DELIVERED
        await asyncio.sleep(60)
    assert stage.store.calls.count(method) > 3
    assert [entry["event"] for entry in logs].count("loop.failed") == 1


async def test_trouble_that_comes_again_is_said_again(
    stage: Stage, logs: list[dict[str, Any]]
) -> None:
    other = errors.StoreError("disk full")
    stage.store.faults["claim"] = Faults(BUG, BUG, other, None, other, None)
    async with stage.open():
        await asyncio.sleep(20)
    said = [entry["event"] for entry in logs]
    assert said.count("loop.failed") == 3


async def raises_in_a_publisher(stage: Stage) -> None:
    def fail(*_: object) -> None:
        raise BUG

    stage.publisher.adopted = fail  # type: ignore[assignment, method-assign] # a bug
    await stage.running()
    await stage.store.release("us")


async def raises_when_a_place_is_told(stage: Stage) -> None:
    stage.publisher.statuses = Refusing()


class Refusing(list[Any]):
    @override
    def append(self, _: object) -> None:
        raise BUG


@pytest.mark.parametrize("trouble", [raises_in_a_publisher, raises_when_a_place_is_told])
async def test_a_publisher_that_breaks_ends_nothing(
    stage: Stage, trouble: Callable[[Stage], Awaitable[None]]
) -> None:
    await trouble(stage)
    async with stage.open() as supervisor:
        await put(stage.store, make_job("waits", created_at=stage.clock.now()), answer=False)
        await asyncio.sleep(60)
        assert not supervisor._stopping.is_set()
