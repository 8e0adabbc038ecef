from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.demo.bot import DemoBot
from bot.demo.engines import of_novita
from bot.demo.settings import demo_settings
from bot.errors import ConfigurationError
from bot.playground.discord import DiscordStandIn
from bot.playground.novita.knobs import Knobs, Special
from bot.playground.novita.server import NovitaStandIn
from bot.playground.tour import Stage, Tour, TourError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path


@asynccontextmanager
async def stage(folder: Path, knobs: Knobs, told: list[str]) -> AsyncGenerator[Stage]:
    async with AsyncExitStack() as stack:
        discord_side = await stack.enter_async_context(DiscordStandIn())
        novita = await stack.enter_async_context(NovitaStandIn(knobs))
        settings = partial(demo_settings, discord_side, of_novita(novita), folder / "demo.db")
        bot = await stack.enter_async_context(DemoBot(settings, discord_side.ready))
        yield Stage(discord_side, novita, restart=bot.restart, write=told.append)


async def test_a_step_that_comes_out_otherwise_is_named(tmp_path: Path) -> None:
    told: list[str] = []
    knobs = Knobs(duration=0.1, nsfw_result=Special.MISSING)
    async with stage(tmp_path, knobs, told) as where:
        with pytest.raises(TourError, match="step 1, A clean image: blurred: 1 came, 0 expected"):
            await Tour(where).play()
    assert "could not be checked" in "\n".join(told)


async def test_a_bot_that_cannot_start_says_why(tmp_path: Path) -> None:
    async with DiscordStandIn() as discord_side, NovitaStandIn() as novita:
        settings = demo_settings(discord_side, of_novita(novita), tmp_path / "demo.db")
        novel = settings.model_copy(update={"discord_token": settings.novita_api_key})
        with pytest.raises(ConfigurationError):
            async with DemoBot(lambda: novel, discord_side.ready):
                pass


async def test_a_bot_that_ends_by_itself_is_noticed(tmp_path: Path) -> None:
    async with DiscordStandIn() as discord_side, NovitaStandIn() as novita:
        settings = partial(demo_settings, discord_side, of_novita(novita), tmp_path / "demo.db")
        bot = DemoBot(settings, discord_side.ready)
        await bot.__aenter__()
        discord_side.gateway.token = "another"
        await discord_side.disconnect_gateway("invalid")
        async with asyncio.timeout(15):
            await bot.lost.wait()
        with pytest.raises(BaseExceptionGroup):
            await bot.__aexit__(None, None, None)


async def test_a_restart_that_fails_can_be_tried_again(tmp_path: Path) -> None:
    async with DiscordStandIn() as discord_side, NovitaStandIn() as novita:
        good = demo_settings(discord_side, of_novita(novita), tmp_path / "demo.db")
        bad = good.model_copy(update={"discord_token": good.novita_api_key})
        coming = [good, bad, good]
        async with DemoBot(lambda: coming.pop(0), discord_side.ready) as bot:
            with pytest.raises(ConfigurationError):
                await bot.restart()
            assert not bot.lost.is_set()
            await bot.restart()
            assert discord_side.gateway.is_connected()
