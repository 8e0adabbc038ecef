"""/audit: what happened in the moderation of a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import AppCommandChannel, AppCommandThread, Range

from bot.domain.listing import ListingKind
from bot.domain.moderation.audit import Group
from bot.domain.rules import one_of
from bot.errors import InvalidOptionError
from bot.interactions.answering import in_time
from bot.interactions.here import guild_of
from bot.interactions.listings import listed
from bot.interactions.localised import choice, described
from bot.interactions.moderation.audits import (
    CHANNEL,
    KIND,
    MEMBER,
    MODERATOR,
    audit_page,
    moments,
    sought_of,
    tell_file,
)
from bot.texts.text import text
from bot.views.moderation.audit_file import Form

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom

    Command = app_commands.Command[Any, ..., None]

Place = AppCommandChannel | AppCommandThread

KINDS = {
    Group.WITHHELD: text("audit.group.withheld"),
    Group.REPORTS: text("audit.group.reports"),
    Group.DECISIONS: text("audit.group.decisions"),
    Group.APPEALS: text("audit.group.appeals"),
    Group.NOTES: text("audit.group.notes"),
    Group.STRIKES: text("audit.group.strikes"),
    Group.BLOCKS: text("audit.group.blocks"),
    Group.DELETIONS: text("audit.group.deletions"),
    Group.FILTER: text("audit.group.filter"),
    Group.RULES: text("audit.group.rules"),
    Group.BUDGET: text("audit.group.budget"),
    Group.DATA: text("audit.group.data"),
}
FORMS = {Form.CSV: text("audit.as.csv"), Form.JSONL: text("audit.as.jsonl")}


def audit_command() -> Command:
    """Return the command that looks back."""

    @app_commands.command(description=described(text("audit")))
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_messages=True)
    @app_commands.checks.has_permissions(manage_messages=True)
    @app_commands.rename(form="as")
    @app_commands.describe(
        member=described(text("audit.member")),
        moderator=described(text("audit.moderator")),
        channel=described(text("audit.channel")),
        kind=described(text("audit.kind")),
        since=described(text("audit.since")),
        until=described(text("audit.until")),
        form=described(text("audit.as")),
    )
    @app_commands.choices(
        kind=[choice(words, group.value) for group, words in KINDS.items()],
        form=[choice(words, form.value) for form, words in FORMS.items()],
    )
    async def audit(  # noqa: PLR0913, PLR0917 - one parameter for each option
        interaction: discord.Interaction[Darkroom],
        member: discord.User | None = None,
        moderator: discord.User | None = None,
        channel: Place | None = None,
        kind: str | None = None,
        since: Range[str, 1, 40] | None = None,
        until: Range[str, 1, 40] | None = None,
        form: str | None = None,
    ) -> None:
        """Show the latest entries, or hand them over as a file."""
        meant = {MEMBER: member, MODERATOR: moderator, CHANNEL: channel}
        query = {name: str(it.id) for name, it in meant.items() if it is not None}
        query |= moments(since, until, interaction.created_at)
        query |= {} if kind is None else {KIND: kind}
        await _tell(interaction, query, form)

    return audit


async def _tell(
    interaction: discord.Interaction[Darkroom], query: dict[str, str], form: str | None
) -> None:
    if form is not None:
        await tell_file(interaction, query, _form(form))
        return
    sought_of(guild_of(interaction), query)  # what is wrong is refused before it is kept
    async with in_time(interaction):
        listing = await listed(interaction, ListingKind.AUDIT, query)
        view = await audit_page(interaction, listing, 1)
        await interaction.response.send_message(view=view, ephemeral=True)


def _form(chosen: str) -> Form:
    if chosen not in {form.value for form in Form}:
        raise InvalidOptionError("as", chosen, one_of(Form))
    return Form(chosen)


async def setup(bot: Darkroom) -> None:
    """Give the bot the command."""
    bot.tree.add_command(audit_command())
