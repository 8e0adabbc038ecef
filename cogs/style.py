"""/style: what is put around prompts again and again, saved by members and for servers."""

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
from bot.domain.style import NAME_LENGTH, Scope
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.asking import ask
from bot.interactions.here import guild_of, policy_here
from bot.interactions.listings import listed
from bot.interactions.localised import described
from bot.interactions.mentions import names_in
from bot.interactions.style_files import take_in
from bot.interactions.styles import complete_style, manner_of, owner_of
from bot.interactions.styles_page import styles_page
from bot.jobs.styles import meant
from bot.prompt.manner import Manner
from bot.prompt.options import Options, Parsed
from bot.prompt.style_file import write_files
from bot.texts.say import say
from bot.texts.text import text
from bot.texts.typed import typed
from bot.views.styles import WHOSE, style_view

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom, Services
    from bot.domain.policy import Policy
    from bot.domain.style import Owner
    from bot.domain.style import Style as Saved
    from bot.jobs.requests import Built
    from bot.texts.text import Text

Name = Range[str, int(NAME_LENGTH.low), int(NAME_LENGTH.high)]

SERVERS = described(text("style.about.server"))
NAME = described(text("style.about.name"))
SAMPLE = Parsed(Options(prompt="…"))
"""A wish of which nothing is said: with a style it shows what that does here."""


