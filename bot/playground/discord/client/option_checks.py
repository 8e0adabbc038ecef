"""Whether the options of a command are those that it was registered with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.client.bodies import id_of, objects
from bot.playground.discord.client.option_values import LONGEST, value_of
from bot.playground.discord.client.refusing import wrong
from bot.playground.discord.command_options import ATTACHMENT, NESTED
from bot.playground.discord.commands import leaf
from bot.playground.discord.refusals import RefusalError

if TYPE_CHECKING:
    from bot.playground.discord.client.people import Person
    from bot.playground.discord.handed import Handed, HandedFiles
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.typed_options import Value


def path_of(command: Payload, data: Payload) -> tuple[list[str], list[Payload]]:
    """Return which subcommand is meant, as a path of names, and the options given to it.

    Raises:
        RefusalError: a command with subcommands is used without one, or with a wrong one.

    """
    path: list[str] = []
    given = objects(data, "options")
    while nested := [it for it in leaf(command, path)["options"] if it["type"] in NESTED]:
        chosen = [(it["name"], it["type"]) for it in nested]
        named = [it for it in given if (it.get("name"), it.get("type")) in chosen]
        if len(given) != 1 or not named:
            spoken = " ".join([command["name"], *path])
            names = ", ".join(name for name, _ in chosen)
            raise wrong(f"/{spoken}: choose one of {names}.")
        path.append(named[0]["name"])
        given = objects(named[0], "options")
    return path, given


def checked(
    person: Person, known: list[Payload], given: list[Payload], handed: HandedFiles
) -> dict[str, Value]:
    """Return the values of a command's options by name; of a file, what was handed over.

    Raises:
        RefusalError: one is missing, unknown, there twice, or not what the option takes.

    """
    by_name = {each["name"]: each for each in known}
    _check_names(by_name, given)
    values: dict[str, Value] = {}
    for it in given:
        option = by_name[it["name"]]
        if option["type"] == ATTACHMENT:
            values[it["name"]] = _file(person, option, it.get("value"), handed)
        else:
            values[it["name"]] = value_of(person, option, it.get("value"))
    missing = [it["name"] for it in known if it.get("required") and it["name"] not in values]
    if missing:
        raise wrong(f"{missing[0]}: is required.")
    return values


def _file(person: Person, option: Payload, given: object, handed: HandedFiles) -> Handed:
    found = handed.find(person.user, id_of(given))
    if found is None:
        raise wrong(f"{option['name']}: must be a file that you uploaded.")
    return found


def half_filled(
    person: Person, known: list[Payload], given: list[Payload]
) -> tuple[str, dict[str, Value]]:
    """Return which option is being typed, and all values that are good so far and its own.

    Raises:
        RefusalError: an option is unknown or there twice, or none that completes itself is
            being typed.

    """
    by_name = {each["name"]: each for each in known}
    _check_names(by_name, given)
    focused = [each for each in given if each.get("focused") is True]
    if len(focused) != 1 or not by_name[focused[0]["name"]].get("autocomplete"):
        raise wrong("Exactly one option that completes itself must be focused.")
    name, typed = focused[0]["name"], focused[0].get("value")
    if not isinstance(typed, str) or len(typed) > LONGEST:
        raise wrong(f"{name}: what is being typed must be text of at most {LONGEST} characters.")
    values: dict[str, Value] = {}
    for each in given:
        try:
            values[each["name"]] = value_of(person, by_name[each["name"]], each.get("value"))
        except RefusalError:
            # Elsewhere something is still wrong; it matters when the command is sent.
            continue
    return name, values | {name: typed}


def _check_names(by_name: dict[str, Payload], given: list[Payload]) -> None:
    seen: set[str] = set()
    for each in given:
        name = each.get("name")
        if not isinstance(name, str) or name not in by_name:
            raise wrong(f"There is no option {name!r}; there are: {', '.join(by_name) or 'none'}.")
        if name in seen:
            raise wrong(f"{name}: is there twice.")
        if each.get("type") != by_name[name]["type"]:
            raise wrong(f"{name}: must be of type {by_name[name]['type']}.")
        seen.add(name)
