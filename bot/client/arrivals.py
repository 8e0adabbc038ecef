"""When an interaction came: an answer counts for 3 s from there, whatever was done meanwhile."""

from __future__ import annotations

import asyncio
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import discord

    Parser = Callable[[Any], None]

EVENT = "INTERACTION_CREATE"

ANSWER_SECONDS = 2.5
"""From the arrival: Discord counts no answer after 3 s."""

_ARRIVED = "arrived_at"
"""In the data of an interaction: the event loop's time, since Discord's clock is not ours."""


def note_arrivals(parsers: Mapping[str, Parser]) -> dict[str, Parser]:
    """Return discord.py's parsers, so that each interaction tells when it came."""
    parse = parsers[EVENT]

    @wraps(parse)
    def note(event: dict[str, Any]) -> None:
        data = event.get("data")
        if isinstance(data, dict):
            data[_ARRIVED] = asyncio.get_running_loop().time()
        parse(event)

    return {**parsers, EVENT: note}


def arrived_at(interaction: discord.Interaction[Any]) -> float:
    """Return the event loop's time at which an interaction came; now, if that was not noted."""
    data = cast("dict[str, Any]", interaction.data or {})
    noted = data.get(_ARRIVED)
    return noted if isinstance(noted, float) else asyncio.get_running_loop().time()


def answer_by(interaction: discord.Interaction[Any]) -> float:
    """Return the event loop's time until which an answer is given."""
    return arrived_at(interaction) + ANSWER_SECONDS
