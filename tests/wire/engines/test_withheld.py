"""What nobody has judged is withheld, whichever engine made it, on every way out that there is."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from bot.playground.discord.request_log import LoggedRequest
from tests.wire.elsewhere import is_same, sent
from tests.wire.engines.conftest import paired
from tests.wire.engines.kinds import SERVERS
from tests.wire.leaks import leaks, left_standing
from tests.wire.made import made_by
from tests.wire.test_details import REPORT, menu
from tests.wire.test_review import card_of, pressed, until_shown
from tests.wire.test_showing import asked, history
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from bot.playground.discord import Message
    from tests.wire.whole_bot import WholeBot


async def found(bot: WholeBot) -> list[str]:
    """Return what the search finds; Novita is asked for nothing here."""
    return [
        *await leaks(bot.discord, bot.others, bot.database),
        *await left_standing(bot.discord, bot.others, bot.database),
    ]


async def planted(bot: WholeBot, words: str, *files: bytes) -> str:
    """Return what the search finds when this is sent, too; it is unsent then."""
    path = f"/channels/{bot.discord.world.channel.id}/messages"
    leak = LoggedRequest(
        method="POST",
        path=path,
        query={},
        at=0.0,
        body_bytes=0,
        payload={"content": words},
        contents=files,
    )
    bot.discord.requests.all.append(leak)
    try:
        return "\n".join(await found(bot))
    finally:
        bot.discord.requests.all.remove(leak)


async def every_way_out(bot: WholeBot, message: Message) -> None:
    """Ask for the images of a result wherever they could be shown, in words or in a file."""
    world = bot.discord.world
    for number in (1, 2):
        assert "doesn't show it" in await sent(bot, message, number)
        refused = await asked(bot, await history(bot, world.art), message, number)
        await refused.until(lambda it=refused: not it.shown.is_loading, timeout=20)  # type: ignore[misc]
    for user in (world.second_member, world.moderator, world.admin):
        await bot.press(message, "star", user=user)
    for action in ("details", "edit", "report"):
        await bot.press(message, action, user=world.second_member)
    await menu(bot, REPORT, message, user=world.second_member)
    for command in ("privacy export", "history", "gallery", "cases"):
        await (await bot.discord.slash(command, {}, user=world.member)).answered()


@pytest.mark.parametrize("kind", SERVERS)
async def test_what_nobody_judged_is_seen_by_moderators_alone(
    kind: str, engines_experienced: Path, tmp_path: Path, soon_settled: None
) -> None:
    async with paired(kind, engines_experienced, tmp_path) as pair:
        bot, world = pair.bot, pair.bot.discord.world
        await bot.start()
        pair.rig.stand_in.knobs.plain_images = False  # type: ignore[attr-defined]
        await bot.policy("set", action="blur", review_channel=world.mod_review)
        await bot.policy("places", stars=True, showcase_channel=world.art)
        message = await bot.imagined("a harbour at dawn", images=2, seed=7)
        made = sorted(made_by(bot.others[0]), key=lambda it: it.seed)
        first, second = [await it.file() for it in made]
        assert ["blurred" in it.name for it in message.pictures()] == [True, True]
        await card_of(bot, world.mod_review, 2)
        await until_shown(bot)
        one, two = bot.discord.registry.in_channel(world.mod_review.id)
        assert [is_same(it.pictures()[0].data, first) for it in (one, two)].count(True) == 1
        await every_way_out(bot, message)
        assert await found(bot) == []
        # Or that silence would prove nothing.
        assert "its file" in await planted(bot, "", second)
        assert "base64" in await planted(bot, base64.b64encode(second).decode())
        if made[1].name:
            assert "its link" in await planted(bot, f"https://x.example/{made[1].name}")

        card = one if is_same(one.pictures()[0].data, first) else two
        assert "takes its place" in await pressed(bot, card, "approve")
        await eventually(lambda: "blurred" not in message.pictures()[0].name)
        assert is_same(message.pictures()[0].data, first)
        assert "blurred" in message.pictures()[1].name
        await until_shown(bot)
        assert await found(bot) == []
        assert "its file" in await planted(bot, "", second)
        assert await planted(bot, "", first) == ""
