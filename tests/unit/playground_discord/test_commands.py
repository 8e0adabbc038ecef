"""Commands that Discord would refuse, and what a client makes of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.discord.command_rules import check_commands
from bot.playground.discord.interactions import Act
from bot.playground.discord.refusals import RefusalError
from tests.tables import each_row

if TYPE_CHECKING:
    from tests.unit.playground_discord.wire import Wire


def command(**changes: object) -> dict[str, Any]:
    return {"name": "draw", "description": "Draw", "type": 1, "options": [], **changes}


def option(kind: int = 3, **changes: object) -> dict[str, Any]:
    return {"type": kind, "name": "prompt", "description": "What", **changes}


def choices(count: int, **changes: object) -> list[dict[str, Any]]:
    return [{"name": f"n{n}", "value": f"v{n}", **changes} for n in range(count)]


def many(count: int) -> list[dict[str, Any]]:
    return [option(name=f"o{n}") for n in range(count)]


LONG = [option(name=f"o{n}", description="x" * 100, choices=choices(10)) for n in range(25)]
DEEP = option(2, name="g", options=[option(2, name="h", options=[option(1, name="s")])])
REFUSED = {
    "101 commands": [command(name=f"c{n}") for n in range(101)],
    "16 message commands": [{"name": f"c{n}", "type": 3} for n in range(16)],
    "the same name twice": [command(), command()],
    "name of 33": [command(name="x" * 33)],
    "upper case": [command(name="Draw")],
    "name with a space": [command(name="draw it")],
    "no description": [command(description="")],
    "description of 101": [command(description="x" * 101)],
    "unknown type": [command(type=9)],
    "menu with a description": [{"name": "Report", "type": 3, "description": "x"}],
    "26 options": [command(options=many(26))],
    "the same option twice": [command(options=[option(), option()])],
    "required last": [command(options=[option(), option(name="b", required=True)])],
    "option of type 12": [command(options=[option(12)])],
    "option without description": [command(options=[option(description="")])],
    "max_length of 6001": [command(options=[option(max_length=6001)])],
    "length of a number": [command(options=[option(4, min_length=1)])],
    "bounds of a string": [command(options=[option(min_value=1)])],
    "integer beyond 2**53": [command(options=[option(4, max_value=2**53)])],
    "26 choices": [command(options=[option(choices=choices(26))])],
    "choice name of 101": [command(options=[option(choices=choices(1, name="x" * 101))])],
    "choice value of 101": [command(options=[option(choices=choices(1, value="x" * 101))])],
    "the same choice twice": [command(options=[option(choices=choices(2, value="x"))])],
    "choices and autocomplete": [command(options=[option(choices=choices(1), autocomplete=True)])],
    "autocomplete of a channel": [command(options=[option(7, autocomplete=True)])],
    "subcommand beside an option": [command(options=[option(1, name="s"), option()])],
    "group in a group": [command(options=[DEEP])],
    "8001 characters": [command(options=LONG), command(name="b", options=[*LONG[:5], *LONG * 3])],
}
TAKEN = {
    "25 options with 25 choices": [command(options=[*many(24), option(choices=choices(25))])],
    "other letters": [command(name="画-é_1")],
    "bounds": [command(options=[option(4, min_value=-1, max_value=2**53 - 1)])],
    "length 6000": [command(options=[option(max_length=6000)])],
    "a menu": [{"name": "Report image", "type": 3}],
    "a group": [command(options=[option(2, name="g", options=[option(1, name="s")])])],
}


@each_row("case", REFUSED)
def test_it_is_refused(case: str) -> None:
    with pytest.raises(RefusalError, match="50035"):
        check_commands(REFUSED[case])


@each_row("case", TAKEN)
def test_what_just_fits_is_taken(case: str) -> None:
    check_commands(TAKEN[case])


async def test_an_overwrite_keeps_known_ids_and_is_counted(wire: Wire) -> None:
    path = f"/applications/{wire.discord.application_id}/commands"
    first = await wire.call("PUT", path, [command(), command(name="old")])
    second = await wire.call("PUT", path, [command(description="Anew"), command(name="new")])
    assert first.body[0]["id"] == second.body[0]["id"]
    assert [each["name"] for each in (await wire.call("GET", path)).body] == ["draw", "new"]
    assert wire.discord.commands.syncs == 2


async def test_guild_commands_stand_apart(wire: Wire) -> None:
    application, guild = wire.discord.application_id, wire.discord.world.guild
    path = f"/applications/{application}/guilds/{guild.id}/commands"
    heard = await wire.call("PUT", path, [command(name="here")])
    assert heard.body[0]["guild_id"] == str(guild.id)
    assert wire.discord.commands.all() == []
    assert wire.discord.commands.find("here", guild.id)["id"] == heard.body[0]["id"]


async def test_an_unknown_application_or_guild_is_refused(wire: Wire) -> None:
    own = f"/applications/{wire.discord.application_id}"
    assert (await wire.call("PUT", "/applications/1/commands", [])).refusal == (404, 10002)
    assert (await wire.call("PUT", f"{own}/guilds/1/commands", [])).refusal == (403, 50001)
    assert (await wire.call("PUT", f"{own}/commands", {})).refusal == (400, 50035)


async def test_what_is_not_registered_cannot_be_used(wire: Wire) -> None:
    wire.discord.commands.overwrite(0, [command()])
    with pytest.raises(LookupError, match="no command 'paint'"):
        await wire.discord.slash("paint")
    with pytest.raises(LookupError, match="no option"):
        await wire.discord.slash("draw", {"prompt": "x"})
    with pytest.raises(LookupError, match="no subcommand"):
        await wire.discord.slash("draw set")


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        (choices(25), False),
        (choices(26), True),
        (choices(1, name="x" * 101), True),
        (choices(1, name=""), True),
        (choices(1, value="x" * 101), True),
    ],
)
async def test_autocomplete_choices_have_limits(
    wire: Wire, given: list[dict[str, Any]], refused: bool
) -> None:
    wire.discord.commands.overwrite(0, [command(options=[option(autocomplete=True)])])
    it = await wire.discord.slash("draw", {"prompt": "x"})
    it.interaction.act = Act.AUTOCOMPLETE
    heard = await wire.answer(it, 8, {"choices": given})
    assert heard.status == (400 if refused else 200)
