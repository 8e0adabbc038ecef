"""A budget before each request: who waits a little, and who is sent back to the queue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import TaskId
from bot.engine_errors import RateLimitedError
from bot.engines.horde.spending import SUBMIT, Spending, reads
from tests.store.memory import MemoryRateBudget

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@dataclass
class Day:
    """A clock that moves only when somebody sleeps."""

    passed: float = 0.0
    sent: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.passed)

    async def sleep(self, seconds: float) -> None:
        self.passed += seconds


async def test_a_burst_is_stretched_to_what_the_server_allows() -> None:
    day = Day()
    spending = Spending(MemoryRateBudget(), day.now, day.sleep)
    for _ in range(20):
        await spending.turn(SUBMIT)
        day.sent.append(day.passed)
    for index in range(2, 20):
        assert day.sent[index] - day.sent[index - 2] > 1


async def test_whose_turn_others_take_goes_back_to_the_queue() -> None:
    day, others = Day(), MemoryRateBudget()

    async def outrun(seconds: float) -> None:
        await day.sleep(seconds)
        for _ in range(2):
            await others.take(SUBMIT, now=day.now())

    await outrun(0)
    with pytest.raises(RateLimitedError) as caught:
        await Spending(others, day.now, outrun).turn(SUBMIT)
    assert (caught.value.retry_after, caught.value.transient, day.passed) == (1.25, True, 1.25)


async def test_the_ninety_first_of_a_minute_says_when_to_come_back() -> None:
    day = Day()
    spending = Spending(MemoryRateBudget(), day.now, day.sleep)
    for _ in range(90):
        await spending.turn(SUBMIT)
        day.passed += 0.6251
    with pytest.raises(RateLimitedError) as caught:
        await spending.turn(SUBMIT)
    assert caught.value.retry_after == pytest.approx(60.25 - day.passed, abs=0.01)


def test_the_name_of_a_rate_does_not_tell_the_id_of_a_task() -> None:
    task = TaskId("6f1c0e1e-9b3a-4b4f-a6f3-0d7c4b8e5a11")
    [rate] = reads(task)
    assert (rate.most, rate.seconds) == (10, 60.25)
    assert task[:8] not in rate.name
    assert reads(task) != reads(TaskId("another"))
