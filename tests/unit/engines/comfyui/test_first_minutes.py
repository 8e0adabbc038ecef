"""What comes before the lists have come, and what a file may hold that is no JSON."""

from __future__ import annotations

import json

import pytest

from bot import engine_errors
from bot.domain.choices import HiresScale, HiresUpscaler
from bot.domain.request import Hires
from bot.engines.comfyui.opening import open_comfyui
from bot.engines.comfyui.workflow import read
from bot.errors import ConfigurationError
from bot.playground.comfyui.server import ComfyuiStandIn
from tests.tables import each_row
from tests.unit.engines.comfyui.doubles import options, quick, submission, wish
from tests.unit.engines.comfyui.workflows import GRAPH

UPSCALED = wish(hires=Hires(HiresScale.X1_5, HiresUpscaler.ESRGAN_ANIME, 0.5))


async def test_a_job_that_waited_for_our_restart_names_the_servers_upscaler() -> None:
    async with ComfyuiStandIn(quick()) as server, open_comfyui(options(server.url)) as engine:
        await engine.submit(submission(UPSCALED))
        [task] = server.tasks
    assert task.graph["upscaler"]["inputs"]["model_name"] == "RealESRGAN_x4plus_anime_6B.pth"


async def test_a_server_that_is_away_then_is_a_passing_fault() -> None:
    async with ComfyuiStandIn(quick()) as server, open_comfyui(options(server.url)) as engine:
        await server.stop()
        with pytest.raises(engine_errors.NetworkFaultError):
            await engine.submit(submission(UPSCALED))


@each_row("number", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_json_does_not_know_is_refused_at_the_start(number: str) -> None:
    """Servers write ``"is_changed": [NaN]`` into the graphs that stand in their pictures."""
    broken = json.dumps({**GRAPH, "3": {**GRAPH["3"], "is_changed": [float(number)]}})
    with pytest.raises(ConfigurationError, match=f"COMFYUI_WORKFLOW: .*{number}"):
        read(broken.encode())
