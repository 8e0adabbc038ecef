"""The command line around the running bot."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import cli
from bot.cli import NO_DEMO, _until_stopped
from bot.config import load
from bot.exits import CLEAN

if TYPE_CHECKING:
    from bot.config import Settings

ROOT = Path(__file__).parents[2]


async def test_the_collector_is_off_for_the_imports_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    states: list[bool] = []

    class App:
        """Ends at once."""

        def __init__(self, _: Settings) -> None:
            states.append(gc.isenabled())

        def stop(self) -> None:
            """Is not called."""

        async def run(self) -> None:
            """Note whether garbage is collected while the bot runs."""
            states.append(gc.isenabled())

    monkeypatch.setattr("bot.app.App", App)
    gc.disable()
    try:
        settings = load(_env_file=None, discord_token="t", novita_api_key="k")
        assert await _until_stopped(settings) == CLEAN
    finally:
        gc.unfreeze()
        gc.enable()
    assert states == [True, True]


def bot_without(folder: Path, *left_out: str) -> list[str]:
    """Copy the program without some of its folders; return how it is called there.

    What was compiled of it comes along, for what it is younger than is copied with its age.
    """
    ignored = shutil.ignore_patterns(*left_out)
    for room in ("bot", "cogs"):
        shutil.copytree(ROOT / room, folder / room, ignore=ignored)
    return [sys.executable, "-B", "-m", "bot"]


@pytest.mark.parametrize(
    "left_out", [["demo", "playground"], ["demo"], ["playground"]], ids=" and ".join
)
def test_a_demo_that_is_left_out_is_told_in_one_line(tmp_path: Path, left_out: list[str]) -> None:
    call = [*bot_without(tmp_path, *left_out), "demo", "--tour"]
    ended = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == f"darkroom: {NO_DEMO}\n"


def test_the_rest_does_not_miss_the_demo(tmp_path: Path) -> None:
    everything = "import bot.app, bot.check, cogs.imagine, cogs.policy; print(bot.__file__)"
    call = [*bot_without(tmp_path, "demo", "playground")[:2], "-c", everything]
    path = {**os.environ, "PYTHONPATH": str(tmp_path)}
    ended = subprocess.run(  # noqa: S603 - our own words
        call, cwd=tmp_path, env=path, capture_output=True, text=True, check=True
    )
    assert ended.stdout == f"{tmp_path / 'bot' / '__init__.py'}\n"


def test_an_uvloop_that_cannot_be_loaded_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "uvloop.py").write_text('raise ImportError("libc.musl: cannot open shared object")')
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "uvloop", raising=False)
    assert cli._quickest_loop() is None
