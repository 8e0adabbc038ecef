"""The whole bot with one engine that goes away under a job, and over a change of ENGINE."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.jobs import engines
from bot.playground.comfyui.server import ComfyuiStandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.discord import User
    from tests.wire.whole_bot import WholeBot

MODEL = "dreamshaper_8_93211.safetensors"


@pytest.fixture
async def comfyui() -> AsyncIterator[ComfyuiStandIn]:
    async with ComfyuiStandIn() as server:
        server.knobs.plain_images = True
        server.knobs.duration = 1.0
        yield server


def members(bot: WholeBot, *names: str) -> list[User]:
    world = bot.discord.world
    users = [world.add_user(name) for name in names]
    for user in users:
        world.join(world.guild, user)
    return users


def engines_of(bot: WholeBot) -> list[tuple[str, str]]:
    """Return engine and prompt of each job, oldest first."""
    with closing(sqlite3.connect(bot.database)) as database:
        return database.execute(
            "SELECT engine, json_extract(request, '$.prompt') FROM jobs"
            " WHERE id NOT LIKE 'past%' ORDER BY created_at"
        ).fetchall()


async def test_who_waits_behind_a_job_of_a_dead_engine_is_served_by_the_other(
    idle: WholeBot, comfyui: ComfyuiStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "SILENCE", 3.0)
    ann, ben = members(idle, "ann", "ben")
    await idle.start(engine="comfyui", comfyui_url=comfyui.url, engine_fallback="novita")
    running = await idle.imagine("one", user=ann, model=MODEL)
    await comfyui.wait_until(lambda server: bool(server.tasks.running()), 10)
    await comfyui.stop()
    waiting = await idle.imagine("two", user=ben, model=MODEL)
    assert (await waiting.final()).now.attachments
    await comfyui.start()
    assert (await running.final()).now.attachments
    assert engines_of(idle) == [("comfyui", "one"), ("novita", "two")]


async def test_jobs_of_the_engine_before_end_there_one_after_the_other(
    idle: WholeBot, comfyui: ComfyuiStandIn
) -> None:
    users = members(idle, "ann", "ben", "cid")
    await idle.start(engine="comfyui", comfyui_url=comfyui.url)
    asked = [await idle.imagine(user.name, user=user, model=MODEL) for user in users]
    await comfyui.wait_until(lambda server: bool(server.tasks.running()), 10)
    await idle.restart(engine="novita")
    most = 0

    def is_done(server: ComfyuiStandIn) -> bool:
        nonlocal most
        most = max(most, sum(not task.has_ended for task in server.tasks))
        return len(server.tasks) == len(users) and all(task.has_ended for task in server.tasks)

    await comfyui.wait_until(is_done, 30)
    for invocation in asked:
        assert (await invocation.final()).now.attachments
    assert most == 1
    assert not idle.novita.tasks
