"""The database goes away for a moment: nothing dies of it, and no job is lost or paid twice."""

from __future__ import annotations

import asyncio
import math
import sqlite3
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING

from tests.wire.rows import rows, until_over
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.wire.whole_bot import WholeBot


@asynccontextmanager
async def away(bot: WholeBot) -> AsyncIterator[None]:
    """Hide the table of jobs, so that every statement fails."""
    await asyncio.to_thread(altered, bot.database, "ALTER TABLE jobs RENAME TO hidden")
    try:
        yield
    finally:
        await asyncio.to_thread(altered, bot.database, "ALTER TABLE hidden RENAME TO jobs")


def altered(database: Path, statement: str) -> None:
    """Change the database from outside; waits for the bot, which must not wait for us."""
    with closing(sqlite3.connect(database, timeout=5)) as connection:
        connection.execute(statement)


async def test_a_running_job_outlives_it(bot: WholeBot) -> None:
    bot.novita.knobs.duration = math.inf
    invocation = await bot.imagine()
    await eventually(lambda: rows(bot.database)[0].state == "running")
    task = bot.novita.tasks[0]
    async with away(bot):
        task.finish()
        await eventually(lambda: task.downloads)
    message = await invocation.final()
    assert len(message.pictures()) == 1
    assert (await until_over(bot.database)).state == "delivered"
    assert bot.asked("submit") == 1


async def test_a_task_id_that_cannot_be_saved_at_once_is_saved_later(bot: WholeBot) -> None:
    bot.novita.faults.add(route="submit", delay=0.3)
    invocation = await bot.imagine()
    await eventually(lambda: bot.novita.tasks)
    async with away(bot):
        await eventually(lambda: bot.asked("submit") == 1)
    message = await invocation.final()
    assert len(message.pictures()) == 1
    assert bot.asked("submit") == 1


async def test_a_command_meanwhile_is_answered_with_an_apology(bot: WholeBot) -> None:
    async with away(bot):
        invocation = await bot.imagine()
        assert invocation.ephemeral
        assert "broke on our side" in invocation.text()
    assert len((await bot.imagined()).pictures()) == 1
