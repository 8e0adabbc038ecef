"""Killed between a final edit and its save; then the engine has nothing of the task any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.novita.knobs import ImageFault
from tests.faults.stage import FAR, eventually
from tests.wire.delivery.versions import is_final

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.faults.stage import Stage

FAILED = '{"task": {"status": "TASK_STATUS_FAILED", "reason": "gone"}}'


async def posted_and_killed(stage: Stage) -> Invocation:
    """Kill the bot when its images are posted, and before it can know."""
    await stage.start()
    stage.discord.faults.add(method="PATCH", with_files=True, hold="after")
    invocation = await stage.imagine("a fox")
    await invocation.final()
    await stage.end()
    assert stage.row(invocation)["state"] == "delivering"
    stage.discord.faults.clear()
    return invocation


async def test_images_stay_whose_task_the_engine_calls_failed(stage: Stage) -> None:
    invocation = await posted_and_killed(stage)
    fault = stage.novita.faults.add(route="result", times=None, body=FAILED)
    await stage.start()
    await eventually(lambda: stage.row(invocation)["shown"])
    assert fault.met
    assert stage.row(invocation)["state"] == "delivered"
    assert len(invocation.shown.pictures()) == 1
    assert [len(version.attachments) for version in invocation.shown.versions] == [0, 1]


async def test_images_stay_that_cannot_be_fetched_again(stage: Stage) -> None:
    invocation = await posted_and_killed(stage)
    stage.novita.knobs.image_fault = ImageFault.HTML
    await stage.start()
    await eventually(lambda: stage.row(invocation)["shown"])
    assert stage.row(invocation)["state"] == "delivered"
    assert len(invocation.shown.pictures()) == 1


async def test_what_was_not_posted_fails_in_words(stage: Stage) -> None:
    await stage.start()
    lost = stage.discord.faults.add(method="PATCH", with_files=True, delay=FAR, drop=True)
    invocation = await stage.imagine("a fox")
    await eventually(lambda: lost.hits)
    await stage.end()
    stage.discord.faults.clear()
    stage.novita.faults.add(route="result", times=None, body=FAILED)
    await stage.start()
    message = await invocation.final()
    assert message.pictures() == []
    assert "couldn't generate these images" in message.text()
    assert is_final(message.now)
