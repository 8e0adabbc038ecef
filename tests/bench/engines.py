"""From a task's completion to its posted message, with the engines other than Novita."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.playground.comfyui.knobs import Knobs as ComfyuiKnobs
from bot.playground.comfyui.server import ComfyuiStandIn
from bot.playground.discord.server import DiscordStandIn
from bot.playground.horde.knobs import Knobs as HordeKnobs
from bot.playground.horde.server import HordeStandIn
from bot.playground.sdapi.knobs import Knobs as SdapiKnobs
from bot.playground.sdapi.server import SdapiStandIn
from tests.bench.bot_process import bot_process
from tests.bench.measures import ask_all, finals, quantile

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence

JOBS = 8

OWN = {"MAX_JOBS_PER_USER": "100", "LOG_LEVEL": "ERROR"}

JUDGES = {"off": "unjudged", "auto": "judged"}
"""What our own judge adds is the difference."""


async def horde() -> list[str]:
    """Measure jobs that come at once, for tasks of 2 to 6 s."""
    return [await _horde(judge) for judge in JUDGES]


async def comfyui() -> list[str]:
    """Measure one job after the other, for tasks of 0.5 to 2 s."""
    return [await _comfyui(judge) for judge in JUDGES]


async def web_ui() -> list[str]:
    """Measure one job after the other, for tasks of about a second."""
    return [await _web_ui(judge) for judge in JUDGES]


ENGINES: Sequence[Callable[[], Awaitable[list[str]]]] = (horde, comfyui, web_ui)


async def _horde(judge: str) -> str:
    chance = random.Random(7)  # noqa: S311 - a repeatable bench
    knobs = HordeKnobs(plain_images=True, duration=lambda _: chance.uniform(2, 6))
    async with HordeStandIn(knobs) as server:
        model = {"HORDE_API_URL": server.url, "DEFAULT_MODEL": "stable_diffusion"}
        async with _posted("horde", judge, model) as posted:
            ended = {task.prompt: task.completed_at for task in server.tasks}
            return _line(f"AI Horde, {JUDGES[judge]}", posted, ended, most=300)


async def _comfyui(judge: str) -> str:
    chance = random.Random(7)  # noqa: S311 - a repeatable bench
    knobs = ComfyuiKnobs(plain_images=True, duration=lambda _: chance.uniform(0.5, 2))
    async with (
        ComfyuiStandIn(knobs) as server,
        _posted("comfyui", judge, {"COMFYUI_URL": server.url}) as posted,
    ):
        ahead = time.monotonic() - time.time()
        ended = {
            task.graph["positive"]["inputs"]["text"]: _last(task.messages) + ahead
            for task in server.tasks
        }
        return _line(f"ComfyUI, {JUDGES[judge]}", posted, ended, most=100)


async def _web_ui(judge: str) -> str:
    knobs = SdapiKnobs(plain_images=True, run_ms=1000, jitter=0.5)
    async with (
        SdapiStandIn(knobs) as server,
        _posted("sdapi", judge, {"SDAPI_URL": server.url}) as posted,
    ):
        ended = {task.body["prompt"]: task.ended_at or 0.0 for task in server.tasks}
        return _line(f"a web UI, {JUDGES[judge]}", posted, ended)


@asynccontextmanager
async def _posted(
    engine: str, judge: str, settings: Mapping[str, str]
) -> AsyncGenerator[dict[str, float]]:
    """Let a bot on an empty database do all jobs; yield when each was posted, by its prompt."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            DiscordStandIn() as discord,
            bot_process(discord, Path(folder), ENGINE=engine, DETECTOR=judge, **settings, **OWN),
        ):
            await discord.ready(timeout=20)
            admin = discord.world.admin
            told = await discord.slash("policy set", {"detection": False}, user=admin)
            await told.answered()
            jobs = await ask_all(discord, [f"picture {n}" for n in range(JOBS)])
            await finals(list(jobs.values()), 60)
            yield {prompt: job.shown.now.came_at for prompt, job in jobs.items()}


def _last(messages: Sequence[Sequence[Any]]) -> float:
    """Return the moment of the last message of a task."""
    return float(messages[-1][1]["timestamp"]) / 1000


def _line(
    name: str, posted: Mapping[str, float], ended: Mapping[str, float], *, most: int | None = None
) -> str:
    delays = [(posted[prompt] - ended[prompt]) * 1000 for prompt in posted]
    promised = f"   (median at most {most})" if most else ""
    return (
        f"completion to message, {name:<18} median {statistics.median(delays):.0f} ms, "
        f"p90 {quantile(delays, 0.9):.0f} ms{promised}"
    )
