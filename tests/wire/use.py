"""What tests of forms do most: post pictures, use the command, read and fill in the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.unit.embedded.files import png_with

if TYPE_CHECKING:
    from bot.playground.discord import Invocation, Message
    from tests.wire.whole_bot import WholeBot

COMMAND = "Use these settings"
LABEL, TEXT = 18, 10

BLOCK = "a red fox\nNegative prompt: blur\nSteps: 28, Sampler: Euler a, Seed: 42, Size: 512x640"
FOX = png_with(parameters=BLOCK)
FLAGS = '--size 512x640 --steps 28 --sampler "Euler a" --seed 42'


def posted(bot: WholeBot, *files: bytes) -> Message:
    """Post files as a member does, called ``fox-1.png`` and so on."""
    handed = [bot.discord.hand(f"fox-{at}.png", data) for at, data in enumerate(files, 1)]
    return bot.discord.say("look", *handed)


async def use(bot: WholeBot, message: Message, **place: Any) -> Invocation:  # noqa: ANN401 - see ``discord.menu``
    """Use the command on a message and return once it is answered."""
    used = await bot.discord.menu(COMMAND, message, **place)
    return await used.answered()


def values(opened: Invocation) -> dict[str, str]:
    """Return what stands in the fields of the form that was opened."""
    assert opened.modal is not None, opened.callback
    fields = [it["component"] for it in opened.modal["components"] if it["type"] == LABEL]
    return {field["custom_id"]: field.get("value") or "" for field in fields}


def said(opened: Invocation) -> str:
    """Return what stands above its fields."""
    assert opened.modal is not None
    return "\n".join(it["content"] for it in opened.modal["components"] if it["type"] == TEXT)
