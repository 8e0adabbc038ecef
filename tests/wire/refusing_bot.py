"""The real client and command tree, with an /imagine that ends as the test says."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from typing_extensions import override

from bot.client.discord_bot import Darkroom

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.discord import DiscordStandIn


class RefusingBot(Darkroom):
    def __init__(self) -> None:
        super().__init__(shard_count=None, shard_ids=())
        self.error: Exception = RuntimeError("nobody said what goes wrong")
        self.answers_first = False
        """Whether the command has said something before it fails."""

    @override
    async def setup_hook(self) -> None:
        self.tree.add_command(imagine)
        await self.tree.sync()


@app_commands.command()
async def imagine(
    interaction: discord.Interaction[RefusingBot], prompt: str, steps: int | None = None
) -> None:
    """Draw something."""
    if interaction.client.answers_first:
        await interaction.response.send_message("One moment", ephemeral=True)
    raise interaction.client.error


@asynccontextmanager
async def refusing(stand_in: DiscordStandIn) -> AsyncIterator[RefusingBot]:
    """Run the bot against a stand-in until the end of the block."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = stand_in.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(stand_in.gateway_url)
    bot = RefusingBot()
    running = asyncio.create_task(bot.start(stand_in.token))
    try:
        await stand_in.ready()
        yield bot
    finally:
        await bot.close()
        await asyncio.wait({running}, timeout=5)
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before
