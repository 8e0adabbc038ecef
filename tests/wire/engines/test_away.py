"""An engine that is away, starts anew, changes its mind, or is something else altogether."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.texts.say import say
from bot.views.texts import FAILURES
from tests.wire.engines.kinds import KINDS, SERVERS
from tests.wire.sharing import alone, sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from tests.wire.engines.conftest import Pair

pytestmark = sharing

FORGETS = {"horde": False, "comfyui": True, "sdapi": True}
"""Whether tasks are lost when it is started anew."""

FORGETFUL = [kind for kind in SERVERS if FORGETS[KINDS[kind]().name]]

servers = pytest.mark.parametrize("shared_pair", SERVERS, indirect=True)


@servers
async def test_a_job_waits_for_an_engine_that_is_away(pair: Pair) -> None:
    bot, rig = pair.bot, pair.rig
    await rig.stop()
    invocation = await bot.imagine("patience")
    await eventually(lambda: len(invocation.shown.versions) > 0)
    await rig.start()
    message = await invocation.final()
    assert len(message.pictures()) == 1
    assert len(rig.of("patience")) == 1


@servers
async def test_an_engine_that_is_started_anew_loses_no_job(pair: Pair) -> None:
    bot, rig = pair.bot, pair.rig
    rig.hold()
    invocation = await bot.imagine("still there?", images=2, seed=5)
    await rig.taken("still there?")
    await rig.stop()
    await rig.start()
    rig.release()
    message = await invocation.final()
    assert len(message.pictures()) == 2
    tasks = rig.of("still there?")
    assert len(tasks) == (2 if FORGETS[rig.name] else 1)
    assert {task.seeds for task in tasks} == {(5, 6)}


@pytest.mark.parametrize("shared_pair", FORGETFUL, indirect=True)
async def test_one_that_loses_everything_twice_is_told(pair: Pair) -> None:
    bot, rig = pair.bot, pair.rig
    rig.hold()
    invocation = await bot.imagine("again?")
    for times in (1, 2):
        await rig.taken("again?", times)
        await rig.stop()
        await rig.start()
    message = await invocation.final()
    assert message.pictures() == []
    assert len(rig.of("again?")) == 2


@alone
async def test_a_login_page_ends_a_job_in_words(own_pair: Pair) -> None:
    bot, rig = own_pair.bot, own_pair.rig
    await bot.restart(job_deadline_seconds=2)
    rig.be_a_page()
    message = await bot.imagined("who is it?")
    assert message.pictures() == []
    assert "Sign in" not in message.text()
    assert rig.tasks == []
    rig.mend()
    assert len((await bot.imagined("me")).pictures()) == 1


@servers
async def test_what_it_does_not_take_any_more_is_told_and_not_repeated(pair: Pair) -> None:
    bot, rig = pair.bot, pair.rig
    await bot.imagined("before")
    kind = rig.refuse()
    message = await bot.imagined("too much")
    assert say(FAILURES[kind].why) in message.text()
    assert rig.of("too much") == []
