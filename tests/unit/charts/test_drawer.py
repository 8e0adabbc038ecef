"""The process that draws: it ends with its picture, when it hangs, and with the bot."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.charts import drawer
from bot.charts.drawer import ChartError, ChartsMissingError, Drawer, open_drawer
from bot.processes.starting import started
from tests.tables import each_row
from tests.unit.charts.sheets import sheet
from tests.unit.detection.processes import state, told, until

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Awaitable, Callable

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells")

PNG = b"\x89PNG"
HANGS = "import time; time.sleep(600)"

PARENT = """
import asyncio
from bot.charts.drawer import Drawer
from bot.processes.starting import started

async def main():
    drawing = Drawer(lambda: started("-c", {script!r}), is_installed=True)
    task = asyncio.create_task(drawing.draw([]))
    while drawing.pid is None:
        await asyncio.sleep(0.01)
    print(f"pid={{drawing.pid}}", flush=True)
    await task

asyncio.run(main())
"""


def acting(script: str) -> Callable[[], Awaitable[Process]]:
    return partial(started, "-c", script)


async def pid_of(drawing: Drawer) -> int:
    await until(lambda: drawing.pid is not None)
    assert drawing.pid is not None
    return drawing.pid


async def test_a_picture_is_drawn_and_its_process_is_gone() -> None:
    async with open_drawer() as drawing:
        drawn = asyncio.create_task(drawing.draw([sheet(title="\U0001f98a"), sheet()]))
        pid = await pid_of(drawing)
        assert (await drawn).startswith(PNG)
        assert drawing.pid is None
        assert state(pid) == "Z"


async def test_it_is_bounded_and_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a secret")
    async with open_drawer() as drawing:
        drawn = asyncio.create_task(drawing.draw([sheet(400)]))
        pid = await pid_of(drawing)
        # It is bounded before it reads what to draw.
        await until(lambda: str(2 * 1024**3) in told(pid, "limits"))
        assert "secret" not in told(pid, "environ")
        assert (await drawn).startswith(PNG)


async def test_what_hangs_is_killed_and_the_next_is_drawn() -> None:
    scripts = [HANGS, "print('drawn\\n', end=''); print('a picture', end='')"]

    async def next_one() -> Process:
        return await started("-c", scripts.pop(0))

    drawing = Drawer(next_one, is_installed=True, seconds=2.0)
    failing = asyncio.create_task(drawing.draw([]))
    pid = await pid_of(drawing)
    waiting = asyncio.create_task(drawing.draw([]))
    with pytest.raises(ChartError, match="too long"):
        await failing
    assert state(pid) == "Z"
    assert await waiting == b"a picture"


async def test_who_no_longer_waits_leaves_no_process() -> None:
    drawing = Drawer(acting(HANGS), is_installed=True)
    drawn = asyncio.create_task(drawing.draw([]))
    pid = await pid_of(drawing)
    drawn.cancel()
    await asyncio.wait({drawn})
    assert state(pid) == "Z"
    assert drawing.pid is None


async def test_what_never_stops_talking_is_ended() -> None:
    drawing = Drawer(acting("while True: print('x' * 10**6)"), is_installed=True, seconds=0.3)
    async with asyncio.timeout(20):
        with pytest.raises(ChartError, match="too long"):
            await drawing.draw([])


async def test_one_that_was_started_as_the_bot_ends_ends_with_it() -> None:
    is_starting, is_closed = asyncio.Event(), asyncio.Event()

    async def slowly() -> Process:
        is_starting.set()
        await is_closed.wait()
        return await started("-c", HANGS)

    drawing = Drawer(slowly, is_installed=True)
    drawn = asyncio.create_task(drawing.draw([]))
    await is_starting.wait()
    closing = asyncio.create_task(drawing.close())
    await asyncio.sleep(0)
    is_closed.set()
    async with asyncio.timeout(10):
        await closing
    with pytest.raises(ChartError, match="stopping"):
        await drawn
    assert drawing.pid is None


async def test_the_bots_end_is_its_end() -> None:
    async with open_drawer() as drawing:
        drawing._starting = acting(HANGS)
        drawn = asyncio.create_task(drawing.draw([]))
        pid = await pid_of(drawing)
    assert state(pid) == "Z"
    with pytest.raises(ChartError):
        await drawn
    with pytest.raises(ChartError, match="stopping"):
        await drawing.draw([])


async def test_it_dies_with_a_bot_that_is_killed() -> None:
    script = (
        "import os, time\nfrom bot.processes.confine import confine\n"
        "confine(os.getppid(), 2**31); time.sleep(600)"
    )
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT.format(script=script), stdout=asyncio.subprocess.PIPE
    )
    assert bot.stdout is not None
    try:
        line = await bot.stdout.readline()
        pid = int(line.removeprefix(b"pid="))
        # Until it has said so to the kernel, nothing ends it.
        await until(lambda: "800" in told(pid, "oom_score_adj"))
        os.kill(pid, signal.SIGSTOP)
    finally:
        bot.kill()
        await bot.wait()
    await until(lambda: state(pid) == "Z")


@each_row(
    "script, why",
    [
        ("print('ValueError: no such font')", "no such font"),
        ("", "has ended"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "has ended"),
        ("import sys; sys.stdout.write('drawn\\n' + 'x' * 5_000_000)", "too large"),
    ],
)
async def test_what_fails_says_why(script: str, why: str) -> None:
    with pytest.raises(ChartError, match=why):
        await Drawer(acting(script), is_installed=True).draw([])


async def test_a_broken_sheet_fails_in_the_process_alone() -> None:
    async with open_drawer() as drawing:
        with pytest.raises(ChartError):
            await drawing.draw([])


async def test_no_more_wait_than_there_is_patience_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawer, "WAIT_SECONDS", 0.05)
    drawing = Drawer(acting(HANGS), is_installed=True)
    drawn = asyncio.create_task(drawing.draw([]))
    await pid_of(drawing)
    with pytest.raises(ChartError, match="waited"):
        await drawing.draw([])
    monkeypatch.setattr(drawer, "MOST_WAITING", 0)
    with pytest.raises(ChartError, match="too many"):
        await drawing.draw([])
    await drawing.close()
    await asyncio.wait({drawn})
    assert isinstance(drawn.exception(), ChartError)


async def test_without_matplotlib_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawer, "find_spec", lambda name: None)
    async with open_drawer() as drawing:
        drawing._starting = acting("never run")
        with pytest.raises(ChartsMissingError):
            await drawing.draw([sheet()])
