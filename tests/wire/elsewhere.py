"""What tests of images in other places share: where they go, and what of them went out."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageChops

from bot.playground.discord.component_kinds import Kind
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.playground.discord import Invocation, Message, User
    from bot.playground.novita.tasks import Task
    from tests.wire.whole_bot import WholeBot

CLEAR = {"valid": True, "confidence": 3.7}
FLAGGED = {"valid": True, "confidence": 93.7}


def said_of_each(results: list[object]) -> Callable[[Task, int], object]:
    """Return what the engine says of each image."""

    def said(_: Task, index: int) -> object:
        return results[index]

    return said


async def imagined(bot: WholeBot, results: list[object], **options: Any) -> Message:  # noqa: ANN401 - any option
    """Return a result with real images, of which the engine says this."""
    bot.novita.knobs.plain_images = False
    bot.novita.knobs.nsfw_result = said_of_each(results)
    return await bot.imagined("a harbour at dawn", images=len(results), **options)


async def pressed(
    bot: WholeBot, message: Message, number: int = 1, user: User | None = None
) -> Invocation:
    """Ask for an image in one's direct messages, by the button or the select."""
    user = user or bot.discord.world.member
    selects = [it for it in message.walk() if it["type"] == Kind.STRING_SELECT]
    if not selects:
        return await bot.press(message, "send", user=user)
    job = selects[0]["custom_id"].split(":")[2]
    value = f"darkroom:send:{job}:{number}"
    chosen = await bot.discord.choose(message, selects[0]["custom_id"], [value], user=user)
    return await chosen.answered()


async def told(invocation: Invocation) -> str:
    """Return the last words of an answer that was first "thinking"."""
    assert invocation.ephemeral
    await invocation.until(lambda: not invocation.shown.is_loading, timeout=20)
    return invocation.text()


async def sent(bot: WholeBot, message: Message, number: int = 1, user: User | None = None) -> str:
    """Ask for an image, and return what is said in the end."""
    return await told(await pressed(bot, message, number, user))


def direct(bot: WholeBot, user: User | None = None) -> list[Message]:
    """Return the direct messages of somebody."""
    world = bot.discord.world
    channels = world.direct.of(user or world.member)
    return [it for each in channels for it in bot.discord.registry.in_channel(each.id)]


def is_same(one: bytes, other: bytes) -> bool:
    """Whether two files show the same pixels."""
    with Image.open(io.BytesIO(one)) as a, Image.open(io.BytesIO(other)) as b:
        seen = [each.convert("RGB") for each in (a, b)]
    return seen[0].size == seen[1].size and ImageChops.difference(*seen).getbbox() is None


def went_out(bot: WholeBot, channels: Iterable[int]) -> list[bytes]:
    """Return every file that any message in these channels ever carried."""
    messages = [it for it in bot.messages() if it.channel_id in set(channels)]
    versions = [version for message in messages for version in message.versions]
    return [attachment.data for version in versions for attachment in version.attachments]


def holds_nothing_of(files: Iterable[bytes], secrets: Iterable[bytes]) -> bool:
    """Whether no file holds a piece of what must not be seen."""
    pieces = [secret[len(secret) // 2 :][:48] for secret in secrets]
    return not any(piece in file for file in files for piece in pieces)


def numbers_of(message: Message) -> list[int]:
    """Return which images a message shows, by the names of its files."""
    found = [re.fullmatch(r"[a-z0-9]+-(\d)(-blurred)?\.\w+", it.name) for it in message.pictures()]
    return [int(match[1]) for match in found if match]


async def until_in(bot: WholeBot, channel_id: int, count: int = 1) -> list[Message]:
    """Wait until so many messages stand in a channel, and return them."""
    registry = bot.discord.registry
    await eventually(lambda: len(registry.in_channel(channel_id)) >= count, 30)
    return registry.in_channel(channel_id)
