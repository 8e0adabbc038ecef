"""What is promised of every engine: the whole bot, over real sockets."""

from __future__ import annotations

import io
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from bot.failure_kinds import FailureKind
from bot.texts.say import say
from bot.views.texts import FAILURES
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from pathlib import Path

    from bot.playground.discord import Message
    from tests.wire.engines.conftest import Pair

KINDS_OF_FAILURE = {
    "fault": {FailureKind.TASK_FAILED, FailureKind.SERVER_FAULT},
    "memory": {FailureKind.OUT_OF_MEMORY},
}
pytestmark = sharing


def stored_seeds(database: Path, job: str) -> list[tuple[int, int]]:
    """Return the number and the seed of each image of a job."""
    query = "SELECT number, seed FROM images WHERE job = ? ORDER BY number"
    with closing(sqlite3.connect(database, timeout=5)) as connection:
        return list(connection.execute(query, (job,)))


def job_of(message: Message) -> str:
    """Return the job that the files of a message are named after."""
    found = re.match(r"([a-z0-9]+)-1\.", message.pictures()[0].name)
    assert found is not None
    return found[1]


def said(message: Message, kinds: set[FailureKind]) -> bool:
    """Whether a message tells one of these failures."""
    return any(say(FAILURES[kind].why) in message.text() for kind in kinds)


async def test_a_job_ends_in_one_message_with_its_images(pair: Pair) -> None:
    before = len(pair.bot.messages())
    message = await pair.bot.imagined("three foxes", images=3, seed=77)
    job = job_of(message)
    names = [f"{job}-{n}.{pair.rig.extension}" for n in (1, 2, 3)]
    assert [picture.name for picture in message.pictures()] == names
    for picture in message.pictures():
        with Image.open(io.BytesIO(picture.data)) as image:
            image.load()
            assert image.size == (512, 512)
    assert len({picture.data for picture in message.pictures()}) == 3
    assert len(pair.bot.messages()) == before + 1
    assert pair.rig.of("three foxes")[-1].seeds == (77, 78, 79)
    assert stored_seeds(pair.bot.database, job) == [(1, 77), (2, 78), (3, 79)]
    assert "seed `77`" in message.text()


async def test_a_seed_that_nobody_chose_is_sent_stored_and_told(pair: Pair) -> None:
    message = await pair.bot.imagined("two foxes", images=2)
    first, second = pair.rig.of("two foxes")[-1].seeds
    assert second == first + 1
    assert stored_seeds(pair.bot.database, job_of(message)) == [(1, first), (2, second)]
    assert f"seed `{first}`" in message.text()


@pytest.mark.parametrize("how", ["fault", "memory"])
async def test_a_failed_task_is_told_in_words(pair: Pair, how: str) -> None:
    if how not in pair.rig.may_fail:
        pytest.skip(f"{pair.rig.title} has no failure of this kind")
    pair.rig.fail(how)
    before = pair.rig.submits
    message = await pair.bot.imagined("a secret wish")
    assert said(message, KINDS_OF_FAILURE[how])
    assert "Traceback" not in message.text()
    assert "home/" not in message.text()
    assert message.pictures() == []
    assert pair.rig.submits == before + 1


async def test_cancelling_what_runs_ends_the_task(pair: Pair) -> None:
    pair.rig.hold()
    invocation = await pair.bot.imagine("never mind")
    await pair.rig.taken("never mind")
    await pair.bot.cancel(invocation.shown)
    assert "**Cancelled**" in invocation.shown.text()
    if pair.rig.ends_running:
        await pair.rig.until(lambda _: pair.rig.of("never mind")[-1].is_ended)
    versions = len(invocation.shown.versions)
    pair.rig.release()
    assert len((await pair.bot.imagined("another")).pictures()) == 1
    assert len(invocation.shown.versions) == versions


async def test_cancelling_what_waits_at_the_engine_ends_nobody_elses_task(pair: Pair) -> None:
    pair.rig.crowd()
    waiting = await pair.bot.imagine("no, wait")
    await pair.rig.taken("no, wait")
    await pair.bot.cancel(waiting.shown)
    if pair.rig.ends_waiting:
        await pair.rig.until(lambda _: pair.rig.of("no, wait")[-1].is_ended)
    pair.rig.mend()
    assert len((await pair.bot.imagined("another")).pictures()) == 1
    assert not pair.rig.others_ended
    assert waiting.shown.pictures() == []
    assert "**Cancelled**" in waiting.shown.text()


async def test_cancelling_what_is_just_being_sent_leaves_nothing_behind(pair: Pair) -> None:
    pair.rig.crowd()
    pair.rig.dawdle(0.3)
    waiting = await pair.bot.imagine("stop that")
    await pair.rig.taken("stop that")
    await pair.bot.cancel(waiting.shown)
    assert "**Cancelled**" in waiting.shown.text()
    if pair.rig.ends_waiting:
        await pair.rig.until(lambda _: pair.rig.of("stop that")[-1].is_ended, 5)


async def test_cancelling_what_waits_with_us_sends_nothing(pair: Pair) -> None:
    pair.rig.hold()
    first = await pair.bot.imagine("the first")
    await pair.rig.taken("the first")
    second = await pair.bot.imagine("the second")
    await pair.bot.cancel(second.shown)
    pair.rig.release()
    assert len((await first.final()).pictures()) == 1
    assert second.shown.pictures() == []
    assert not pair.rig.of("the first")[-1].is_ended


async def test_images_that_are_gone_are_told(pair: Pair) -> None:
    if not pair.rig.loses_images:
        pytest.skip(f"{pair.rig.title} gives its images with the answer: none can be gone")
    pair.rig.lose_images(1)
    message = await pair.bot.imagined("some foxes", images=3)
    assert len(message.pictures()) == 2
    pair.rig.mend()
    pair.rig.lose_images(9)
    alone = await pair.bot.imagined("a lonely fox")
    assert said(alone, {FailureKind.IMAGE_UNAVAILABLE})
