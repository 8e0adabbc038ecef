"""An engine that says what it takes only after the start."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import structlog

from bot import app
from bot.engines.comfyui import catalogue as comfyui
from bot.engines.sdapi import catalogue as sdapi
from tests.wire.engines.conftest import paired
from tests.wire.engines.kinds import SERVERS
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wire.whole_bot import WholeBot


def registered(bot: WholeBot) -> int:
    """Return how often commands were registered."""
    return len(bot.discord.requests.find("PUT", "/commands$"))


def rename(bot: WholeBot, table: str, name: str) -> None:
    """Give a table of the bot's database another name, so that what uses it fails."""
    with closing(sqlite3.connect(bot.database, timeout=5)) as database, database:
        database.execute(f"ALTER TABLE {table} RENAME TO {name}")


@pytest.fixture(autouse=True)
def soon_known(soon_settled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "NEWS_SECONDS", 0.05)
    for catalogue in (comfyui, sdapi):
        monkeypatch.setattr(catalogue, "RETRY_SECONDS", 0.05)


@pytest.mark.parametrize("name", [name for name in SERVERS if name != "horde"])
async def test_commands_are_registered_anew_once_when_its_lists_come(
    name: str, engines_experienced: Path, tmp_path: Path
) -> None:
    async with paired(name, engines_experienced, tmp_path) as pair:
        await pair.rig.stop()
        await pair.bot.start()
        assert registered(pair.bot) == 1
        await pair.rig.start()
        await eventually(lambda: registered(pair.bot) == 2)
        await pair.bot.policy(detection=False)
        assert len((await pair.bot.imagined("late")).pictures()) == 1
        await pair.bot.restart()  # with an engine that is there: nothing differs any more
        assert registered(pair.bot) == 2


async def test_a_database_that_fails_meanwhile_puts_the_commands_off_and_ends_nothing(
    engines_experienced: Path, tmp_path: Path
) -> None:
    async with paired("sd.cpp", engines_experienced, tmp_path) as pair:
        await pair.rig.stop()
        await pair.bot.start()
        await pair.bot.policy(detection=False)
        rename(pair.bot, "meta", "away")
        with structlog.testing.capture_logs() as logs:
            await pair.rig.start()
            await eventually(lambda: [it for it in logs if it["event"] == "commands.not_synced"])
        rename(pair.bot, "away", "meta")
        await eventually(lambda: registered(pair.bot) == 2)
        assert len((await pair.bot.imagined("late")).pictures()) == 1


@pytest.mark.parametrize("status", [403, 500])
async def test_what_discord_still_offers_is_refused_by_name(
    status: int, engines_experienced: Path, tmp_path: Path
) -> None:
    async with paired("sd.cpp", engines_experienced, tmp_path) as pair:
        bot, rig = pair.bot, pair.rig
        await rig.stop()
        await bot.start()
        await bot.policy(detection=False)
        bot.discord.faults.add(path="/commands$", method="PUT", status=status, times=None)
        await rig.start()
        await eventually(lambda: registered(bot) == 2)
        said = await bot.imagine("late", vae="some.vae")
        assert "`vae`" in said.text()
        assert rig.tasks == []
        assert len((await bot.imagined("late")).pictures()) == 1
