"""What one option of a command takes, checked as Discord's servers do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord import command_options as kinds
from bot.playground.discord.client import lookups
from bot.playground.discord.client.refusing import wrong

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.discord.client.people import Person
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.typed_options import Value

    Check = Callable[[Person, Payload, object], Value]

LONGEST = 6000


def value_of(person: Person, option: Payload, given: object) -> Value:
    """Return what a person put into an option; ids become what they name.

    Raises:
        RefusalError: the option does not take it; the words name the option and what it takes.

    """
    check = CHECKS.get(option["type"])
    if check is None:
        raise wrong(f"{option['name']}: a file has no value that could be typed.")
    value = check(person, option, given)
    choices = option.get("choices") or []
    if choices and value not in [each["value"] for each in choices]:
        names = ", ".join(each["name"] for each in choices)
        raise wrong(f"{option['name']}: must be one of {names}.")
    return value


def _text(_: Person, option: Payload, given: object) -> Value:
    least = max(option.get("min_length") or 0, 1)
    most = option.get("max_length") or LONGEST
    if not isinstance(given, str) or not least <= len(given) <= most:
        raise wrong(f"{option['name']}: must have {least} to {most} characters.")
    return given


def _number(_: Person, option: Payload, given: object) -> Value:
    good = isinstance(given, int | float) and not isinstance(given, bool)
    if option["type"] == kinds.INTEGER:
        good = good and isinstance(given, int)
    if not good or not isinstance(given, int | float) or not _in_range(option, given):
        noun = "whole number" if option["type"] == kinds.INTEGER else "number"
        raise wrong(f"{option['name']}: must be a {noun}{_range(option)}.")
    return given


def _in_range(option: Payload, given: float) -> bool:
    least = option.get("min_value", -kinds.LARGEST)
    most = option.get("max_value", kinds.LARGEST)
    # What is no number at all is in no range.
    return bool(least <= given <= most)


def _range(option: Payload) -> str:
    least, most = option.get("min_value"), option.get("max_value")
    if least is not None and most is not None:
        return f" from {_plain(least)} to {_plain(most)}"
    if least is not None:
        return f" of at least {_plain(least)}"
    return "" if most is None else f" of at most {_plain(most)}"


def _plain(bound: float) -> str:
    return str(int(bound)) if bound == int(bound) else str(bound)


def _truth(_: Person, option: Payload, given: object) -> Value:
    if not isinstance(given, bool):
        raise wrong(f"{option['name']}: must be true or false.")
    return given


def _user(person: Person, option: Payload, given: object) -> Value:
    return _named(option, lookups.user(person, given), "somebody on this server")


def _role(person: Person, option: Payload, given: object) -> Value:
    return _named(option, lookups.role(person, given), "a role of this server")


def _mentionable(person: Person, option: Payload, given: object) -> Value:
    found = lookups.mentionable(person, given)
    return _named(option, found, "somebody on this server or one of its roles")


def _channel(person: Person, option: Payload, given: object) -> Value:
    found = lookups.channel(person, given, option.get("channel_types"))
    kind = "" if not option.get("channel_types") else " and that is of the right kind"
    return _named(option, found, f"a channel that you can see{kind}")


def _named(option: Payload, found: Value | None, wanted: str) -> Value:
    if found is None:
        raise wrong(f"{option['name']}: must be {wanted}.")
    return found


CHECKS: dict[int, Check] = {
    kinds.STRING: _text,
    kinds.INTEGER: _number,
    kinds.NUMBER: _number,
    kinds.BOOLEAN: _truth,
    kinds.USER: _user,
    kinds.CHANNEL: _channel,
    kinds.ROLE: _role,
    kinds.MENTIONABLE: _mentionable,
}
