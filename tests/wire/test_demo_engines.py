"""The demo with each engine: its tour comes out, and the panel shows what went over its wire."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, get_args

import aiohttp
import pytest

from bot import cli
from bot.config.settings import EngineName
from bot.demo.engines import ENGINES
from bot.demo.stage import open_stage
from bot.playground.glimpse import Kind
from bot.playground.tour import Stage, Tour
from bot.playground.tour.offering import models_known

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from bot.demo.stage import DemoStage

SPEED = 20.0
LONG = 60.0
SECONDS = 30.0

WIRES = {
    "horde": {"submit", "check", "status", "download"},
    "comfyui": {"submit", "poll", "frame", "download"},
    "sdapi": {"txt2img", "progress"},
}
"""What is said between the bot and each engine about a job that comes to its end."""


@pytest.fixture(params=list(WIRES))
async def stage(request: pytest.FixtureRequest) -> AsyncGenerator[DemoStage]:
    async with AsyncExitStack() as stack:
        yield await open_stage("127.0.0.1", 0, ENGINES[request.param](SPEED), stack)


async def acts(stage: DemoStage) -> list[dict[str, Any]]:
    """Return what the page is shown, newest first."""
    address = f"{stage.discord.origin}/devtools/acts"
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        assert answer.status == 200
        return list((await answer.json())["acts"])


def said_with(engine: str, act: dict[str, Any]) -> list[str]:
    return [it["what"] for it in act["events"] if engine in {it["from"], it["to"]}]


async def test_the_tour_comes_out_and_is_seen_under_the_hood(
    stage: DemoStage, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    told: list[str] = []
    on = Stage(
        stage.discord, stage.engine, restart=stage.bot.restart, write=told.append, out=tmp_path
    )
    tour = Tour(on)
    await tour.play()
    assert len(tour.saved) >= 11
    title, wire = stage.engine.traits.title, WIRES[request.node.callspec.params["stage"]]
    _, again, policy, *_ = seen = await acts(stage)
    assert "prompt: a forest witch" in again["events"][0]["detail"]
    # What has failed is cancelled, lest the engine works on.
    assert set().union(*(said_with(title, it) for it in seen)) - {"cancel"} == wire
    assert set(said_with(title, again)) >= wire & {"submit", "txt2img", "download"}
    assert said_with(title, policy) == []
    assert all(it["done"] for it in seen)


async def test_a_cancelled_job_is_cancelled_at_the_engine(stage: DemoStage) -> None:
    engine, world = stage.engine, stage.discord.world
    await models_known(stage.discord, SECONDS)
    engine.knobs.duration = LONG
    used = await stage.discord.slash("imagine", {"prompt": "an owl"}, user=world.member)
    message = (await used.answered(SECONDS)).shown
    await engine.wait_until(lambda _: kinds(stage) >= {Kind.SUBMIT, Kind.LOOK}, SECONDS)
    await stage.discord.press(message, message.button("cancel")["custom_id"], user=world.member)
    await engine.wait_until(lambda _: Kind.CANCEL in kinds(stage), SECONDS)
    command = (await acts(stage))[1]
    assert "cancel" in said_with(engine.traits.title, command)


def kinds(stage: DemoStage) -> set[Kind]:
    return {each.kind for each in stage.engine.glimpses(500) if each.task_id}


def test_the_demo_plays_every_engine_that_there_is() -> None:
    names = set(get_args(get_args(EngineName)[0]))
    assert set(cli.ENGINES) == set(ENGINES) == names
