"""A bare stand-in, and the messages to fill it with."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.discord import DiscordStandIn, Weather
from tests.browser.showcase import hostile, messages
from tests.browser.showcase.bot import listening

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.playground.discord import Channel
    from tests.browser.showcase.bot import ShowcaseBot
    from tests.browser.showcase.parts import Post


@dataclass(frozen=True, slots=True)
class Showcase:
    """A stand-in with a bot that shows all that a bot can show."""

    discord: DiscordStandIn
    bot: ShowcaseBot

    @property
    def address(self) -> str:
        """Where its page is."""
        return self.discord.page_url

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.discord.origin.rpartition(":")[2])

    async def post(self, channel: Channel, *posts: Post) -> None:
        """Let the bot post messages."""
        for post in posts:
            await self.bot.post(channel.id, post)

    def crowd(self, channel: Channel, count: int) -> None:
        """Let people write this many short messages."""
        people = (self.discord.world.member, self.discord.world.second_member)
        for n in range(1, count + 1):
            words = f"Message {n} of **{count}**"
            self.discord.say(words, user=people[n // 3 % 2], channel=channel)

    def everything(self) -> list[Post]:
        """Return a message for each kind of component."""
        world = self.discord.world
        markdown = messages.markdown(str(world.member.id), str(world.art.id))
        mixed = (messages.boxes(), messages.spoilers(), messages.files())
        return [markdown, *mixed, messages.buttons(), messages.selects()]

    async def fill(self) -> None:
        """Post everything, everywhere."""
        world = self.discord.world
        await self.post(world.channel, *messages.galleries(), *self.everything())
        await self.post(world.art, *hostile.texts())
        await self.post(world.thread, *messages.legacy())
        await self.post(world.mod_review, messages.buttons())
        self.crowd(world.adult_channel, 500)


@asynccontextmanager
async def showing(port: int = 0, tries: int = 1) -> AsyncIterator[Showcase]:
    """Run a stand-in and its bot, with no messages yet."""
    async with DiscordStandIn(port=port, tries=tries, weather=Weather.still()) as discord:
        discord.limits.enabled = False
        async with listening(discord) as bot:
            yield Showcase(discord, bot)
