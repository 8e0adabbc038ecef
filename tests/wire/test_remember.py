"""Remove and remember, over the wire: what looks like it is held until it is forgotten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.wire.elsewhere import CLEAR, FLAGGED, holds_nothing_of, imagined, told
from tests.wire.elsewhere import pressed as sent
from tests.wire.pictures import unlabelled
from tests.wire.test_review import all_saw, card_of, done, pressed, until_shown
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation, User
    from tests.wire.whole_bot import WholeBot

HELD = "Image 1 is held for a moderator."
LEFT_OUT = "looks like one that the moderators removed for good"


async def images(
    bot: WholeBot,
    command: str,
    *,
    user: User | None = None,
    **options: Any,  # noqa: ANN401 - any
) -> Invocation:
    """Use ``/filter images``, as the admin unless told, and return once it is answered."""
    used = await bot.discord.slash(
        f"filter images {command}", options, user=user or bot.discord.world.admin
    )
    return await used.answered()


async def test_a_remembered_image_is_held_until_it_is_forgotten(bot: WholeBot) -> None:
    world = bot.discord.world
    await bot.policy("set", action="blur", review_channel=world.mod_review)
    first = await imagined(bot, [FLAGGED, CLEAR], seed=7)
    unwanted, wanted = await bot.originals(bot.novita.tasks[0])
    card = await card_of(bot, world.mod_review)
    assert "Only moderators" in await pressed(bot, card, "remember", world.member)
    assert "held from now on" in await pressed(bot, card, "remember")
    assert "Removed and remembered by" in await pressed(bot, card, "remove")
    await eventually(lambda: "Image 1 was removed by the moderators" in first.text())
    await eventually(lambda: "Removed and remembered by" in card.text())

    await until_shown(bot)
    await bot.restart()
    # Its judge finds nothing in it, and all the same it waits, alone.
    again = await imagined(bot, [CLEAR, CLEAR], seed=7)
    assert HELD in again.text()
    assert [unlabelled(it.data) for it in again.pictures()] == [wanted]
    private = await bot.imagine("a harbour at dawn", private=True, seed=7)
    await private.until(lambda: "Image 1 is not shown" in private.text(), timeout=20)
    assert holds_nothing_of(all_saw(bot, world.channel), [unwanted])
    card = await card_of(bot, world.mod_review, 2)
    assert "looks like #1 of `/filter images list`" in card.text()
    assert "takes its place" in await pressed(bot, card, "approve")
    await eventually(lambda: len(again.pictures()) == 2)
    await until_shown(bot)
    assert [unlabelled(it.data) for it in again.pictures()] == [unwanted, wanted]
    # Approved where it stands, which forgets nothing: it goes nowhere else.
    assert LEFT_OUT in await told(await sent(bot, again, 1))

    listed = await images(bot, "list")
    assert listed.ephemeral
    assert "1 image must not come again" in listed.text()
    assert f"#1 case 1, <@{world.moderator.id}>" in listed.text()
    exported = (await images(bot, "export")).shown.now.attachments[0].data
    assert [it["case"] for it in json.loads(exported)["images"]] == [1]
    assert "Forgotten: #1" in (await images(bot, "forget", number=1)).text()
    assert "no image of this number" in (await images(bot, "forget", number=1)).text()
    posted = await imagined(bot, [CLEAR, CLEAR], seed=7)
    assert [unlabelled(it.data) for it in posted.pictures()] == [unwanted, wanted]

    await until_shown(bot)  # what is remembered before its edit is answered is taken back
    taken = await images(bot, "import", file=bot.discord.hand("images.json", exported))
    await eventually(lambda: "Added: 1" in taken.text())
    assert LEFT_OUT in await told(await sent(bot, posted, 1))
    # One whose row does not say how it looks is looked at when its file is here.
    done(bot, "UPDATE images SET fingerprint = NULL")
    assert LEFT_OUT in await told(await sent(bot, posted, 1))
    wrong = await images(bot, "import", file=bot.discord.hand("images.json", b"{}"))
    await eventually(lambda: "/filter images export" in wrong.text())
    kinds = [kind for (kind,) in done(bot, "SELECT kind FROM entries ORDER BY id")]
    assert (kinds.count("remembered"), kinds.count("forgotten")) == (2, 1)


async def test_only_what_can_be_told_from_others_is_remembered(bot: WholeBot) -> None:
    world = bot.discord.world
    await bot.policy("set", action="blur", review_channel=world.mod_review)
    bot.novita.knobs.nsfw_result = FLAGGED
    await bot.imagined("one colour")
    card = await card_of(bot, world.mod_review)
    assert "too little in it" in await pressed(bot, card, "remember")
    await eventually(lambda: "Removed by" in card.text())
    assert "must not come again" in (await images(bot, "list")).text()
    assert done(bot, "SELECT count(*) FROM fingerprints") == [(0,)]
    file = bot.discord.hand("images.json", b"{}")
    commands: list[tuple[str, dict[str, Any]]] = [
        *(("list", {}), ("forget", {"number": 1}), ("export", {}), ("import", {"file": file})),
    ]
    for command, options in commands:
        refused = await images(bot, command, user=world.member, **options)
        assert refused.ephemeral
        assert "Manage Server" in refused.text()
