"""/usage: what a member has left; for moderators, what their server had made."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord import app_commands

from bot.charts.sheet import Theme
from bot.domain.ranges import Bound
from bot.domain.rules import one_of, within
from bot.domain.usage import MOST_DAYS
from bot.errors import InvalidOptionError
from bot.interactions.localised import choice, described
from bot.interactions.usage import USUAL_DAYS, Wanted, tell_own, tell_report
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom

DAYS = Bound(1, MOST_DAYS)

Chosen = TypeVar("Chosen", bound=StrEnum)
Command = app_commands.Command[Any, ..., None]


class Format(StrEnum):
    """What moderators are given."""

    PICTURE = "picture"
    TABLE = "csv"


FORMATS = [
    choice(text("usage.format.picture"), Format.PICTURE),
    choice(text("usage.format.csv"), Format.TABLE),
]
THEMES = [
    choice(text("usage.theme.dark"), Theme.DARK),
    choice(text("usage.theme.light"), Theme.LIGHT),
]


def usage_command() -> Command:
    """Return the command that counts."""

    @app_commands.command(name="usage", description=described(text("usage")))
    @app_commands.guild_only()
    @app_commands.describe(
        days=described(text("usage.days", low=1, high=MOST_DAYS)),
        format=described(text("usage.format")),
        member=described(text("usage.member")),
        theme=described(text("usage.theme")),
    )
    @app_commands.choices(format=FORMATS, theme=THEMES)
    async def usage(
        interaction: discord.Interaction[Darkroom],
        days: app_commands.Range[int, 1, MOST_DAYS] | None = None,
        format: str | None = None,  # noqa: A002 - the option's name
        member: discord.User | None = None,
        theme: str | None = None,
    ) -> None:
        """Tell members their own, and moderators who say what they want to know the server's."""
        if {days, format, member, theme} == {None}:
            await tell_own(interaction)
            return
        if days is not None and days not in DAYS:
            raise InvalidOptionError("days", days, within(DAYS))
        wanted = Wanted(
            days=days or USUAL_DAYS,
            member=member.id if member else None,
            theme=_chosen("theme", theme, Theme, Theme.DARK),
            as_table=_chosen("format", format, Format, Format.PICTURE) is Format.TABLE,
        )
        await tell_report(interaction, wanted)

    return usage


def _chosen(name: str, given: str | None, of: type[Chosen], usual: Chosen) -> Chosen:
    """Return what was chosen, checked again: a client may send anything."""
    try:
        return usual if given is None else of(given)
    except ValueError:
        raise InvalidOptionError(name, given, one_of(of)) from None


async def setup(bot: Darkroom) -> None:
    """Give the bot the command."""
    bot.tree.add_command(usage_command())
