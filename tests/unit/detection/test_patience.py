"""What a detector makes of a process that is of no use, and how long pictures wait."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.tables import each_row
from tests.unit.detection.pictures import BLACK, WHITE, acting, detecting
from tests.unit.detection.processes import state, until

if TYPE_CHECKING:
    from bot.detection.process import Child

SILENT = acting("print('ready', flush=True); time.sleep(60)")
MUTE = acting("time.sleep(60)")
ANSWERS = """
print('ready', flush=True)
while head := sys.stdin.buffer.read(8):
    size = len(sys.stdin.buffer.read(int.from_bytes(head)))
    print('taken', flush=True)
    print({answer}, flush=True)
"""
SIZES = acting(ANSWERS.format(answer="'score', size / 1e6"))
SLOWLY = acting(ANSWERS.format(answer="'score', time.sleep(0.1) or size / 1e6"))


class Starts:
    """Starts the same again and again, by a clock that somebody sets."""

    def __init__(self) -> None:
        self.now = 0.0
        self.count = 0

    async def __call__(self) -> Child:
        self.count += 1
        raise FileNotFoundError

    def steady(self) -> float:
        return self.now


@each_row(
    "answer",
    ["'score 7'", "'score -0.1'", "'score nan'", "'score'", "'0.5'", "'ready'", "'x' * 10**6"],
)
async def test_what_makes_no_sense_is_unknown_and_ends_the_process(answer: str) -> None:
    async with detecting(acting(ANSWERS.format(answer=answer))) as detector:
        await detector.warm()
        first = detector.pid
        assert await detector.score(BLACK) is None
        assert await detector.score(BLACK) is None
        assert detector.pid != first


@each_row(
    "script",
    [
        "",
        "sys.exit(3)",
        "print('fault ModuleNotFoundError: numpy', flush=True)",
        "print('score 0.1', flush=True)",
        "print('hello', flush=True); time.sleep(60)",
    ],
)
async def test_what_does_not_start_judges_nothing(script: str) -> None:
    async with detecting(acting(script)) as detector:
        await detector.warm()
        assert await detector.score(BLACK) is None


async def test_a_program_that_is_not_there_judges_nothing() -> None:
    async def absent() -> Child:
        raise FileNotFoundError

    async with detecting(absent) as detector:
        assert await detector.score(BLACK) is None


async def test_what_does_not_start_in_time_judges_nothing() -> None:
    async with detecting(MUTE, start=0.1) as detector:
        assert await detector.score(BLACK) is None


async def test_the_pauses_before_another_start_grow_and_pictures_do_not_wait_for_them() -> None:
    starts = Starts()
    pauses = []
    async with detecting(
        starts, starts.steady, first_pause=2.0, longest_pause=30.0, patience=0.0
    ) as detector:
        for _ in range(4):
            before = starts.count
            assert await detector.score(BLACK) is None
            assert starts.count == before + 1
            began = starts.now
            while starts.count == before + 1:
                starts.now += 1.0
                assert await detector.score(BLACK) is None
            # What tried again has failed again: a pause counts from there.
            pauses.append(starts.now - began)
            starts.now += 100.0
    assert pauses == [2.0, 8.0, 30.0, 30.0]


async def test_a_short_pause_is_waited_for() -> None:
    starts = Starts()
    async with detecting(starts, starts.steady, first_pause=0.05) as detector:
        assert await detector.score(BLACK) is None
        assert await detector.score(BLACK) is None
        assert starts.count == 2


async def test_more_pictures_than_may_wait_are_unknown_at_once() -> None:
    async with detecting(SILENT, waiting=2, picture=0.3) as detector:
        await detector.warm()
        waiting = [asyncio.create_task(detector.score(BLACK)) for _ in range(3)]
        await asyncio.sleep(0)
        async with asyncio.timeout(0.2):
            assert await detector.score(BLACK) is None
        assert await asyncio.gather(*waiting) == [None] * 3


async def test_no_picture_waits_for_ever() -> None:
    async with detecting(SILENT, wait=0.1, picture=1.0) as detector:
        await detector.warm()
        judging = asyncio.create_task(detector.score(BLACK))
        await asyncio.sleep(0)
        assert await detector.score(WHITE) is None
        assert not judging.done()
        judging.cancel()


async def test_one_that_always_hangs_costs_a_few_pictures_their_time_and_clears_none() -> None:
    starts = 0

    async def hung() -> Child:
        nonlocal starts
        starts += 1
        return await SILENT()

    limits = {"picture": 0.05, "first_pause": 0.02, "patience": 0.05}
    async with detecting(hung, lambda: 0.0, **limits) as detector:
        scores = await asyncio.gather(*[detector.score(BLACK) for _ in range(40)])
    assert scores == [None] * 40
    assert starts == 3  # pauses of 0.02 and 0.04 s are waited for; one of 0.08 s is not


async def test_each_picture_gets_its_own_score_though_others_are_given_up() -> None:
    async with detecting(SIZES) as detector:
        sizes = [len(each.data) / 1e4 for each in (BLACK, WHITE)]
        assert sizes[0] != sizes[1]
        scores = [detector.score(each) for each in (BLACK, WHITE) * 10]
        assert await asyncio.gather(*scores) == pytest.approx(sizes * 10)


@each_row("moment", [0.0, 0.05])
@each_row("is_ready", [True, False])
async def test_no_picture_gets_the_score_of_one_that_was_given_up(
    moment: float, is_ready: bool
) -> None:
    async with detecting(SLOWLY) as detector:
        if is_ready:
            await detector.warm()
        given_up = asyncio.create_task(detector.score(BLACK))
        await until(detector._turn.locked)
        await asyncio.sleep(moment)
        given_up.cancel()
        assert await detector.score(WHITE) == pytest.approx(len(WHITE.data) / 1e4)


async def test_nothing_is_started_once_it_is_closed() -> None:
    async with detecting(SIZES) as detector:
        judging = asyncio.create_task(detector.score(BLACK))
    assert await judging is None
    assert detector.pid is None


async def test_what_is_being_started_as_it_is_closed_ends_at_once() -> None:
    is_starting, is_closed = asyncio.Event(), asyncio.Event()

    async def slowly() -> Child:
        is_starting.set()
        await is_closed.wait()
        return await SILENT()

    async with detecting(slowly) as detector:
        judging = asyncio.create_task(detector.score(BLACK))
        await is_starting.wait()
    is_closed.set()
    async with asyncio.timeout(20):
        assert await judging is None
    assert detector.pid is not None
    assert not state(detector.pid) or state(detector.pid) == "Z"
