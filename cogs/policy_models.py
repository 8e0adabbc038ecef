"""/policy models: which models may be used in a place, by globs."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.domain.ids import UserId
from bot.domain.model_globs import added, stated, taken_off
from bot.domain.model_rules import matching
from bot.domain.models import ModelKind
from bot.domain.policy import PolicyPatch, resolve
from bot.interactions.localised import described
from bot.interactions.policy_target import target_of
from bot.readers import locale_of
from bot.texts.text import text
from bot.views.policy_models import FILE_NAME, Change, told_change, told_lists
from bot.views.policy_view import Level
from cogs.policy import WHERE, Place, group_of

if TYPE_CHECKING:
    from bot.discord_bot import Darkroom
    from bot.domain.ports import Catalogue
    from bot.interactions.policy_target import Target

List = Literal["models_allow", "models_deny"]
Glob = Range[str, 1, 100]

models = app_commands.Group(name="models", description=described(text("policy.models")))

_DESCRIBED = {
    "glob": described(text("policy.models.glob")),
    "remove": described(text("policy.models.remove")),
    "channel": WHERE,
}


@models.command(name="allow", description=described(text("policy.models.allow")))
@app_commands.checks.has_permissions(manage_guild=True)
@app_commands.describe(**_DESCRIBED)
async def allow(
    interaction: discord.Interaction[Darkroom],
    glob: Glob,
    remove: bool = False,  # noqa: FBT001, FBT002 - the option's type
    channel: Place | None = None,
) -> None:
    """Allow what matches, and nothing that matches no glob of this list."""
    await _change(interaction, "models_allow", glob, target_of(interaction, channel), remove=remove)


@models.command(name="deny", description=described(text("policy.models.deny")))
@app_commands.checks.has_permissions(manage_guild=True)
@app_commands.describe(**_DESCRIBED)
async def deny(
    interaction: discord.Interaction[Darkroom],
    glob: Glob,
    remove: bool = False,  # noqa: FBT001, FBT002 - the option's type
    channel: Place | None = None,
) -> None:
    """Allow nothing that matches, whatever else is said."""
    await _change(interaction, "models_deny", glob, target_of(interaction, channel), remove=remove)


@models.command(name="list", description=described(text("policy.models.list")))
@app_commands.checks.has_permissions(manage_guild=True)
@app_commands.describe(channel=WHERE)
async def list_(interaction: discord.Interaction[Darkroom], channel: Place | None = None) -> None:
    """Tell both lists whole."""
    target, policies = target_of(interaction, channel), interaction.client.services.policies
    said = await policies.said(target.guild_id, target.places)
    levels = [Level(words, said[place]) for place, words in target.chain if place in said]
    told = told_lists(target.heading, levels, policies.defaults, await locale_of(interaction))
    files = [discord.File(io.BytesIO(told.file.encode()), FILE_NAME)] if told.file else []
    await interaction.response.send_message(told.words, files=files, ephemeral=True)


async def _change(
    interaction: discord.Interaction[Darkroom],
    name: List,
    typed: str,
    target: Target,
    *,
    remove: bool,
) -> None:
    """Change one list of a place, and say what it was and is."""
    services, glob = interaction.client.services, stated(typed)
    above = await services.policies.said(target.guild_id, target.places[1:])
    inherited = resolve(
        [above[place] for place in target.places[1:] if place in above], services.policies.defaults
    )
    change = _Amendment(name, glob, getattr(inherited, name), remove=remove)
    by = UserId(interaction.user.id)
    await services.policies.amend(target.guild_id, target.place, change, by=by)
    catalogue = services.requests.catalogue
    count = await asyncio.to_thread(_matching, catalogue, glob)
    made = Change(name, change.before, change.after, glob, count)
    words = told_change(target.heading, made, await locale_of(interaction))
    await interaction.response.send_message(words, ephemeral=True)


@dataclass(slots=True)
class _Amendment:
    """What one command changes: what is in force in the place, which may come from above."""

    name: List
    glob: str
    inherited: tuple[str, ...] | None
    remove: bool
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def __call__(self, said: PolicyPatch) -> PolicyPatch:
        own: tuple[str, ...] | None = getattr(said, self.name)
        self.before = (self.inherited if own is None else own) or ()
        self.after = (taken_off if self.remove else added)(self.before, self.glob)
        is_inherited = self.after == (self.inherited or ())
        own = None if is_inherited else self.after
        return replace(said, **{self.name: own})  # type: ignore[arg-type] # a list


def _matching(catalogue: Catalogue, glob: str) -> int:
    return sum(len(matching(glob, catalogue.browse(kind))) for kind in ModelKind)


async def setup(bot: Darkroom) -> None:
    """Put the commands into the group of /policy, whose cog is loaded."""
    group_of(bot).add_command(models)
