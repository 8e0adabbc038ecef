"""The detector's process: what kills it, what stops it, and whom it obeys."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from bot.detection.process import EndedError
from tests.unit.detection.pictures import BLACK, SKIN, acting, detecting, file
from tests.unit.detection.processes import state, ticks, told, until

if TYPE_CHECKING:
    from bot.detection.detector import ProcessDetector
    from bot.detection.process import Child
    from bot.domain.ports import Picture

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells")

LARGE = file(Image.new("RGB", (6000, 6000), SKIN), compress_level=1)
"""It takes a while."""

WELL = pytest.approx(6.68, abs=0.3)

PARENT = """
import asyncio
from bot.detection.opening import open_detector

async def main():
    async with open_detector(max_pixels=10_000, warm=False) as detector:
        await detector.warm()
        print(f"pid={detector.pid}", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def warmed(detector: ProcessDetector) -> int:
    await detector.warm()
    assert detector.pid is not None
    return detector.pid


async def test_killed_while_it_judges_it_is_unknown_and_the_next_is_judged_anew() -> None:
    async with detecting() as detector:
        pid = await warmed(detector)
        before = ticks(pid)
        judging = asyncio.create_task(detector.score(LARGE))
        await until(lambda: ticks(pid) > before + 5)
        os.kill(pid, signal.SIGKILL)
        assert await judging is None
        assert await detector.score(BLACK) == WELL
        assert detector.pid != pid


async def test_killed_while_it_waits_the_next_is_judged_all_the_same() -> None:
    async with detecting() as detector:
        pid = await warmed(detector)
        os.kill(pid, signal.SIGKILL)
        child = detector._child
        await until(lambda: child is not None and not child.is_alive)
        assert told(pid, "stat") == ""
        assert await detector.score(BLACK) == WELL


@pytest.mark.parametrize("picture", [BLACK, LARGE])
async def test_killed_just_before_it_is_asked_a_picture_is_judged_all_the_same(
    picture: Picture,
) -> None:
    async with detecting() as detector:
        pid = await warmed(detector)
        # Stopped, it takes nothing; and our loop cannot have been told that it is gone.
        os.kill(pid, signal.SIGSTOP)
        while state(pid) != "T":
            pass
        os.kill(pid, signal.SIGKILL)
        assert await detector.score(picture) is not None
        assert detector.pid != pid


async def test_what_is_never_taken_is_asked_twice_and_unknown() -> None:
    starts = 0
    dying = acting("print('ready', flush=True); sys.stdin.buffer.read(1)")

    async def started() -> Child:
        nonlocal starts
        starts += 1
        return await dying()

    async with detecting(started) as detector:
        assert await detector.score(BLACK) is None
    assert starts == 2


async def test_what_hangs_is_killed_when_its_time_is_over() -> None:
    async with detecting(picture=0.3) as detector:
        pid = await warmed(detector)
        os.kill(pid, signal.SIGSTOP)
        await until(lambda: state(pid) == "T")
        waiting = [detector.score(BLACK), detector.score(LARGE)]
        assert await waiting[0] is None
        assert state(pid) == "Z"
        waiting[1].close()
    async with detecting() as detector:
        assert await detector.score(BLACK) == WELL


async def test_it_is_ended_though_it_says_more_than_anybody_reads() -> None:
    child = await acting("while True: print('x' * 10**6, flush=True)")()
    await until(lambda: child._stdout._paused)  # type: ignore[attr-defined] # asyncio's
    async with asyncio.timeout(10):
        await child.end()
    assert told(child.pid, "stat") == ""


async def test_it_is_ended_though_somebody_waits_for_its_word() -> None:
    child = await acting("time.sleep(60)")()
    waiting = asyncio.create_task(child.ready())
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        await child.end()
    with pytest.raises(EndedError):
        await waiting


async def test_it_is_bounded_and_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "a secret")
    async with detecting() as detector:
        pid = await warmed(detector)
        limits = {
            line[:25].strip(): line[26:46].strip() for line in told(pid, "limits").split("\n")
        }
        assert limits["Max address space"] == str(2 * 1024**3)
        assert limits["Max core file size"] == "0"
        assert int(told(pid, "stat").rpartition(")")[2].split()[16]) > os.getpriority(
            os.PRIO_PROCESS, 0
        )
        assert int(told(pid, "oom_score_adj")) > 0
        assert "secret" not in told(pid, "environ")
        assert "libssl" not in told(pid, "maps")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
async def test_what_stops_the_bot_does_not_stop_it_before(sent: signal.Signals) -> None:
    async with detecting() as detector:
        pid = await warmed(detector)
        os.kill(pid, sent)
        assert await detector.score(BLACK) == WELL
        assert detector.pid == pid
    assert state(pid) == "Z"


@pytest.mark.parametrize("stopped", [False, True])
async def test_it_dies_with_the_bot_however_that_dies(stopped: bool) -> None:
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, stdout=asyncio.subprocess.PIPE
    )
    assert bot.stdout is not None
    try:
        while not (line := await bot.stdout.readline()).startswith(b"pid="):
            assert line
        pid = int(line[4:])
        if stopped:
            os.kill(pid, signal.SIGSTOP)
            await until(lambda: state(pid) == "T")
        else:
            assert state(pid) in "RS"
    finally:
        bot.kill()
        await bot.wait()
    await until(lambda: state(pid) == "Z")
