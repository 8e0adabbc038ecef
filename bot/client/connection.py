"""The connection to Discord's gateway, held for as long as the bot runs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord

from bot.client.reaching import REFUSED
from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom

TOKEN_REFUSED = 4004
"""The gateway's close code: https://docs.discord.com/developers/topics/opcodes-and-status-codes"""


async def stay_connected(bot: Darkroom) -> None:
    """Hold the connection until cancelled.

    discord.py swallows a cancellation that comes while it reconnects; once closed, it ends.

    Raises:
        ConfigurationError: the gateway refuses the token.
        ConnectionError: the connection was closed for good.

    """
    connection = asyncio.create_task(bot.connect(), name="connection")
    try:
        await asyncio.wait({connection})
        try:
            connection.result()
        except discord.ConnectionClosed as error:
            if error.code == TOKEN_REFUSED:
                raise ConfigurationError(REFUSED) from None
            raise
        raise ConnectionError("the gateway connection was closed for good")
    finally:
        connection.cancel()
        await bot.leave()
        await asyncio.gather(connection, return_exceptions=True)
