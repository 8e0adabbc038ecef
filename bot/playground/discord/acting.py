"""Bringing an act of a person to the bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from bot.playground.discord.acts import interaction_payload
from bot.playground.discord.interactions import Act, Interaction
from bot.playground.discord.invocation import Invocation
from bot.playground.discord.notifier import Notifier

if TYPE_CHECKING:
    from bot.playground.discord.messages import Message
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import Channel, User
    from bot.playground.discord.state import State


class Place(TypedDict, total=False):
    """Who acts, and where. By default the member, in the first channel.

    In a guild without the bot it is a user who installed the application. With
    ``without_channel`` the bot is told the channel's id, but nothing else of it; with
    ``unresolved`` nothing of what texts mention.
    """

    user: User
    channel: Channel
    without_channel: bool
    unresolved: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done: ``data`` of the interaction, and the message whose button was pressed."""

    act: Act
    data: Payload
    source: Message | None = None


class Actor:
    """Opens an interaction for each deed and sends it to the right shard."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def act(self, deed: Deed, place: Place) -> Invocation:
        """Do it.

        Raises:
            LookupError: no bot is listening.

        """
        world = self._state.world
        it = self._interaction(
            deed, place.get("user", world.member), place.get("channel", world.channel)
        )
        self._state.interactions.add(it)
        event = interaction_payload(it, deed.data, bot_id=world.bot.id)
        if deed.source is not None:
            event["message"] = self._state.registry.payload(deed.source)
        if place.get("without_channel"):
            del event["channel"]
        await self._state.gateway.dispatch("INTERACTION_CREATE", event, guild_id=it.guild.id)
        return Invocation(it)

    def _interaction(self, deed: Deed, user: User, channel: Channel) -> Interaction:
        guild = self._state.world.home_of(channel)
        return Interaction(
            id=self._state.ids.next(),
            act=deed.act,
            user=user,
            guild=guild,
            channel=channel,
            limit=max(guild.attachment_size_limit, user.attachment_size_limit),
            notifier=Notifier(self._state.notifier),
            source=deed.source,
            data=deed.data,
            user_installed=guild.id not in self._state.world.guilds,
        )
