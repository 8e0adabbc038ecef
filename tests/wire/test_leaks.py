"""The search for what leaks finds each kind of leak, or the suite's silence would prove nothing."""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image

from bot.playground.discord.request_log import LoggedRequest
from tests.wire.elsewhere import CLEAR, FLAGGED, imagined
from tests.wire.leaks import leaks, left_standing
from tests.wire.rows import until
from tests.wire.sharing import sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


CARD = {"components": [{"spoiler": True, "custom_id": "darkroom:look:abc"}]}


def encoded(file: bytes, kind: str, side: int = 0) -> bytes:
    """Return a picture as another file, of so many pixels along each side if that is told."""
    made = io.BytesIO()
    with Image.open(io.BytesIO(file)) as picture:
        seen = picture.convert("RGB")
        (seen.resize((side, side)) if side else seen).save(made, kind)
    return made.getvalue()


def archived(file: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.jpg", file)
    return made.getvalue()


async def found_in(bot: WholeBot, channel: int, files: Iterable[bytes], said: object) -> list[str]:
    """Return what the search finds when this is sent, too; it is unsent then."""
    planted = LoggedRequest(
        method="POST",
        path=f"/channels/{channel}/messages",
        query={},
        at=0.0,
        body_bytes=0,
        payload=said,
        contents=tuple(files),
    )
    bot.discord.requests.all.append(planted)
    found = await leaks(bot.discord, [bot.novita], bot.database)
    bot.discord.requests.all.remove(planted)
    return found


async def test_each_kind_of_leak_is_found_and_nothing_else(bot: WholeBot) -> None:
    world, task = bot.discord.world, bot.novita.tasks
    await bot.policy("set", action="blur", review_channel=world.mod_review)
    message = await imagined(bot, [FLAGGED, CLEAR])
    await eventually(lambda: bot.discord.registry.in_channel(world.mod_review.id))
    hidden, clear = await bot.originals(task[0])
    blurred, shown = [it.data for it in message.pictures()]
    [card] = bot.discord.registry.in_channel(world.mod_review.id)[-1].pictures()
    assert await leaks(bot.discord, [bot.novita], bot.database) == []
    leaking = {
        hidden: "its file",
        card.data: "its file",
        blurred + hidden: "its file",
        blurred + hidden[9:]: "a piece of its file",
        archived(hidden): "its file",
        encoded(hidden, "PNG"): "its pixels",
        encoded(hidden, "WEBP", 200): "its pixels",
        encoded(hidden, "JPEG", 64): "its pixels",
        hidden.hex().encode(): "hex",
    }
    for number, (file, how) in enumerate(leaking.items()):
        found = await found_in(bot, world.channel.id, [file], {})
        assert [how in it for it in found] == [True], (number, found)
        assert "image 1 of 'a harbour at dawn'" in found[0]
    for start in range(3):
        said = {"content": base64.b64encode(hidden[start:]).decode()}
        found = await found_in(bot, world.channel.id, [], said)
        assert ["base64" in it for it in found] == [True]
    link = {"embeds": [{"image": {"url": f"https://x.example/{task[0].names[0]}?a=b"}}]}
    assert "its link" in (await found_in(bot, world.mod_review.id, [], link))[0]
    copied = {"content": f"/attachments/{world.mod_review.id}/{card.attachment.id}/{card.name}"}
    assert "its card's file" in (await found_in(bot, world.channel.id, [], copied))[0]
    # Its card may show it where only moderators are, and nothing else may.
    assert await found_in(bot, world.mod_review.id, [hidden], CARD) == []
    assert await found_in(bot, world.adult_channel.id, [hidden], CARD) == []
    assert await found_in(bot, world.art.id, [hidden], CARD) != []
    assert await found_in(bot, world.mod_review.id, [hidden], {}) != []
    uncovered = {"custom_id": "darkroom:look:abc"}
    assert await found_in(bot, world.mod_review.id, [hidden], uncovered) != []
    harmless = [blurred, shown, clear, encoded(clear, "PNG"), encoded(blurred, "PNG"), b"words"]
    assert await found_in(bot, world.channel.id, harmless, {"content": "a harbour"}) == []


async def test_pictures_without_detail_are_told_by_their_files(bot: WholeBot) -> None:
    world = bot.discord.world
    bot.novita.knobs.nsfw_result = FLAGGED
    message = await bot.imagined("a plain fox")
    [hidden] = await bot.originals(bot.novita.tasks[0])
    [blurred] = [it.data for it in message.pictures()]
    assert await found_in(bot, world.channel.id, [blurred], {}) == []
    assert "its file" in (await found_in(bot, world.channel.id, [hidden], {}))[0]
    await bot.policy("set", detection=False)
    await bot.imagined("an open fox")
    [shown] = await bot.originals(bot.novita.tasks[1])
    assert await found_in(bot, world.channel.id, [shown], {}) == []


async def test_what_was_taken_back_may_not_stay_in_its_message(bot: WholeBot) -> None:
    discord = bot.discord
    message = await bot.imagined("a fox for a while")
    [original] = await bot.originals(bot.novita.tasks[0])
    [file] = message.now.attachments
    await bot.press(message, "delete")
    await eventually(lambda: not message.now.attachments)
    await until(bot.database, lambda jobs: all(job.shown for job in jobs))
    assert await left_standing(discord, [bot.novita], bot.database) == []
    bare = message.now
    discord.registry.edit(message, replace(bare, attachments=(replace(file, data=original),)))
    [found] = await left_standing(discord, [bot.novita], bot.database)
    assert "image 1 of 'a fox for a while' still stands" in found
    discord.registry.edit(message, bare)
