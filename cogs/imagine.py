"""/imagine: one generation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.domain.capabilities import offered
from bot.domain.member import NOBODY
from bot.domain.policy import Policy
from bot.errors import InvalidOptionError
from bot.interactions.asking import ask
from bot.interactions.localised import described
from bot.interactions.mentions import names_in
from bot.interactions.offering import beside, offer
from bot.interactions.pictured import pictured
from bot.interactions.styles import manner_of
from bot.prompt.manner import PLAIN
from bot.prompt.slash import TYPES, slash_options
from bot.texts.text import text
from cogs.parameters import takes

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.client.discord_bot import Darkroom, Services
    from bot.domain.options import Option
    from bot.jobs.requests import Built

    Command = app_commands.Command[Any, ..., None]

IMAGE = "image"
"""An option beside those of the table: a file from which these are read."""

STYLE = "style"
"""Of the table, and of no request: it is looked up."""


def imagine_command(services: Services, rows: Sequence[Option]) -> Command:
    """Return the command that asks for images, with an option for each of ``rows``."""

    @app_commands.command(description=described(text("imagine")))
    @app_commands.guild_only()
    @takes(rows, required="prompt", files={IMAGE: text("imagine.image")})
    async def imagine(
        interaction: discord.Interaction[Darkroom], /, prompt: str, **given: object
    ) -> None:
        """Draw images from words."""
        listed = {"prompt", *given}
        image, style = given.pop(IMAGE), given.pop(STYLE)
        options = slash_options({**given, **_unlisted(interaction, listed)})
        if isinstance(image, discord.Attachment):
            said = beside(prompt, options, services.requests)
            if style is not None:
                manner = await manner_of(interaction, style, Policy())
                said = replace(said, manner=replace(manner, own=NOBODY))
            await offer(interaction, pictured(image), said)
            return

        async def build(policy: Policy) -> Built:
            said, manner = options, PLAIN
            try:
                manner = await manner_of(interaction, style, policy)
            except InvalidOptionError as unknown:
                # Told with all else that is wrong.
                said = replace(options, obstacles=(*options.obstacles, unknown))
            return await services.requests.build(
                prompt, said, policy, names_in(interaction), manner
            )

        await ask(interaction, build, private=given["private"] is True)

    return imagine


def _unlisted(
    interaction: discord.Interaction[Darkroom], listed: Collection[str]
) -> Mapping[str, object]:
    """Return what was said by options that the command does not have, and discord.py leaves out.

    Discord may offer those of an engine before this one, or of one that had not said yet what it
    takes. Whether they are taken is the request's to say, by name.
    """
    said = {name: value for name, value in interaction.namespace if name not in listed}
    for name in said.keys() - TYPES.keys():
        engine = interaction.client.services.requests.engines[0].title
        raise InvalidOptionError(name, said[name], text("option.not_taken", engine=engine))
    return said


async def setup(bot: Darkroom) -> None:
    """Give the bot the command, or another in its place, with the options that its engine takes."""
    rows = offered(bot.services.requests.capabilities)
    bot.tree.add_command(imagine_command(bot.services, rows), override=True)
