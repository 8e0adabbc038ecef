"""What a showcase holds: by its rules after a crash, gone with its result, not for other eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.discord import Permission
from bot.playground.discord.places import Overwrite
from tests.wire.elsewhere import CLEAR, FLAGGED, imagined, until_in
from tests.wire.test_stars import done, fans, starred, starry, until_ended
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Message
    from tests.wire.whole_bot import WholeBot

__all__ = ["starry"]

HOUR = 3600 * 10**6


def standing(bot: WholeBot) -> list[Message]:
    return bot.discord.registry.in_channel(bot.discord.world.art.id)


async def starred_by_all(bot: WholeBot, message: Message) -> None:
    for user in fans(bot):
        await starred(bot, message, user)


async def crashed(bot: WholeBot) -> None:
    """Start anew an hour later, nothing being known of what was posted."""
    await bot.stop()
    bot.discord.faults.clear()
    done(bot, "UPDATE showcases SET claimed_at = claimed_at - ?, due_at = 0", HOUR)
    await bot.start()


async def test_what_is_deleted_goes_from_the_showcase_and_the_gallery(starry: WholeBot) -> None:
    bot, world = starry, starry.discord.world
    message = await imagined(bot, [CLEAR])
    await starred_by_all(bot, message)
    await until_in(bot, world.art.id)
    await until_ended(bot)
    done(bot, "UPDATE showcases SET claimed_at = claimed_at - ?", 48 * HOUR)
    away = bot.discord.faults.add(method="DELETE", path="/messages/", status=503, html=True)
    await bot.press(message, "delete", user=world.moderator)
    await eventually(lambda: away.hits)
    (asked,) = bot.discord.requests.find("DELETE", "/messages/")
    assert asked.reason == f"Deleted by {world.moderator.id}"
    await bot.stop()
    done(bot, "UPDATE showcases SET due_at = 0")
    await bot.start()
    await eventually(lambda: standing(bot) == [], 30)
    assert await until_ended(bot) == [None]
    opened = await bot.discord.slash("gallery", {}, user=world.second_member)
    assert "harbour" not in (await opened.answered()).text()


@pytest.mark.parametrize("how", ["deleted", "stricter"])
async def test_what_a_crash_left_is_judged_by_the_rules_of_now(starry: WholeBot, how: str) -> None:
    bot, world = starry, starry.discord.world
    message = await imagined(bot, [CLEAR, FLAGGED])
    path = rf"^/channels/{world.art.id}/messages"
    bot.discord.faults.add(method="POST", path=path, drop="after", times=None)
    await starred_by_all(bot, message)
    [shown] = await until_in(bot, world.art.id)
    await bot.stop()
    await bot.start()
    if how == "deleted":
        await bot.press(message, "delete")
        await crashed(bot)
        assert await until_ended(bot) == [None]
        assert standing(bot) == []
        return
    await bot.policy("set", channel=world.art, threshold=1, action="spoiler")
    await crashed(bot)
    assert await until_ended(bot) == [shown.id]
    assert standing(bot) == [shown]
    assert [it.spoiler for it in shown.pictures()] == [True]


async def test_what_few_see_is_not_shown_to_few_others(starry: WholeBot) -> None:
    bot, world = starry, starry.discord.world
    same, other = (world.add_channel(world.guild, name) for name in ("staff", "guests"))
    same.overwrites = dict(world.mod_review.overwrites)
    guest = Overwrite(1, Permission.VIEW_CHANNEL, 0)
    other.overwrites = {**same.overwrites, world.second_member.id: guest}
    await bot.restart()
    message = await imagined(bot, [CLEAR], channel=world.mod_review, user=world.moderator)
    for wall, leaves in ((same, True), (other, False)):
        await bot.policy("places", stars=True, showcase_channel=wall)
        words = await starred(bot, message, world.admin)
        assert ("it is shown in" in words) is leaves
        await starred(bot, message, world.admin)
