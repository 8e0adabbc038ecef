"""What Discord takes as one option of a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.command_words import check_name
from bot.playground.discord.complaints import CHOICES, RANGE

if TYPE_CHECKING:
    from bot.playground.discord.complaints import Complaints, Path
    from bot.playground.discord.payload import Payload

SUBCOMMAND, SUBCOMMAND_GROUP, STRING, INTEGER, BOOLEAN = 1, 2, 3, 4, 5
USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = 6, 7, 8, 9, 10, 11
NESTED = (SUBCOMMAND, SUBCOMMAND_GROUP)
CHOOSABLE = (STRING, INTEGER, NUMBER)
LARGEST = 2**53


def check_option(complaints: Complaints, option: Payload, path: Path) -> None:
    """Check an option by itself; those inside a subcommand are checked elsewhere."""
    kind = option.get("type")
    if kind not in range(SUBCOMMAND, ATTACHMENT + 1):
        complaints.add((*path, "type"), CHOICES, "Value must be one of {1, …, 11}.")
        return
    check_name(complaints, option, path)
    complaints.text(option, (*path, "description"), 1, 100)
    _check_bounds(complaints, option, path)
    _check_choices(complaints, option, path)


def _check_bounds(complaints: Complaints, option: Payload, path: Path) -> None:
    complaints.number(option, (*path, "min_length"), 0, 6000)
    complaints.number(option, (*path, "max_length"), 1, 6000)
    for key, kinds in (
        ("min_length", (STRING,)),
        ("max_length", (STRING,)),
        ("min_value", (INTEGER, NUMBER)),
        ("max_value", (INTEGER, NUMBER)),
    ):
        value = option.get(key)
        if value is not None and option["type"] not in kinds:
            complaints.add((*path, key), "APPLICATION_COMMAND_OPTION", "Not for this type")
        elif value is not None and abs(value) > LARGEST - (option["type"] == INTEGER):
            complaints.add((*path, key), RANGE, "Value is out of range")


def _check_choices(complaints: Complaints, option: Payload, path: Path) -> None:
    choices = option.get("choices") or []
    if choices and (option.get("autocomplete") or option["type"] not in CHOOSABLE):
        message = "Choices and autocomplete are mutually exclusive, and only for some types"
        complaints.add((*path, "choices"), "APPLICATION_COMMAND_OPTION", message)
    if option.get("autocomplete") and option["type"] not in CHOOSABLE:
        message = "Autocomplete is for strings, integers and numbers"
        complaints.add((*path, "autocomplete"), "APPLICATION_COMMAND_OPTION", message)
    check_choices(complaints, choices, (*path, "choices"), option["type"])


def check_choices(complaints: Complaints, choices: list[Payload], path: Path, kind: int) -> None:
    """Check fixed choices, or those of an autocomplete answer."""
    if len(choices) > 25:
        complaints.add(path, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for at, choice in enumerate(choices):
        complaints.text(choice, (*path, at, "name"), 1, 100)
        if kind == STRING:
            complaints.text(choice, (*path, at, "value"), 1, 100)
        else:
            complaints.number(choice, (*path, at, "value"), -LARGEST, LARGEST)
    values = [choice.get("value") for choice in choices]
    if len(set(map(str, values))) != len(values):
        message = "Option choice values must be unique"
        complaints.add(path, "APPLICATION_COMMAND_OPTIONS_CHOICE_DUPLICATE", message)
