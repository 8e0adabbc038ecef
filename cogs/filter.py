"""/filter: words and phrases that a server refuses, holds for a moderator, or notes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import Range
from discord.ext import commands

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.domain.listing import ListingKind
from bot.domain.moderation.filter_file import Line, write
from bot.domain.moderation.filters import LENGTH, FilterAction, FilterEntry, check_phrase
from bot.domain.moderation.minors import is_wrong
from bot.interactions.answering import Answer, answer_alone, in_time
from bot.interactions.here import guild_of
from bot.interactions.listings import listed
from bot.interactions.localised import choice, described
from bot.interactions.moderation.filter_files import take_in
from bot.interactions.moderation.filters_page import filters_page
from bot.interactions.policy.target import target_of
from bot.texts.say import say
from bot.texts.text import text
from bot.views.moderation.filters import (
    ACTIONS,
    FILE_NAME,
    kept_view,
    removed_view,
    replay_view,
    tested_view,
)
from cogs.filter_images import FilterImages
from cogs.policy import WHERE, Place

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom, Services

Phrase = Range[str, 1, int(LENGTH.high)]

PHRASE = described(text("filter.about.phrase"))


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Filter(commands.GroupCog, name="filter", description=described(text("filter.about"))):
    """Add, remove, list, test, replay, export and import entries."""

    images = FilterImages(name="images", description=described(text("images.about")))

    def __init__(self, services: Services) -> None:
        """Keep them with ``services.moderation.filters``."""
        self._filters = services.moderation.filters

    @app_commands.command(description=described(text("filter.about.add")))
    @app_commands.checks.has_permissions(manage_guild=True)
    @app_commands.describe(
        phrase=PHRASE, action=described(text("filter.about.action")), channel=WHERE
    )
    @app_commands.choices(action=[choice(words, action.value) for action, words in ACTIONS.items()])
    async def add(
        self,
        interaction: discord.Interaction[Darkroom],
        phrase: Phrase,
        action: str = FilterAction.DENY.value,
        channel: Place | None = None,
    ) -> None:
        """Keep an entry, and say how it stands there."""
        target, by = target_of(interaction, channel), UserId(interaction.user.id)
        line = Line(check_phrase(phrase), FilterAction(action), target.place)
        async with in_time(interaction):
            made = await self._filters.add(target.guild_id, line, by=by)
        entry = FilterEntry(
            guild_id=target.guild_id,
            place=target.place,
            phrase=line.phrase,
            action=line.action,
            by=by,
            at=interaction.created_at,
        )
        await _show(interaction, kept_view(entry, made, await locale_of(interaction)))

    @app_commands.command(description=described(text("filter.about.remove")))
    @app_commands.checks.has_permissions(manage_guild=True)
    @app_commands.describe(phrase=PHRASE, channel=WHERE)
    async def remove(
        self,
        interaction: discord.Interaction[Darkroom],
        phrase: Phrase,
        channel: Place | None = None,
    ) -> None:
        """Forget an entry."""
        target, by = target_of(interaction, channel), UserId(interaction.user.id)
        async with in_time(interaction):
            gone = await self._filters.remove(target.guild_id, target.place, phrase, by=by)
        view = removed_view(gone, target.guild_id, await locale_of(interaction))
        await _show(interaction, view)

    @app_commands.command(name="list", description=described(text("filter.about.list")))
    @app_commands.checks.has_permissions(manage_guild=True)
    async def list_(self, interaction: discord.Interaction[Darkroom]) -> None:
        """List all entries, in pages."""
        async with in_time(interaction):
            listing = await listed(interaction, ListingKind.FILTERS)
            view = await filters_page(interaction, listing, 1)
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(description=described(text("filter.about.test")))
    @app_commands.checks.has_permissions(manage_guild=True)
    @app_commands.describe(said=described(text("filter.about.text")), channel=WHERE)
    @app_commands.rename(said="text")
    async def test(
        self,
        interaction: discord.Interaction[Darkroom],
        said: Range[str, 1, 1024],
        channel: Place | None = None,
    ) -> None:
        """Say which entries a text meets."""
        target = target_of(interaction, channel)
        found = await self._filters.matching(target.guild_id, target.places, said)
        locale = await locale_of(interaction)
        view = tested_view(found, built_in=is_wrong(said), locale=locale)
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(description=described(text("filter.about.replay")))
    @app_commands.checks.has_permissions(manage_guild=True)
    @app_commands.describe(phrase=described(text("filter.about.replayed")), channel=WHERE)
    async def replay(
        self,
        interaction: discord.Interaction[Darkroom],
        phrase: Phrase | None = None,
        channel: Place | None = None,
    ) -> None:
        """Say what a phrase, or the whole filter, would have done with the prompts of late."""
        target = target_of(interaction, channel)
        locale = await locale_of(interaction)

        async def replayed() -> Answer:
            found = await self._filters.replay(target.guild_id, target.place, phrase)
            return Answer(replay_view(found, locale))

        await answer_alone(interaction, replayed())

    @app_commands.command(description=described(text("filter.about.export")))
    @app_commands.checks.has_permissions(manage_guild=True)
    async def export(self, interaction: discord.Interaction[Darkroom]) -> None:
        """Hand the filter over as a file."""
        entries = await self._filters.all(guild_of(interaction))
        words = say(text("filter.exported", count=len(entries)), await locale_of(interaction))
        file = discord.File(io.BytesIO(write(entries)), FILE_NAME)
        await interaction.response.send_message(words, file=file, ephemeral=True)

    @app_commands.command(name="import", description=described(text("filter.about.import")))
    @app_commands.checks.has_permissions(manage_guild=True)
    @app_commands.describe(file=described(text("filter.about.file")))
    async def import_(
        self, interaction: discord.Interaction[Darkroom], file: discord.Attachment
    ) -> None:
        """Keep what stands in a file, and say what was taken."""
        await take_in(interaction, file)


async def _show(interaction: discord.Interaction[Darkroom], view: discord.ui.LayoutView) -> None:
    await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: Darkroom) -> None:
    """Give the bot the cog."""
    await bot.add_cog(Filter(bot.services))
