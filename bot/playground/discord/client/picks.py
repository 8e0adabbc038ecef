"""What may be picked from a select menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.client import lookups
from bot.playground.discord.client.refusing import wrong
from bot.playground.discord.component_kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.discord.client.people import Person
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.typed_options import Value


def picked(person: Person, select: Payload, values: object) -> dict[str, Value]:
    """Return what was picked, by the values that stand for it; ids become what they name.

    Raises:
        RefusalError: too few or too many, one twice, or one that is not on offer.

    """
    name = select.get("placeholder") or "The menu"
    least, most = bounds(select)
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise wrong(f"{name}: what is picked must be a list of text.")
    if not least <= len(values) <= most or len(set(values)) != len(values):
        count = str(least) if least == most else f"{least} to {most}"
        raise wrong(f"{name}: pick {count}, each once.")
    found = {value: _found(person, select, value) for value in values}
    missing = [value for value, each in found.items() if each is None]
    if missing:
        raise wrong(f"{name}: {missing[0]!r} is not on offer.")
    return {value: each for value, each in found.items() if each is not None}


def bounds(select: Payload) -> tuple[int, int]:
    """Return how few and how many may be picked; one by default."""
    least, most = select.get("min_values"), select.get("max_values")
    return 1 if least is None else least, 1 if most is None else most


def named(found: Mapping[str, Value]) -> dict[str, Value]:
    """Return those that were picked by id, which Discord looks up for the bot."""
    return {value: each for value, each in found.items() if not isinstance(each, str)}


def _found(person: Person, select: Payload, value: str) -> Value | None:
    match select["type"]:
        case Kind.USER_SELECT:
            return lookups.user(person, value)
        case Kind.ROLE_SELECT:
            return lookups.role(person, value)
        case Kind.MENTIONABLE_SELECT:
            return lookups.mentionable(person, value)
        case Kind.CHANNEL_SELECT:
            return lookups.channel(person, value, select.get("channel_types"))
        case _:
            offered = [each["value"] for each in select.get("options") or []]
            return value if value in offered else None
