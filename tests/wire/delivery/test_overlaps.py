"""A status edit on its way when the job ends: the message's last state is its end."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.jobs import supervisor
from bot.playground.discord import Weather
from tests.wire.delivery.versions import is_final
from tests.wire.rows import rows, until

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.wire.whole_bot import WholeBot

JOBS = 12
EDIT_SECONDS = 0.4
TASK_SECONDS = 2.1
"""Just longer than the least time between the first answer and a status edit."""

EDIT = r"^/webhooks/.*/messages/\d+$"


@pytest.fixture
async def busy(idle: WholeBot) -> WholeBot:
    """Return a bot that may run all jobs at once, in a Discord of slow edits."""
    idle.discord.weather = Weather(messages=(EDIT_SECONDS, EDIT_SECONDS))
    idle.novita.knobs.duration = TASK_SECONDS
    await idle.start(max_jobs_per_user=JOBS)
    return idle


async def asked(bot: WholeBot) -> list[Invocation]:
    return [await bot.imagine(f"fox {number}") for number in range(JOBS)]


async def settled(bot: WholeBot) -> None:
    """Wait until every job has ended, and nothing is left to be shown of it."""
    await until(bot.database, lambda jobs: all(it.shown for it in jobs))


def overlapped(bot: WholeBot) -> int:
    """Return how many statuses were on their way when their tasks ended."""
    ends = {task.request["prompt"]: task.completed_at for task in bot.novita.tasks}
    statuses = [edit for edit in bot.discord.requests.find("PATCH", EDIT) if not edit.files]
    return sum(
        edit.at < end < edit.at + edit.took
        for edit in statuses
        for prompt, end in ends.items()
        if f"> {prompt}" in str(edit.payload)
    )


async def test_jobs_that_succeed_show_their_images(busy: WholeBot) -> None:
    invocations = await asked(busy)
    await settled(busy)
    assert [len(it.shown.pictures()) for it in invocations] == [1] * JOBS
    assert all(is_final(it.shown.now) for it in invocations)
    assert {row.state for row in rows(busy.database)} == {"delivered"}
    assert overlapped(busy) > 0


async def test_jobs_that_fail_say_why(busy: WholeBot) -> None:
    busy.novita.knobs.fail_reason = "out of memory"
    invocations = await asked(busy)
    await settled(busy)
    assert all(is_final(it.shown.now) for it in invocations)
    assert ["out of memory" in it.shown.text() for it in invocations] == [True] * JOBS
    assert overlapped(busy) > 0


async def test_jobs_that_are_cancelled_say_so(busy: WholeBot) -> None:
    busy.novita.knobs.duration = 60
    invocations = await asked(busy)
    await busy.discord.until(lambda: busy.discord.requests.find("PATCH", EDIT))
    buttons = [it.shown.button("cancel")["custom_id"] for it in invocations]
    presses = [
        await busy.discord.press(it.shown, button)
        for it, button in zip(invocations, buttons, strict=True)
    ]
    await asyncio.gather(*(press.answered() for press in presses))
    await settled(busy)
    assert ["**Cancelled**" in it.shown.text() for it in invocations] == [True] * JOBS
    assert {row.state for row in rows(busy.database)} == {"cancelled"}


async def test_jobs_whose_leases_are_lost_end_when_they_come_back(
    busy: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "HEARTBEAT", 0.2)
    monkeypatch.setattr(supervisor, "ADOPT_EVERY", 0.5)
    busy.novita.knobs.duration = 3600
    await busy.restart()
    invocations = await asked(busy)
    await busy.discord.until(lambda: busy.discord.requests.find("PATCH", EDIT))
    # A reply that comes after the lease is gone is not saved; that is another test's.
    await until(busy.database, lambda jobs: {it.state for it in jobs} == {"running"})
    await asyncio.to_thread(lend, busy, "somebody else", 60)
    busy.novita.finish()
    assert {row.state for row in rows(busy.database)} == {"running"}
    await asyncio.to_thread(lend, busy, "somebody else", -1)
    await settled(busy)
    assert [len(it.shown.pictures()) for it in invocations] == [1] * JOBS
    assert {row.state for row in rows(busy.database)} == {"delivered"}
    assert busy.asked("submit") == JOBS


def lend(bot: WholeBot, holder: str, seconds: int) -> None:
    """Give the leases of all jobs under way to another process, until so many seconds from now."""
    statement = (
        "UPDATE jobs SET holder = ?, leased_until = (unixepoch() + ?) * 1000000 "
        "WHERE state IN ('submitting', 'running')"
    )
    with closing(sqlite3.connect(bot.database, timeout=5)) as connection, connection:
        connection.execute(statement, (holder, seconds))
