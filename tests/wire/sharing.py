"""Tests that share a bot: each finds it as if it were its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.wire import rows
from tests.wire.audience import remember

if TYPE_CHECKING:
    from bot.playground.discord.request_log import LoggedRequest
    from bot.playground.novita.state import Seen
    from bot.playground.novita.tasks import Task
    from tests.wire.whole_bot import WholeBot

PATIENCE = 100.0
"""Seconds for what a test has left to come to its end."""

sharing = pytest.mark.asyncio(loop_scope="module")
"""For a test whose ``bot`` is that of its file, which begins anew, or that asks for ``shared``."""

alone = pytest.mark.asyncio(loop_scope="function")
"""For a test of a file that shares, whose ``bot`` or ``idle`` is its own."""


def shares(node: pytest.Item) -> bool:
    """Whether a test is marked with ``sharing``, nearer than with ``alone``."""
    mark = node.get_closest_marker("asyncio")
    return mark is not None and mark.kwargs.get("loop_scope") == "module"


class Lent:
    """A bot that is lent to one test after another.

    Each finds a server, members and channels of its own, and stand-ins that remember nothing and
    behave as usual. What was before is put away, and brought back for the search for leaks.
    """

    def __init__(self, bot: WholeBot) -> None:
        self.bot = bot
        self._settings = dict(bot.settings)
        self._knobs = dict(vars(bot.novita.knobs))
        self._weather = bot.discord.weather
        self._models = list(bot.novita.models)
        self._tasks: list[Task] = []
        self._asked: list[Seen] = []
        self._sent: list[LoggedRequest] = []

    async def begin(self) -> None:
        """Let a test find everything as it is at a start."""
        self._put_away()
        remember(self.bot.discord.world)
        await self.bot.discord.keeper.begin_anew()
        self.bot.earlier += len(self.bot.messages())
        rows.begin(self.bot.database)

    async def end(self) -> None:
        """Undo what a test did to the stand-ins, and wait until its jobs are over."""
        self._mend()
        if self.bot.app is None or self.bot.settings != self._settings:
            self.bot.settings = dict(self._settings)
            await self.bot.restart()
        await self.bot.discord.ready()
        self.bot.novita.finish()
        await rows.until(self.bot.database, lambda jobs: all(it.shown for it in jobs), PATIENCE)

    def recall(self) -> None:
        """Let the stand-ins remember what all tests did."""
        self._put_away()
        book = self.bot.novita.tasks
        for task in self._tasks:
            book.add(task)
        self.bot.discord.requests.all.extend(self._sent)

    def _put_away(self) -> None:
        """Leave only what is done at a start: models are asked for, and commands registered."""
        novita, discord = self.bot.novita, self.bot.discord
        self._tasks += novita.tasks
        novita.tasks.clear()
        asked = [it for it in novita.requests if it.route == "model"]
        self._asked += [it for it in asked if it not in self._asked]
        novita.requests.clear()
        novita.requests.extend(self._asked)
        sent = discord.requests.all
        self._sent += [it for it in sent if not _registers(it)]
        sent[:] = filter(_registers, sent)

    def _mend(self) -> None:
        novita, discord = self.bot.novita, self.bot.discord
        vars(novita.knobs).update(self._knobs)
        novita.faults.clear()
        novita.models[:] = self._models
        discord.faults.clear()
        discord.weather = self._weather
        discord.file_seconds = 0.0
        discord.limits.enabled = True
        discord.gateway.accepting = True


def _registers(told: LoggedRequest) -> bool:
    return told.method == "PUT" and told.path.endswith("/commands")
