"""What Discord takes as an application command.

Limits: https://docs.discord.com/developers/interactions/application-commands
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bot.playground.discord.command_options import NESTED, SUBCOMMAND, check_option
from bot.playground.discord.command_words import check_name, size
from bot.playground.discord.complaints import CHOICES, Complaints, Path

if TYPE_CHECKING:
    from bot.playground.discord.payload import Payload

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
MOST = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15}
MOST_CHARACTERS = 8000


def check_commands(commands: list[Payload]) -> None:
    """Check the body of a bulk overwrite.

    Raises:
        RefusalError: 50035 with all that is wrong.

    """
    complaints = Complaints()
    for kind, most in MOST.items():
        if sum(command.get("type", CHAT_INPUT) == kind for command in commands) > most:
            message = f"Maximum number of application commands reached ({most})"
            complaints.add((), "APPLICATION_COMMANDS_MAX", message)
    taken: set[tuple[object, object]] = set()
    for at, command in enumerate(commands):
        key = (command.get("type", CHAT_INPUT), command.get("name"))
        if key in taken:
            message = "Application command names must be unique"
            complaints.add((at, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        taken.add(key)
        _check_command(complaints, command, (at,))
    complaints.settle()


def _check_command(complaints: Complaints, command: Payload, path: Path) -> None:
    kind = command.get("type", CHAT_INPUT)
    if kind not in MOST:
        complaints.add((*path, "type"), CHOICES, "Value must be one of {1, 2, 3}.")
        return
    if kind != CHAT_INPUT:
        complaints.text(command, (*path, "name"), 1, 32)
        if command.get("options") or command.get("description"):
            message = "Context menu commands cannot have description or options"
            complaints.add(path, "APPLICATION_COMMAND_CONTEXT_MENU", message)
        return
    check_name(complaints, command, path)
    complaints.text(command, (*path, "description"), 1, 100)
    check_options(complaints, command, path, depth=0)
    if size(command) > MOST_CHARACTERS:
        message = f"Command exceeds maximum size ({MOST_CHARACTERS})"
        complaints.add(path, "APPLICATION_COMMAND_TOO_LARGE", message)


def check_options(complaints: Complaints, holder: Payload, path: Path, *, depth: int) -> None:
    """Check the options of a command (depth 0), a group (1) or a subcommand (2)."""
    options = holder.get("options") or []
    here = (*path, "options")
    if len(options) > 25:
        complaints.add(here, "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    names = [option.get("name") for option in options]
    if len(set(names)) != len(names):
        message = "Option names must be unique"
        complaints.add(here, "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", message)
    required = [bool(option.get("required")) for option in options]
    if any(later and not earlier for earlier, later in pairwise(required)):
        message = "Required options must be placed before non-required options"
        complaints.add(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
    kinds = {option.get("type") in NESTED for option in options}
    if len(kinds) > 1 or (True in kinds and depth > 1):
        message = "Sub-command and sub-command group option types are mutually exclusive"
        complaints.add(here, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    for at, option in enumerate(options):
        check_option(complaints, option, (*here, at))
        if option.get("type") in NESTED:
            deeper = 2 if option["type"] == SUBCOMMAND else depth + 1
            check_options(complaints, option, (*here, at), depth=deeper)
