"""Two bots on one PostgreSQL, each a process of its own, which hear of the same server."""

from __future__ import annotations

import signal
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from typing_extensions import override

from bot.playground.discord import DiscordStandIn
from bot.playground.discord.snowflakes import shard_of
from bot.playground.novita.server import NovitaStandIn
from tests.faults.stage import QUICK_TASK, Stage, eventually
from tests.wire.leaks import nothing_leaked
from tests.wire.records import ask, url_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.playground.discord import Invocation, User
    from bot.playground.discord.typed_options import Value
    from tests.faults.bot_run import BotRun
    from tests.wire.records import Answer

WHOLE = (0, 1)


@dataclass(kw_only=True)
class Household(Stage):
    """One world; ``first`` and ``second`` name its bots by what they hear of it."""

    database: Path
    bots: dict[tuple[int, int], BotRun] = field(default_factory=dict)
    _processes: AsyncExitStack = field(default_factory=AsyncExitStack)

    @property
    @override
    def settings(self) -> dict[str, str]:
        return super().settings | {"DATABASE_URL": url_of(self.database)}

    @property
    def first(self) -> tuple[int, int]:
        """The one that hears of every server."""
        return WHOLE

    @property
    def second(self) -> tuple[int, int]:
        """The one that hears of half of all servers, and ours is among them."""
        return shard_of(self.discord.world.guild.id, 2), 2

    async def start_both(self, **settings: str) -> None:
        """Start both bots, and wait until they hear the gateway."""
        for shard, count in (self.first, self.second):
            shards = {"SHARD_COUNT": str(count), "SHARD_IDS": str(shard)}
            process = self.run("run", **settings, **shards)
            self.bots[shard, count] = await self._processes.enter_async_context(process)
        gateway = self.discord.gateway
        await eventually(lambda: gateway.is_connected(2) or not all(self._running()))
        assert all(self._running()), [bot.said() for bot in self.bots.values()]

    async def kill(self, which: tuple[int, int]) -> None:
        """Kill a bot; nobody else knows."""
        await self.bots[which].send(signal.SIGKILL)

    def listen(self, which: tuple[int, int]) -> None:
        """Let this one alone be told of what people do from now on."""
        self.discord.gateway.chosen = which

    async def use(
        self, which: tuple[int, int], command: str, user: User, **options: Value
    ) -> Invocation:
        """Use a command that one of them hears, and return once it is answered."""
        self.listen(which)
        invocation = await self.discord.slash(command, options, user=user)
        return await invocation.answered()

    def ask(self, statement: str, *values: object) -> Answer:
        """Return what the database says, or do what is said to it."""
        return ask(self.database, statement, *values)

    def let_leases_pass(self) -> None:
        """Let what the dead held be free at once; it takes half a minute otherwise."""
        self.ask("UPDATE jobs SET leased_until = 0 WHERE id NOT LIKE 'past%'")
        self.ask("UPDATE cards SET leased_until = NULL, due_at = 1 WHERE leased_until > 0")

    @override
    async def close(self) -> None:
        await self._processes.aclose()

    def _running(self) -> list[bool]:
        return [bot.running for bot in self.bots.values()]


@asynccontextmanager
async def housed(database: Path, folder: Path, nursery: Path) -> AsyncIterator[Household]:
    """Open both counterparts, beside a database of PostgreSQL."""
    async with DiscordStandIn() as discord, NovitaStandIn() as novita:
        house = Household(discord, novita, folder, nursery, database=database)
        novita.knobs.duration = lambda body: house.durations.get(
            body["request"]["prompt"], QUICK_TASK
        )
        try:
            yield house
            await house.close()
            await nothing_leaked(discord, [novita], database)
        finally:
            await house.close()
