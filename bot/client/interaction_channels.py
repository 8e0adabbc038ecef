"""Find the channel of interactions for which Discord sends nothing but its id."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Parser = Callable[[Any], None]

EVENT = "INTERACTION_CREATE"


def find_channels(parsers: Mapping[str, Parser]) -> dict[str, Parser]:
    """Return discord.py's parsers, so that an interaction's channel is found by its id.

    discord.py reads the id from the channel's object alone, which Discord may leave out. What
    the cache does not know either stays unknown: ``Interaction.channel_id`` is None then.
    """
    parse = parsers[EVENT]

    @wraps(parse)
    def find(data: dict[str, Any]) -> None:
        if not data.get("channel") and data.get("channel_id"):
            data["channel"] = {"id": data["channel_id"]}
        parse(data)

    return {**parsers, EVENT: find}