@app_commands.guild_only()
class Style(commands.GroupCog, name="style", description=described(text("style.about"))):
    """Save, list, show, use, delete, export and import styles."""

    def __init__(self, services: Services) -> None:
        """Keep them with ``services.styles``."""
        self._services = services

    @app_commands.command(description=described(text("style.about.save")))
    @app_commands.describe(
        name=NAME,
        prompt=described(text("style.about.prompt")),
        negative_prompt=described(text("style.about.negative_prompt")),
        options=described(text("style.about.options")),
        server=SERVERS,
    )
    async def save(
        self,
        interaction: discord.Interaction[Darkroom],
        name: Name,
        prompt: Range[str, 1, 2000] | None = None,
        negative_prompt: Range[str, 1, 1024] | None = None,
        options: Range[str, 1, 1000] | None = None,
        server: bool = False,  # noqa: FBT001, FBT002 - the option's type
    ) -> None:
        """Keep a style under a name; one that has it already is replaced."""
        owner, by = owner_of(interaction, servers=server), UserId(interaction.user.id)
        async with in_time(interaction):
            kept = await self._services.styles.save(
                owner, by, name, prompt or "", negative_prompt or "", options or ""
            )
        called = typed(kept.style.name)
        replaced, saved = text("style.replaced", name=called), text("style.saved", name=called)
        said = replaced if kept.replaced else saved
        view = style_view(kept.style, [said], kept.notes, await locale_of(interaction))
        await _answer(interaction, view)

    @app_commands.command(name="list", description=described(text("style.about.list")))
    async def list_(self, interaction: discord.Interaction[Darkroom]) -> None:
        """List what a member may use here: their own, then the server's."""
        async with in_time(interaction):
            listing = await listed(interaction, ListingKind.STYLES)
            await _answer(interaction, await styles_page(interaction, listing, 1))

    @app_commands.command(description=described(text("style.about.show")))
    @app_commands.describe(name=NAME)
    async def show(self, interaction: discord.Interaction[Darkroom], name: Name) -> None:
        """Show a style as it would be used, with a button that does."""
        user, guild_id = UserId(interaction.user.id), guild_of(interaction)
        found = await self._services.styles.find(user, guild_id, name)
        said = [text("style.title", name=typed(found.style.name), whose=WHOSE[found.owner.scope])]
        notes = await self._notes(interaction, found.style)
        locale = await locale_of(interaction)
        await _answer(interaction, style_view(found.style, said, notes, locale, usable=found.id))

    @app_commands.command(description=described(text("style.about.use")))
    @app_commands.describe(
        name=NAME,
        prompt=described(text("imagine.prompt")),
        private=described(text("imagine.private")),
    )
    async def use(
        self,
        interaction: discord.Interaction[Darkroom],
        name: Name,
        prompt: Range[str, 1, 6000],
        private: bool = False,  # noqa: FBT001, FBT002 - the option's type
    ) -> None:
        """Make an image at once."""
        slash = Parsed(Options(private=private))

        async def build(policy: Policy) -> Built:
            manner = await manner_of(interaction, name, policy)
            names = names_in(interaction)
            return await self._services.requests.build(prompt, slash, policy, names, manner)

        await ask(interaction, build, private=private)

    @app_commands.command(description=described(text("style.about.delete")))
    @app_commands.describe(name=NAME, server=SERVERS)
    async def delete(
        self,
        interaction: discord.Interaction[Darkroom],
        name: Name,
        server: bool = False,  # noqa: FBT001, FBT002 - the option's type
    ) -> None:
        """Forget a style, and show it once more."""
        owner, guild_id = owner_of(interaction, servers=server), guild_of(interaction)
        async with in_time(interaction):
            gone = await self._services.styles.delete(owner, name, guild_id)
        said = [text("style.deleted", name=typed(gone.style.name))]
        await _answer(
            interaction, style_view(gone.style, said, locale=await locale_of(interaction))
        )

    @app_commands.command(description=described(text("style.about.export")))
    @app_commands.describe(name=NAME, server=SERVERS)
    async def export(
        self,
        interaction: discord.Interaction[Darkroom],
        name: Name | None = None,
        server: bool = False,  # noqa: FBT001, FBT002 - the option's type
    ) -> None:
        """Hand over one style, or all, as a file."""
        owner = owner_of(interaction, servers=server, changes=False)
        styles = await self._exported(interaction, name, owner)
        files = [
            discord.File(io.BytesIO(data), f"darkroom-styles{number or ''}.json")
            for number, data in enumerate(write_files(styles))
        ]
        words = say(text("style.exported", count=len(styles)), await locale_of(interaction))
        await interaction.response.send_message(words, files=files, ephemeral=True)

    @app_commands.command(name="import", description=described(text("style.about.import")))
    @app_commands.describe(
        file=described(text("style.about.file")),
        server=SERVERS,
        replace=described(text("style.about.replace")),
    )
    async def import_(
        self,
        interaction: discord.Interaction[Darkroom],
        file: discord.Attachment,
        server: bool = False,  # noqa: FBT001, FBT002 - the option's type
        replace: bool = False,  # noqa: FBT001, FBT002 - the option's type
    ) -> None:
        """Keep what stands in a file, and say what was taken."""
        owner = owner_of(interaction, servers=server)
        await take_in(interaction, file, owner, replace=replace)

    @show.autocomplete("name")
    @use.autocomplete("name")
    async def _any(
        self, interaction: discord.Interaction[Darkroom], typed: str
    ) -> list[app_commands.Choice[str]]:
        return await complete_style(interaction, typed)

    @save.autocomplete("name")
    @delete.autocomplete("name")
    @export.autocomplete("name")
    async def _ones(
        self, interaction: discord.Interaction[Darkroom], typed: str
    ) -> list[app_commands.Choice[str]]:
        servers = getattr(interaction.namespace, "server", None) is True
        return await complete_style(interaction, typed, Scope.SERVER if servers else Scope.OWN)

    async def _exported(
        self, interaction: discord.Interaction[Darkroom], name: str | None, owner: Owner
    ) -> list[Saved]:
        styles = self._services.styles
        if name is None:
            found = [it.style for it in await styles.of(owner)]
            if not found:
                raise RefusedError(text("style.nothing"))
            return found
        if owner.scope is Scope.SERVER:
            return [meant(await styles.of(owner), name).style]
        user, guild_id = UserId(interaction.user.id), guild_of(interaction)
        return [(await styles.find(user, guild_id, name)).style]

    async def _notes(
        self, interaction: discord.Interaction[Darkroom], style: Saved
    ) -> tuple[Text, ...]:
        """Return what of a style is not taken as it is by the engine of now, in this place."""
        manner, nothing = Manner(style), Parsed(Options())
        try:
            policy = await policy_here(interaction)
            return (await self._services.requests.of(SAMPLE, nothing, policy, manner=manner)).notes
        except RefusedError:
            return ()


async def _answer(interaction: discord.Interaction[Darkroom], view: discord.ui.LayoutView) -> None:
    await interaction.response.send_message(view=view, ephemeral=True)


async def setup(bot: Darkroom) -> None:
    """Give the bot the cog."""
    await bot.add_cog(Style(bot.services))
