"""/policy models: which models may be used in a place, by globs."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands
from discord.app_commands import Range

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.domain.model_globs import added, stated, taken_off
from bot.domain.model_rules import matching
from bot.domain.models import ModelKind
from bot.domain.policy import resolve
from bot.interactions.localised import described
from bot.interactions.policy.answers import Beside, tell_change
from bot.interactions.policy.target import target_of
from bot.texts.text import text
from bot.texts.typed import typed
from bot.views.policy.models import FILE_NAME, told_lists
from bot.views.policy.rules import Level
from cogs.policy import WHERE, Place, group_of

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom
    from bot.domain.moderation.policy_change import PolicyChange
    from bot.domain.policy import PolicyPatch
    from bot.domain.ports import Catalogue
    from bot.interactions.policy.target import Target
    from bot.texts.text import Text

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
    given: str,
    target: Target,
    *,
    remove: bool,
) -> None:
    """Change one list of a place, and say what it was and is."""
    change = _Amendment(name, stated(given), remove=remove)
    act = _amended(interaction, target, change)
    await tell_change(interaction, target, act, lambda: Beside(notes=[change.told()]))


async def _amended(
    interaction: discord.Interaction[Darkroom], target: Target, change: _Amendment
) -> PolicyChange:
    policies, above = interaction.client.services.policies, target.above
    said = await policies.said(above.guild_id, above.places) if above.chain else {}
    inherited = resolve([said[it] for it in above.places if it in said], policies.defaults)
    change.inherited = getattr(inherited, change.name)
    by = UserId(interaction.user.id)
    made = await policies.amend(target.guild_id, target.place, change, by=by)
    catalogue = interaction.client.services.requests.catalogue
    change.matching = await asyncio.to_thread(_matching, catalogue, change.glob)
    return made


@dataclass(slots=True)
class _Amendment:
    """What one command changes: what is in force in the place, which may come from above."""

    name: List
    glob: str
    remove: bool
    inherited: tuple[str, ...] | None = None
    matching: int = 0
    """How many models of the engine the glob matches."""

    def __call__(self, said: PolicyPatch) -> PolicyPatch:
        own: tuple[str, ...] | None = getattr(said, self.name)
        before = (self.inherited if own is None else own) or ()
        after = (taken_off if self.remove else added)(before, self.glob)
        own = None if after == (self.inherited or ()) else after
        return replace(said, **{self.name: own})  # type: ignore[arg-type] # a list

    def told(self) -> Text:
        return text("policy.models.matching", count=self.matching, glob=typed(self.glob))


def _matching(catalogue: Catalogue, glob: str) -> int:
    return sum(len(matching(glob, catalogue.browse(kind))) for kind in ModelKind)


async def setup(bot: Darkroom) -> None:
    """Put the commands into the group of /policy, whose cog is loaded."""
    group_of(bot).add_command(models)
