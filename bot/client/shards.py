"""The connection to Discord's gateway: where it is, how many shards, and again when it fails."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import Any

import structlog
import yarl
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from typing_extensions import override

from bot.client.arrivals import note_arrivals
from bot.client.gateway_events import EventGuard
from bot.client.interaction_channels import find_channels
from bot.client.interaction_mentions import set_mentions_apart
from bot.errors import ConfigurationError

LEAVE_SECONDS = 1.5
"""discord.py itself waits 30 s for the gateway to answer a goodbye."""

START_SECONDS = 30.0
"""For a call that the start can do without; discord.py waits hours if a rate limit says so."""

LONGEST_PAUSE = 55.0
"""Between two attempts to connect a shard, besides the 5 s of discord.py."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class _NotConnectedError(Exception):
    """Raised in the place of discord.py's call of itself."""


class ShardedBot(commands.AutoShardedBot):
    """AutoSharded even with one shard: a plain Bot dies of a failed first connection."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - those of discord.py
        """Begin unconnected, with the options of discord.py's bot."""
        super().__init__(*args, **options)
        parsers = set_mentions_apart(find_channels(self._connection.parsers))
        self._connection.parsers = EventGuard().guard(note_arrivals(parsers))
        self._launching: set[int] = set()
        self._has_left = False

    @override
    async def launch_shard(
        self, gateway: yarl.URL, shard_id: int, *, initial: bool = False
    ) -> None:
        """Connect a shard, again and again with growing pauses until it is connected.

        To try again discord.py calls itself, so that a long outage of the gateway would end in a
        RecursionError: here that call ends the attempt, and the loop begins the next.
        """
        if shard_id in self._launching:
            raise _NotConnectedError
        for attempt in count(1):
            self._launching.add(shard_id)
            try:
                await super().launch_shard(gateway, shard_id, initial=initial and attempt == 1)
            except _NotConnectedError:
                pause = min(LONGEST_PAUSE, float(attempt - 1))
            else:
                return
            finally:
                self._launching.discard(shard_id)
            await asyncio.sleep(pause)

    async def find_gateway(self, address: str) -> None:
        """Take ``address`` as the gateway, or ask Discord for it when empty.

        discord.py asks by itself only when it also needs the number of shards, and would not
        let another address win. With an address of ours, and no number from Discord, there
        are as many shards as this process needs.

        Raises:
            discord.GatewayNotFound: Discord did not say, and ``address`` is empty.
            ConfigurationError: a shard of this process is beyond those that Discord asks for.

        """
        count: int | None = self.shard_count
        highest = max(self.shard_ids or [0])
        if not address or count is None:
            shards, told = await self._ask_gateway(address, highest + 1)
            address, self.shard_count = address or told, count or shards
        if highest >= self.shard_count:
            asked = f"the {self.shard_count} shards that Discord asks for"
            raise ConfigurationError(f"SHARD_IDS: must be below {asked}")
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address)

    async def _ask_gateway(self, known: str, needed: int) -> tuple[int, str]:
        """Return the number of shards and the address; with one known, ``needed`` will do."""
        try:
            async with asyncio.timeout(START_SECONDS if known else None):
                shards, told, _ = await self.http.get_bot_gateway()
        except Exception as error:  # a proxy may answer with anything
            if not known:
                raise
            log.warning("gateway.not_told", shards=needed, why=str(error) or type(error).__name__)
            return needed, known
        return shards, told

    async def leave(self) -> None:
        """Close, within ``LEAVE_SECONDS`` even when the gateway does not answer; once."""
        if self._has_left:
            return
        self._has_left = True
        try:
            # Not asyncio.timeout: on Python 3.11.2 and older it raises CancelledError for its own
            # end in a task that was cancelled before, as whoever leaves often is.
            await asyncio.wait_for(self.close(), LEAVE_SECONDS)
        except TimeoutError:
            await self.http.close()

    @override
    async def __aexit__(self, *_: object) -> None:
        """Leave, where discord.py would wait for a goodbye again that we have given up."""
        await self.leave()

    @property
    def is_connected(self) -> bool:
        """Whether every shard of this process has a live connection."""
        return bool(self.shards) and all(not shard.is_closed() for shard in self.shards.values())
