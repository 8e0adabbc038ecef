"""What a bot that ran before left behind: Discord has its commands, and the database knows it."""

from __future__ import annotations

import asyncio
import json
import shutil
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.playground.discord.commands import Registered
from tests.made_once import made_once
from tests.wire.experience import FILE, experienced_file
from tests.wire.records import looking
from tests.wire.whole_bot import whole_bot

if TYPE_CHECKING:
    import pytest

LEFT = "left.json"
ROWS = "SELECT key, value FROM meta WHERE key LIKE 'commands:%'"


@dataclass(frozen=True, slots=True)
class Former:
    """What a test's bot finds; one that has other commands registers them all the same."""

    experienced: Path
    """A database that no bot has used."""
    template: Path
    """A database to copy."""
    registered: Registered | None = None
    """The application with its commands; None where the bot is its first."""


def former(factory: pytest.TempPathFactory) -> Former:
    """Return what the first start of a bot leaves, which is made once for all workers."""
    experienced = experienced_file(factory)

    def make(folder: Path) -> None:
        asyncio.run(_leave(experienced, folder))

    return _read(experienced, made_once(factory, "former", make))


def found(request: pytest.FixtureRequest, left: Former) -> Former:
    """Return what a test's bot finds: another was there before, unless the test says otherwise."""
    if request.node.get_closest_marker("first_start"):
        return replace(left, template=left.experienced, registered=None)
    return left


async def _leave(experienced: Path, folder: Path) -> None:
    with TemporaryDirectory() as elsewhere:
        async with whole_bot(experienced, Path(elsewhere)) as bot:
            await bot.start()
            await bot.stop()
            with looking(bot.database) as look:
                rows = look(ROWS)
            told = bot.discord.application_id, bot.discord.commands.all()
    shutil.copyfile(experienced, folder / FILE)
    with looking(folder / FILE) as look:
        for row in rows:
            look("INSERT INTO meta (key, value) VALUES (?, ?)", *row)
    (folder / LEFT).write_text(json.dumps(told))


@cache
def _read(experienced: Path, folder: Path) -> Former:
    application_id, commands = json.loads((folder / LEFT).read_text())
    return Former(experienced, folder / FILE, Registered(application_id, tuple(commands)))
