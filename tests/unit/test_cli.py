"""The command line around the running bot."""

from __future__ import annotations

import asyncio
import gc
import sys
from typing import TYPE_CHECKING

from bot import cli
from bot.cli import _until_stopped
from bot.config.settings import load
from bot.exits import CLEAN

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from bot.config.settings import Settings


async def test_the_collector_is_off_for_the_imports_alone_and_leaves_out_what_a_start_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    states: list[bool] = []
    frozen: list[int] = []
    made = [[n] for n in range(1000)]

    class App:
        """Ends when it is ready and what it made has been set aside."""

        def __init__(self, _: Settings) -> None:
            states.append(gc.isenabled())
            frozen.append(gc.get_freeze_count())
            self.ready = asyncio.Event()
            self.made = [list(each) for each in made]

        def stop(self) -> None:
            """Is not called."""

        async def run(self) -> None:
            """Note whether garbage is collected while the bot runs."""
            self.ready.set()
            async with asyncio.timeout(30):
                while gc.get_freeze_count() < frozen[0] + len(self.made):  # noqa: ASYNC110 - it tells nobody
                    await asyncio.sleep(0)
            states.append(gc.isenabled())

    monkeypatch.setattr("bot.app.App", App)
    before = gc.get_threshold()
    gc.disable()
    try:
        settings = load(_env_file=None, discord_token="t", novita_api_key="k")
        assert await _until_stopped(settings) == CLEAN
        assert gc.get_threshold() == cli.GARBAGE
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
        gc.enable()
    assert states == [True, True]


def test_an_uvloop_that_cannot_be_loaded_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "uvloop.py").write_text('raise ImportError("libc.musl: cannot open shared object")')
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "uvloop", raising=False)
    assert cli._quickest_loop() is None
