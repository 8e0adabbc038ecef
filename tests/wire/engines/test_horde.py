"""What is AI Horde's own: adults, censors, its address in time-out, prompts that it finds bad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.delivery import edit_budget
from bot.failure_kinds import FailureKind
from bot.playground.horde.faults import Fault
from bot.texts.say import say
from bot.views.texts import FAILURES
from tests.wire.engines.conftest import paired
from tests.wire.engines.horde_rig import HordeRig
from tests.wire.waiting import eventually
from tests.wire.whole_bot import whole_bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.wire.whole_bot import WholeBot

CENSORED = "a nude statue"
"""The stand-in's workers take it for what is not for everybody."""


@pytest.fixture
async def horde(
    engines_experienced: Path, tmp_path: Path, soon_settled: None
) -> AsyncIterator[tuple[WholeBot, HordeRig]]:
    async with paired("horde", engines_experienced, tmp_path) as pair:
        assert isinstance(pair.rig, HordeRig)
        await pair.bot.start()
        yield pair.bot, pair.rig


async def test_what_is_for_adults_is_asked_for_where_adults_are(
    horde: tuple[WholeBot, HordeRig],
) -> None:
    bot, rig = horde
    world = bot.discord.world
    await bot.imagined("for all")
    await bot.imagined("for adults", channel=world.adult_channel)
    said = [(task.body["nsfw"], task.body["censor_nsfw"]) for task in rig.server.tasks]
    assert said == [(False, True), (True, False)]
    assert all(task.body["replacement_filter"] is True for task in rig.server.tasks)


async def test_what_stands_in_a_censored_images_place_is_never_posted(
    horde: tuple[WholeBot, HordeRig],
) -> None:
    bot, rig = horde
    message = await bot.imagined(CENSORED)
    assert message.is_final
    assert bot.uploads() == []
    assert rig.server.tasks[0].downloads == []


async def test_a_time_out_of_our_address_pauses_all_with_a_countdown(
    horde: tuple[WholeBot, HordeRig], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edit_budget, "FIRST_GAP", 0.1)
    bot, rig = horde
    world = bot.discord.world
    words = "Your address is in time-out for 2 more seconds."
    rig.server.faults.add(Fault(route="submit", status=403, rc="TimeoutIP", message=words))
    first = await bot.imagine("one")
    await eventually(lambda: "isn't accepting jobs right now; it reopens <t:" in first.shown.text())
    second = await bot.imagine("two", user=world.second_member)
    assert rig.submits == 1
    for invocation in (first, second):
        assert len((await invocation.final()).pictures()) == 1
    refused, *others = rig.server.asked("submit")
    assert all(seen.at - refused.at > 1.9 for seen in others)
    assert len(others) == 2


async def test_whose_prompt_was_corrupt_is_slowed_and_nobody_else(
    horde: tuple[WholeBot, HordeRig],
) -> None:
    bot, rig = horde
    rig.server.faults.add(Fault(route="submit", status=400, rc="CorruptPrompt", message="Bad."))
    message = await bot.imagined("something bad")
    assert say(FAILURES[FailureKind.PROMPT_SUSPICIOUS].why) in message.text()
    assert rig.submits == 1
    again = await bot.imagine("something good")
    assert again.ephemeral
    assert "You can generate again <t:" in again.text()
    other = await bot.imagined("a cat", user=bot.discord.world.second_member)
    assert len(other.pictures()) == 1


async def test_whose_tasks_nobody_lists_is_sent_once_more_and_never_again(
    engines_experienced: Path, tmp_path: Path, soon_settled: None
) -> None:
    anonymous = HordeRig("0000000000")
    async with anonymous.opened(), whole_bot(engines_experienced, tmp_path) as bot:
        bot.settings |= anonymous.settings
        await bot.start()
        anonymous.lose("after", times=1)
        await bot.imagined("lost once")
        once = anonymous.of("lost once")
        assert len(once) == 2
        assert once[0].seeds == once[1].seeds
        anonymous.lose("after", times=2)
        message = await bot.imagined("lost twice")
        assert say(FAILURES[FailureKind.REPLY_LOST].why) in message.text()
        assert len(anonymous.of("lost twice")) == 2
