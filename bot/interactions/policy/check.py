"""What ``/policy check`` looks at: what a member and the bot may do somewhere, by whose rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.client.readers import locale_of
from bot.domain.ids import PlaceId, UserId
from bot.errors import RefusedError
from bot.interactions.answering import Answer, answer_alone
from bot.interactions.budgets import purse_of
from bot.interactions.here import guild_of, roles_of
from bot.interactions.permissions import missing_permissions
from bot.interactions.places import UNPLACED
from bot.interactions.policy.target import target_at
from bot.jobs.standings import Asker
from bot.texts.permissions import PERMISSIONS
from bot.texts.text import text
from bot.views.policy.check import Checked, check_view
from bot.views.policy.rules import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.client.discord_bot import Darkroom
    from bot.texts.text import Text

NOT_MEMBER = text("check.not_member")

NEEDED = ("view_channel", "use_application_commands")
"""Of members, to use commands."""

Who = discord.User | discord.Member


async def tell_check(
    interaction: discord.Interaction[Darkroom], who: Who, channel_id: int | None
) -> None:
    """Answer with what somebody may do in a channel, or here.

    Raises:
        RefusedError: not in a server, or it cannot be told for now whose rules apply.

    """
    place = interaction.channel_id if channel_id is None else channel_id
    if place is None:
        raise RefusedError(UNPLACED)
    await answer_alone(interaction, _checked(interaction, who, place))


async def _checked(interaction: discord.Interaction[Darkroom], who: Who, channel_id: int) -> Answer:
    services, guild_id = interaction.client.services, guild_of(interaction)
    places = await services.places.here(guild_id, channel_id)
    policy = await services.policies.in_force(guild_id, places)
    asker = Asker(user_id=UserId(who.id), guild_id=guild_id, places=places, roles=roles_of(who))
    standing = await services.standings.of(asker, policy)
    purse = await purse_of(interaction, asker, standing.policy)
    theirs, bots = _permissions(interaction, who, channel_id)
    reasons = [*_hindrances(interaction, who, theirs), *_missing(interaction, bots, channel_id)]
    told = [*standing.refusals, *purse.refusals]
    said = await services.policies.said(guild_id, places)
    named = dict(target_at(interaction, PlaceId(channel_id)).chain)
    checked = Checked(
        member=who.id,
        place=channel_id,
        reasons=[*reasons, *(text("check.told", words=it) for it in told)],
        used_up=standing.used_up,
        allowances=standing.allowances,
        policy=standing.policy,
        levels=[Level(named[it], said[it]) for it in places if it in said and it in named],
        defaults=services.policies.defaults,
        is_held=standing.is_held,
        spendings=purse.spendings,
        cost=purse.cost,
        moderates=theirs is not None and theirs.manage_messages,
        manages=theirs is not None and theirs.manage_guild,
    )
    return Answer(check_view(checked, await locale_of(interaction)))


def _permissions(
    interaction: discord.Interaction[Darkroom], who: Who, channel_id: int
) -> tuple[discord.Permissions | None, discord.Permissions | None]:
    """Return what a member and the bot may do in a channel, as far as that is known."""
    is_here = channel_id == interaction.channel_id
    channel = interaction.guild.get_channel_or_thread(channel_id) if interaction.guild else None
    theirs = bots = None
    if isinstance(channel, discord.Thread) and channel.parent is None:
        channel = None
    if channel is not None:
        bots = channel.permissions_for(channel.guild.me)
    if isinstance(who, discord.Member):
        theirs = who.resolved_permissions if is_here else None
        if channel is not None:
            theirs = channel.permissions_for(who)
    return theirs, interaction.app_permissions if is_here else bots


def _hindrances(
    interaction: discord.Interaction[Darkroom], who: Who, theirs: discord.Permissions | None
) -> Iterator[Text]:
    """Yield what Discord keeps a member from."""
    if not isinstance(who, discord.Member):
        yield NOT_MEMBER
        return
    until = who.timed_out_until
    if until is not None and until > interaction.created_at:
        yield text("check.timed_out", at=round(until.timestamp()))
    if theirs is None:  # where nothing is allowed it is false, but not None
        return
    if lacking := tuple(PERMISSIONS[name] for name in NEEDED if not getattr(theirs, name)):
        yield text("check.lacks", permissions=lacking)


def _missing(
    interaction: discord.Interaction[Darkroom], bots: discord.Permissions | None, channel_id: int
) -> Iterator[Text]:
    """Yield what the bot lacks there."""
    channel = interaction.guild.get_channel_or_thread(channel_id) if interaction.guild else None
    is_thread = isinstance(channel, discord.Thread)
    if bots is not None and (missing := missing_permissions(bots, is_thread=is_thread)):
        yield text("check.bot_lacks", permissions=tuple(missing))
