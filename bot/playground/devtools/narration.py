"""Reading an interaction's data: what it is called, what was filled in, which words it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.discord.command_options import NESTED
from bot.playground.discord.command_rules import CHAT_INPUT
from bot.playground.discord.typed_options import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.playground.discord.payload import Payload


def command_title(data: Payload) -> str:
    """Return a command's name as people write it: ``/policy set``, or a menu's own words."""
    if data.get("type", CHAT_INPUT) != CHAT_INPUT:
        return str(data["name"])
    return f"/{spoken(data)}"


def command_detail(data: Payload) -> str:
    """Return the options as ``name: value``, with people and channels by name."""
    names = _names(data.get("resolved") or {})
    options = _filled_in(data)
    return ", ".join(f"{each['name']}: {_shown(each.get('value'), names)}" for each in options)


def component_title(custom_id: str, components: tuple[Payload, ...]) -> str:
    """Return what stands on the component with this id, or what it is."""
    for each in components:
        if each.get("custom_id") == custom_id:
            return str(each.get("label") or each.get("placeholder") or "Component")
    return "Component"


def words_in(data: Payload) -> str:
    """Return all that a person typed or chose, one value per line."""
    return "\n".join([*_values(data.get("options")), *_values(data.get("components"))])


def _filled_in(data: Payload) -> list[Payload]:
    options: list[Payload] = data.get("options") or []
    while options and options[0]["type"] in NESTED:
        options = options[0].get("options") or []
    return options


def _names(resolved: Mapping[str, Mapping[str, Payload]]) -> dict[str, str]:
    people = {key: f"@{each['username']}" for key, each in resolved.get("users", {}).items()}
    channels = {key: f"#{each['name']}" for key, each in resolved.get("channels", {}).items()}
    return people | channels


def _shown(value: object, names: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return names.get(str(value), str(value))


def _values(part: Any) -> Iterator[str]:  # noqa: ANN401 - options nest in two ways, fields in three
    if isinstance(part, list):
        for each in part:
            yield from _values(each)
    elif isinstance(part, dict):
        if isinstance(part.get("value"), str):
            yield part["value"]
        for key in ("options", "components", "component", "values"):
            yield from _values(part.get(key))
    elif isinstance(part, str):
        yield part
