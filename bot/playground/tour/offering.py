"""What of the tour can be played: the bot offers only what its engine takes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.playground.discord.commands import leaf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.playground.discord import DiscordStandIn
    from bot.playground.discord.typed_options import Value
    from bot.playground.tour.step import Step


async def models_known(discord: DiscordStandIn, timeout_s: float) -> None:
    """Wait until the bot offers models: an engine's own are asked for when it starts.

    Raises:
        TimeoutError: it offers none.

    """
    async with asyncio.timeout(timeout_s):
        while not await discord.autocomplete("imagine", "model", ""):
            pass


def playable(steps: Iterable[Step], discord: DiscordStandIn) -> list[Step]:
    """Return the steps that there is something to see of."""
    return [it for it in steps if not it.needs or it.needs in _offered(it.command, discord)]


def taken(step: Step, discord: DiscordStandIn) -> dict[str, Value]:
    """Return those options of a step that its command has."""
    offered = _offered(step.command, discord)
    return {name: value for name, value in step.options.items() if name in offered}


def _offered(command: str, discord: DiscordStandIn) -> frozenset[str]:
    """Return the names of a registered command's options.

    Raises:
        LookupError: it is not registered.

    """
    name, *path = command.split()
    found = leaf(discord.commands.find(name, discord.world.guild.id), path)
    return frozenset(each["name"] for each in found["options"])
