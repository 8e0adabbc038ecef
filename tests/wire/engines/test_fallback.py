"""A second engine for when the first is down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.engines import http
from bot.jobs import engines, rounds
from bot.playground.comfyui.faults import Fault
from tests.wire.engines.comfyui_rig import ComfyuiRig
from tests.wire.engines.horde_rig import HordeRig
from tests.wire.whole_bot import WholeBot, whole_bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SILENCE = 2.5
"""Seconds, instead of a minute; the third attempt of a job comes later than that."""

LONG = 40.0
"""Seconds of an answer that nobody waits for."""

SHARED = "Deliberate"
"""A checkpoint that both have."""


@dataclass(frozen=True, slots=True)
class Both:
    """A bot and both of its engines."""

    bot: WholeBot
    first: ComfyuiRig
    second: HordeRig


@pytest.fixture
async def both(
    engines_experienced: Path,
    tmp_path: Path,
    soon_settled: None,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Both]:
    monkeypatch.setattr(engines, "SILENCE", SILENCE)
    monkeypatch.setattr(rounds, "ASK_DOWN", 0.3)
    first, second = ComfyuiRig("0.33.0"), HordeRig()
    first.server.stock.lists["checkpoints"].append(SHARED)
    async with first.opened(), second.opened(), whole_bot(engines_experienced, tmp_path) as bot:
        bot.settings |= first.settings | second.address
        bot.settings |= {"engine_fallback": second.name, "default_model": None}
        await bot.start()
        await bot.policy(detection=False)
        yield Both(bot, first, second)


async def test_jobs_go_to_the_second_while_the_first_is_down_and_back_again(both: Both) -> None:
    bot, first, second = both.bot, both.first, both.second
    assert "made by" not in (await bot.imagined("before")).text()
    await first.stop()
    stays = await bot.imagine("a model of its own", model=first.model)
    goes = await bot.imagine("a model of both", model=SHARED)
    asks_for_none = await bot.imagine("no model")

    its_own = await asks_for_none.final()
    assert len(its_own.pictures()) == 1
    assert "made by AI Horde" in its_own.text()
    moved = await goes.final()
    assert len(moved.pictures()) == 1
    assert "made by AI Horde" in moved.text()
    later = await bot.imagined("later")
    assert len(later.pictures()) == 1
    assert "made by AI Horde" in later.text()
    assert not stays.shown.is_final

    await first.start()
    back = await stays.final()
    assert len(back.pictures()) == 1
    assert "made by" not in back.text()
    assert "made by" not in (await bot.imagined("after")).text()
    prompts = [[task.prompt for task in rig.tasks] for rig in (first, second)]
    assert prompts[0] == ["before", "a model of its own", "after"]
    assert sorted(prompts[1][:2]) == ["a model of both", "no model"]
    assert prompts[1][2:] == ["later"]


async def test_a_job_ends_where_it_was_sent_whatever_the_settings_say_now(both: Both) -> None:
    bot, first, second = both.bot, both.first, both.second
    first.hold()
    sent = await bot.imagine("sent before")
    await first.taken("sent before")
    await bot.restart(engine=second.name, engine_fallback=None)
    new = await bot.imagined("asked after")
    assert "made by" not in new.text()
    assert len(second.of("asked after")) == 1
    first.release()
    message = await sent.final()
    assert len(message.pictures()) == 1
    assert "made by ComfyUI" in message.text()
    assert len(first.of("sent before")) == 1
    assert second.of("sent before") == []


async def test_one_that_hangs_under_a_job_is_down_for_the_others(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "LOOK_SILENCE", 0.3)
    bot, first, second = both.bot, both.first, both.second
    first.hold()
    sent = await bot.imagine("sent before")
    await first.taken("sent before")
    first.server.faults.add(Fault(route="*", drop="before", delay=LONG, times=None))
    message = await bot.imagined("waits behind it")
    assert len(message.pictures()) == 1
    assert "made by AI Horde" in message.text()
    first.server.faults.clear()
    first.release()
    assert len((await sent.final()).pictures()) == 1
    assert second.of("sent before") == []
