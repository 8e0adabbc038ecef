from __future__ import annotations

import asyncio

import pytest

from bot.playground.devtools.restarts import Restarts


class Bot:
    """Restarts when it is let."""

    def __init__(self) -> None:
        self.begun = 0
        self.may_end = asyncio.Event()
        self.has_begun = asyncio.Event()

    async def restart(self) -> None:
        self.begun += 1
        self.has_begun.set()
        await self.may_end.wait()


async def test_the_second_of_two_shares_the_first_restart() -> None:
    bot = Bot()
    restarts = Restarts(bot.restart)
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        both = [group.create_task(restarts.restart()) for _ in range(2)]
        await bot.has_begun.wait()
        bot.may_end.set()
    assert bot.begun == 1
    assert both[0].result() == both[1].result()


async def test_a_later_restart_is_a_new_one() -> None:
    bot = Bot()
    bot.may_end.set()
    restarts = Restarts(bot.restart)
    await restarts.restart()
    await restarts.restart()
    assert bot.begun == 2


async def test_who_leaves_does_not_stop_the_restart_for_the_others() -> None:
    bot = Bot()
    restarts = Restarts(bot.restart)
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        leaves, stays = (group.create_task(restarts.restart()) for _ in range(2))
        await bot.has_begun.wait()
        leaves.cancel()
        bot.may_end.set()
    assert leaves.cancelled()
    assert stays.result() >= 0


async def test_closing_gives_up_on_the_restart_that_goes_on() -> None:
    bot = Bot()
    restarts = Restarts(bot.restart)
    asked = asyncio.create_task(restarts.restart())
    async with asyncio.timeout(5):
        await bot.has_begun.wait()
        await restarts.close()
        with pytest.raises(asyncio.CancelledError):
            await asked


async def test_there_is_nothing_to_close_before_a_restart() -> None:
    await Restarts(Bot().restart).close()
