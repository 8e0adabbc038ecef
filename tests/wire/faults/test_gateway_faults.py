"""The gateway is disturbed: jobs go on, and the next command is heard."""

from __future__ import annotations

import asyncio
import gc
import math
from typing import TYPE_CHECKING

import pytest

from bot.client import shards
from tests.wire.sharing import alone, sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord.gateway import How
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


RECONNECTS: tuple[How, ...] = ("drop", "reconnect", "close", "resumable", "invalid")


@pytest.mark.parametrize("how", RECONNECTS)
async def test_a_job_outlives_the_connection(bot: WholeBot, how: How) -> None:
    bot.novita.knobs.duration = math.inf
    invocation = await bot.imagine()
    await bot.submitted()
    await bot.discord.disconnect_gateway(how)
    bot.novita.tasks[0].finish()
    message = await invocation.final()
    assert len(message.pictures()) == 1


@pytest.mark.parametrize("how", ["drop", "reconnect"])
async def test_a_command_after_a_disturbance_is_heard(bot: WholeBot, how: How) -> None:
    gateway = bot.discord.gateway
    begun = gateway.resumes + len(gateway.identifies)
    await bot.discord.disconnect_gateway(how)
    await bot.discord.until(
        lambda: gateway.resumes + len(gateway.identifies) > begun and gateway.is_connected(),
        timeout=15,
    )
    assert len((await bot.imagined()).pictures()) == 1


@alone
async def test_a_gateway_that_refuses_the_first_connection_is_tried_again(
    idle: WholeBot, caplog: pytest.LogCaptureFixture
) -> None:
    idle.discord.gateway.accepting = False
    starting = asyncio.create_task(idle.start())
    await eventually(lambda: "Retrying" in caplog.text)
    idle.discord.gateway.accepting = True
    await eventually(lambda: idle.discord.gateway.cutters)
    starting.cancel()


@pytest.mark.parametrize("how", [*RECONNECTS, "zombie"])
async def test_a_stop_amid_a_disturbance_is_quick(bot: WholeBot, how: How) -> None:
    await bot.discord.disconnect_gateway(how)
    await asyncio.wait_for(bot.stop(), 5)


async def test_a_goodbye_that_takes_too_long_is_not_waited_for(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "LEAVE_SECONDS", 0.0)
    await bot.stop()
    gc.collect()  # what was left open says so
