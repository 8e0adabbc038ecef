"""Again, Vary, Upscale and Edit over the wire: who may, what is made, and where it says so."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from bot.playground.discord.component_kinds import Kind
from bot.store.jobs.images import SqlImageStore
from bot.store.jobs.jobs import SqlJobStore
from tests.wire.rows import rows, until
from tests.wire.sharing import sharing
from tests.wire.use import values
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    import pytest

    from bot.playground.discord import Invocation, Message, User
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


NOT_OURS = "button"


def link(bot: WholeBot, message: Message) -> str:
    guild = bot.discord.world.guild
    return f"https://discord.com/channels/{guild.id}/{message.channel_id}/{message.id}"


def requests(bot: WholeBot) -> list[dict[str, Any]]:
    return [task.request for task in bot.novita.tasks]


async def made(bot: WholeBot, message: Message, action: str, user: User | None = None) -> Message:
    """Press a button and return the new message once it is final."""
    pressed = await bot.press(message, action, user=user or bot.discord.world.member)
    assert pressed.ephemeral is message.ephemeral, pressed.text()
    assert pressed.shown is not message
    return await pressed.final()


async def refused(bot: WholeBot, message: Message, action: str, **place: Any) -> str:  # noqa: ANN401 - see ``press``
    """Press a button, and return what is told to who pressed and nobody else."""
    jobs = len(rows(bot.database))
    pressed = await bot.press(message, action, **place)
    assert pressed.ephemeral
    assert len(rows(bot.database)) == jobs
    return pressed.text()


async def pick(bot: WholeBot, message: Message, value: str) -> Invocation:
    [select] = [it for it in message.walk() if it["type"] == Kind.STRING_SELECT]
    chosen = await bot.discord.choose(
        message, select["custom_id"], [value], user=bot.discord.world.member
    )
    return await chosen.answered()


async def test_again_makes_the_same_by_another_seed_for_who_presses(bot: WholeBot) -> None:
    world = bot.discord.world
    old = await bot.imagined("a red fox", seed=7, steps=30, guidance=7.123456789, images=2)
    await bot.restart()
    pressed = await bot.press(old, "again", user=world.second_member)
    assert link(bot, old) in pressed.text()
    assert f"<@{world.second_member.id}>" in pressed.text()
    assert f"<@{world.second_member.id}>" in (await pressed.final()).text()
    assert link(bot, old) in pressed.shown.text()
    assert len(pressed.shown.pictures()) == 2
    first, second = requests(bot)
    assert second == first | {"seed": -1}
    parent, child = rows(bot.database)
    assert child.parent_job == parent.id
    # And of what was made again once more, by its own message.
    newest = await made(bot, pressed.shown, "again")
    assert link(bot, pressed.shown) in newest.text()
    assert old.is_final
    assert len(old.pictures()) == 2


async def test_two_presses_at_once_make_one_job_and_of_two_members_two(bot: WholeBot) -> None:
    world = bot.discord.world
    old = await bot.imagined("a red fox")
    again = old.button("again")["custom_id"]
    users = [world.member, world.member, world.second_member]
    presses = [await bot.discord.press(old, again, user=user) for user in users]
    for press in presses:
        await press.answered()
    told = [press for press in presses if press.ephemeral]
    assert [press.text() for press in told] == [
        "You pressed this a moment ago: it is already on its way."
    ]
    assert told[0] in presses[:2]
    jobs = await until(bot.database, lambda found: sum(job.shown for job in found) == 3)
    assert len(jobs) == 3
    assert len(bot.novita.tasks) == 3


async def test_the_policy_says_who_may_press(bot: WholeBot) -> None:
    world = bot.discord.world
    old = await bot.imagined("a red fox")
    await bot.policy(buttons="requester")
    for action in ("again", "vary", "upscale", "edit"):
        said = await refused(bot, old, action, user=world.second_member)
        assert "Only the person who requested this" in said
    await made(bot, old, "vary")
    await made(bot, old, "vary", world.moderator)
    await bot.policy(buttons="moderators")
    for action in ("again", "upscale", "edit"):
        assert "Only moderators" in await refused(bot, old, action)
    await made(bot, old, "upscale", world.moderator)
    # A form that was opened before is not sent after.
    await bot.policy(buttons="anyone")
    opened = await bot.press(old, "edit")
    await bot.policy(buttons="moderators")
    sent = await (await bot.discord.submit(opened)).answered()
    assert "Only moderators" in sent.text()
    assert sent.ephemeral


async def test_vary_takes_the_seeds_next_to_that_of_the_image(bot: WholeBot) -> None:
    old = await bot.imagined("a red fox", images=3, seed=100)
    job = rows(bot.database)[0].id
    chosen = await pick(bot, old, f"darkroom:vary:{job}:2")
    message = await chosen.final()
    assert "image 2 of" in message.text()
    assert link(bot, old) in message.text()
    first, second = requests(bot)
    assert second == first | {"seed": 102}
    assert len(message.pictures()) == 3
    await bot.policy(max_images=1)
    only = await made(bot, await bot.imagined("a blue fox", seed=2**32 - 1), "vary")
    assert len(only.pictures()) == 1
    assert requests(bot)[-1]["seed"] == 2**32 - 2


async def test_a_choice_that_the_select_does_not_offer_is_refused(bot: WholeBot) -> None:
    old = await bot.imagined("a red fox", images=2)
    job = rows(bot.database)[0].id
    forged = [
        *(f"darkroom:vary:{job}:3", f"darkroom:vary:{job}", f"darkroom:again:{job}:1", "x"),
        *(f"darkroom:delete:{job}:1", "darkroom:vary:other:1", f"darkroom:pick:{job}:1"),
    ]
    for value in forged:
        chosen = await pick(bot, old, value)
        assert chosen.ephemeral
        assert NOT_OURS in chosen.text()
    assert len(rows(bot.database)) == 1


async def test_upscale_makes_one_image_larger_by_its_own_seed(bot: WholeBot) -> None:
    old = await bot.imagined("a red fox", images=2, seed=100)
    job = rows(bot.database)[0].id
    larger = await (await pick(bot, old, f"darkroom:upscale:{job}:2")).final()
    request = requests(bot)[-1]
    assert (request["seed"], request["image_num"]) == (101, 1)
    assert request["hires_fix"]["target_width"] == 1024
    assert "worked out from the first image" in larger.text()
    assert "image 2 of" in larger.text()
    # Its own seed is known: nothing is derived, and the next step is the next factor.
    largest = await made(bot, larger, "upscale")
    assert requests(bot)[-1]["hires_fix"]["target_width"] == 2048
    assert "worked out" not in largest.text()
    assert "already as large" in await refused(bot, largest, "upscale")
    # As large as the place allows, if not twice as large.
    await bot.policy(max_pixels=768 * 768)
    await (await pick(bot, old, f"darkroom:upscale:{job}:1")).final()
    assert requests(bot)[-1]["hires_fix"]["target_width"] == 768
    await bot.policy(max_pixels=600 * 600)
    small = await bot.imagined("a small fox", seed=1)
    assert "hires" in await refused(bot, small, "upscale")


async def test_edit_changes_what_was_edited_and_nothing_else(bot: WholeBot) -> None:
    world = bot.discord.world
    old = await bot.imagined(
        f"a fox and <@{world.second_member.id}> --cfg 7.123456789 --steps 30 "
        "--lora add_detail:0.123456789",
        negative_prompt="hands",
        seed=7,
    )
    opened = await bot.press(old, "edit", user=world.second_member)
    shown = values(opened)
    assert shown["negative_prompt"] == "hands"
    assert "--steps 30" in shown["options"]
    assert "--seed 7" in shown["options"]
    untouched = await (await bot.discord.submit(opened)).final()
    first, second = requests(bot)
    assert second == first
    assert link(bot, old) in untouched.text()
    assert "> a fox and @" in untouched.text()
    options = shown["options"].replace("--steps 30", "--steps 40").replace("--seed 7", "")
    edited = {"prompt": "a blue fox --n 2", "options": options}
    opened = await bot.press(old, "edit")
    message = await (await bot.discord.submit(opened, edited)).final()
    assert requests(bot)[-1] == first | {
        "prompt": "a blue fox",
        "steps": 40,
        "seed": -1,
        "image_num": 2,
    }
    assert "> a blue fox\n" in message.text()
    assert len(message.pictures()) == 2


async def test_an_edit_that_will_not_do_is_given_back(bot: WholeBot) -> None:
    old = await bot.imagined("a red fox")
    opened = await bot.press(old, "edit")
    edited = {"prompt": "a blue fox", "options": "--steps 900 and more"}
    sent = await (await bot.discord.submit(opened, edited)).answered()
    assert sent.ephemeral
    for words in ("`--steps`", "`and more`", "a blue fox", "--steps 900 and more"):
        assert words in sent.text()
    assert len(rows(bot.database)) == 1


async def test_what_is_made_of_a_private_result_is_private(bot: WholeBot) -> None:
    world = bot.discord.world
    old = await bot.imagined("a red fox", private=True)
    message = await made(bot, old, "again")
    assert "earlier result" in message.text()
    assert "discord.com/channels" not in message.text()
    assert "don't know this job" in await refused(bot, old, "again", user=world.second_member)
    opened = await bot.press(message, "edit")
    assert (await (await bot.discord.submit(opened)).final()).ephemeral


async def test_a_job_is_known_in_its_own_server_alone_and_as_long_as_it_is_kept(
    bot: WholeBot,
) -> None:
    discord = bot.discord
    other = await discord.keeper.add_guild("elsewhere")
    [channel] = other.channels.values()
    old = await bot.imagined("a red fox")
    await eventually(lambda: rows(bot.database)[0].shown)
    assert "don't know this job" in await refused(bot, old, "again", channel=channel)
    for change in ("UPDATE images SET treatment = 'removed'", "DELETE FROM images"):
        with closing(sqlite3.connect(bot.database, timeout=5)) as connection, connection:
            connection.execute(change)
        for action in ("vary", "upscale"):
            assert "isn't there" in await refused(bot, old, action)
    with closing(sqlite3.connect(bot.database, timeout=5)) as connection, connection:
        connection.execute("DELETE FROM jobs WHERE id NOT LIKE 'past%'")
    for action in ("again", "vary", "upscale", "edit"):
        assert "don't know this job" in await refused(bot, old, action)


async def test_what_was_deleted_is_made_anew_by_who_asked_and_moderators_alone(
    bot: WholeBot,
) -> None:
    world = bot.discord.world
    old = await bot.imagined("a red fox")
    await until(bot.database, lambda jobs: jobs[0].shown)
    # It still shows its buttons, to whose client the deletion has not come.
    stale = bot.discord.registry.post(old.channel_id, world.bot, old.now)
    opened = await bot.press(old, "edit", user=world.second_member)
    await bot.press(old, "delete")
    for action in ("again", "edit"):
        said = await refused(bot, stale, action, user=world.second_member)
        assert "isn't there" in said
        assert "fox" not in said
    sent = await (await bot.discord.submit(opened)).answered()
    assert sent.ephemeral
    assert "isn't there" in sent.text()
    await made(bot, stale, "again")
    await made(bot, stale, "again", world.moderator)


async def test_a_database_that_says_nothing_is_not_waited_for(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    old = await bot.imagined("a red fox")
    for store, name, action in ((SqlImageStore, "of", "vary"), (SqlJobStore, "get", "again")):
        monkeypatch.setattr(store, name, never)
        assert "try again in a moment" in await refused(bot, old, action)
        monkeypatch.undo()


async def test_a_failure_can_be_asked_for_again(bot: WholeBot) -> None:
    bot.novita.knobs.fail_next = True
    old = await bot.imagined("a red fox")
    assert not old.pictures()
    message = await made(bot, old, "again")
    assert len(message.pictures()) == 1
    assert "Made again from" in message.text()
