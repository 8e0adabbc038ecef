"""/settings: what a member wants where they say nothing, and which language they read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.client.readers import member_of
from bot.domain.choices import ASPECTS
from bot.domain.ids import UserId
from bot.domain.member import SETTINGS
from bot.domain.options import BY_NAME
from bot.domain.policy import Policy
from bot.domain.ranges import NEGATIVE_LENGTH, STEPS
from bot.domain.rules import one_of
from bot.errors import InvalidOptionError
from bot.interactions.answering import in_time
from bot.interactions.localised import choice, described, languages
from bot.prompt.options import Options, Parsed
from bot.prompt.slash import slash_options
from bot.texts.languages import NAMES
from bot.texts.text import text
from bot.views.member_view import member_view
from cogs.parameters import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.client.discord_bot import Darkroom, Services

    Command = app_commands.Command[Any, ..., None]

EVERYTHING = "everything"
_ABOUT = {
    "model": described(text("settings.model")),
    "aspect": described(text("settings.aspect")),
    "steps": described(text("settings.steps")),
    "negative_prompt": described(text("settings.negative_prompt")),
    "language": described(text("settings.language")),
    "reset": described(text("settings.reset")),
}
WISH = Parsed(Options(prompt="…"))
"""Beside it the settings are checked as if they were said."""


def settings_command(services: Services) -> Command:
    """Return the command that shows and changes a member's own settings."""

    @app_commands.command(description=described(text("settings")))
    @app_commands.guild_only()
    @app_commands.describe(**_ABOUT)
    @app_commands.choices(aspect=_plain(ASPECTS), language=languages(), reset=_resets())
    @app_commands.autocomplete(model=suggest(BY_NAME["model"].kind))
    async def settings(  # noqa: PLR0913, PLR0917 - one parameter for each option
        interaction: discord.Interaction[Darkroom],
        model: str | None = None,
        aspect: str | None = None,
        steps: app_commands.Range[int, int(STEPS.low), int(STEPS.high)] | None = None,
        negative_prompt: app_commands.Range[str, 1, int(NEGATIVE_LENGTH.high)] | None = None,
        language: str | None = None,
        reset: str | None = None,
    ) -> None:
        """Change what was said, and show all of it."""
        given = {"model": model, "aspect": aspect, "steps": steps}
        given["negative_prompt"] = negative_prompt
        said = {**await _checked(services, given), **_language(language)}
        unsaid = _reset(reset)
        async with in_time(interaction):
            if said or unsaid:
                now = await services.members.change(UserId(interaction.user.id), said, unsaid)
            else:
                now = await member_of(interaction)
        await interaction.response.send_message(
            view=member_view(now, now.language or str(interaction.locale)), ephemeral=True
        )

    return settings


async def _checked(services: Services, given: dict[str, str | int | None]) -> dict[str, str | int]:
    """Return what was said, checked as for an image; the model as the engine spells it.

    Raises:
        RefusedError: something is wrong.

    """
    said = {name: value for name, value in given.items() if value is not None}
    if said:
        built = await services.requests.of(WISH, slash_options(said), Policy())
        if "model" in said:
            said["model"] = built.request.model
        if "negative_prompt" in said:
            said["negative_prompt"] = built.request.negative_prompt
    return said


def _language(locale: str | None) -> dict[str, str]:
    """Return the language that was said, if any.

    Raises:
        InvalidOptionError: it is none of ours.

    """
    if locale is None:
        return {}
    if locale not in NAMES:
        raise InvalidOptionError("language", locale, one_of(NAMES))
    return {"language": locale}


def _reset(what: str | None) -> tuple[str, ...]:
    """Return the settings that somebody forgets.

    Raises:
        InvalidOptionError: there is none of that name.

    """
    if what is None:
        return ()
    if what == EVERYTHING:
        return SETTINGS
    if what not in SETTINGS:
        raise InvalidOptionError("reset", what, one_of((EVERYTHING, *SETTINGS)))
    return (what,)


def _resets() -> list[app_commands.Choice[str]]:
    return [choice(text("settings.everything"), EVERYTHING), *_plain(SETTINGS)]


def _plain(values: Iterable[str]) -> list[app_commands.Choice[str]]:
    """Return choices that are called the same in every language."""
    return [app_commands.Choice(name=value, value=value) for value in values]


async def setup(bot: Darkroom) -> None:
    """Give the bot the command."""
    bot.tree.add_command(settings_command(bot.services))
