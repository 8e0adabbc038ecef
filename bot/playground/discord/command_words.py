"""The names and the sheer size of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.discord.complaints import Complaints, Path
    from bot.playground.discord.payload import Payload


def check_name(complaints: Complaints, holder: Payload, path: Path) -> None:
    """Check the name of a command or option: 1 to 32 lower-case word characters."""
    name = holder.get("name")
    good = (
        isinstance(name, str)
        and 1 <= len(name) <= 32
        and all(each.isalnum() or each in "-_'" for each in name)
        and name == name.lower()
    )
    if not good:
        message = "Command name is invalid"
        complaints.add((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", message)


def size(holder: Payload) -> int:
    """Return the characters of all names, descriptions and values; localizations at their longest.

    Source: https://docs.discord.com/developers/interactions/application-commands
    """
    own = sum(_longest(holder, key) for key in ("name", "description"))
    choices = sum(
        _longest(choice, "name") + len(str(choice.get("value", "")))
        for choice in holder.get("choices") or []
    )
    return own + choices + sum(map(size, holder.get("options") or []))


def _longest(holder: Payload, key: str) -> int:
    told = [holder.get(key) or "", *(holder.get(f"{key}_localizations") or {}).values()]
    return max(len(str(each)) for each in told)
