"""Details, Image details and Report over the wire: for whoever sees the message, and no more."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from bot.store.jobs.images import SqlImageStore
from bot.store.jobs.job_finder import SqlJobFinder
from tests.wire.promised import keeps_its_promises
from tests.wire.rows import rows, until, until_over
from tests.wire.sharing import sharing
from tests.wire.use import posted

if TYPE_CHECKING:
    from bot.playground.discord import Invocation, Message
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


DETAILS, REPORT = "Image details", "Report image"


async def menu(bot: WholeBot, command: str, message: Message, **place: Any) -> Invocation:  # noqa: ANN401 - see ``discord.menu``
    """Use a command on a message, as the member unless told."""
    place = {"user": bot.discord.world.member} | place
    used = await bot.discord.menu(command, message, **place)
    return await used.answered()


def files(invocation: Invocation) -> dict[str, str]:
    return {it.name: it.data.decode() for it in invocation.shown.now.attachments}


async def test_whoever_sees_a_result_is_told_how_it_came_about(bot: WholeBot) -> None:
    world = bot.discord.world
    message = await bot.imagined("a fox --steps 9\nSteps: 9, Mood: 1, Size: 512x640", images=2)
    await until_over(bot.database)
    (job,) = rows(bot.database)
    told = await bot.press(message, "details", user=world.second_member)
    assert told.ephemeral
    seed = bot.novita.tasks[0].seed
    for words in (job.id, f"<@{world.member.id}>", "9 steps", "512×640", "guidance 7.5", "Novita"):
        assert words in told.text()
    for words in (f"seed `{seed}`, told by", f"seed `{seed + 1}`, counted on", "`Mood`"):
        assert words in told.text()
    for words in ("/imagine prompt:", f"--seed {seed}", f"Seed: {seed}", "```"):
        assert words in told.text()
    assert "threshold" not in told.text()
    for_moderator = await bot.press(message, "details", user=world.moderator)
    for words in ("confidence", "threshold 70", "level 1, action `blur`", "judged by the engine"):
        assert words in for_moderator.text()
    # The same by the message's menu, in the reader's language, after a restart.
    await bot.restart()
    world.member.locale = "de"
    again = await menu(bot, DETAILS, message)
    assert again.ephemeral
    assert "Bilddetails" in again.text()
    assert job.id in again.text()


async def test_what_is_too_long_or_would_break_out_is_a_file(bot: WholeBot) -> None:
    prompt, negative = "狐" * 1024, "雨" * 1024
    message = await bot.imagined(prompt, negative_prompt=negative)
    told = await bot.press(message, "details")
    # The command comes first and has room; the block no longer.
    assert f"/imagine prompt:{prompt} --no" in told.text()
    ((name, block),) = files(told).items()
    assert name == f"{rows(bot.database)[0].id}-parameters.txt"
    await bot.imagined(block)
    first, second = (task.request for task in bot.novita.tasks)
    for each in ("prompt", "negative_prompt", "steps", "model_name"):
        assert first[each] == second[each]
    fenced = await bot.imagined("a fox ``` @everyone")
    told = await bot.press(fenced, "details")
    assert "```" not in told.text()
    assert len(files(told)) == 2


async def test_whoever_sees_a_result_is_told_of_it_and_nobody_else(bot: WholeBot) -> None:
    await keeps_its_promises(bot, "details", told="Image details")


async def test_a_deleted_result_is_told_of_to_who_asked_and_moderators(bot: WholeBot) -> None:
    world = bot.discord.world
    message = await bot.imagined()
    await until_over(bot.database)
    await bot.press(message, "delete")
    await until(bot.database, lambda jobs: jobs[0].shown)
    for user in (world.member, world.moderator):
        told = await menu(bot, DETAILS, message, user=user)
        assert "a red fox" in told.text()
        assert f"Deleted by <@{world.member.id}>." in told.text()
    refused = await menu(bot, DETAILS, message, user=world.second_member)
    assert refused.ephemeral
    assert "a red fox" not in refused.text()
    assert "deleted" in refused.text()


async def test_where_a_result_came_from_and_what_was_made_of_it_is_linked(bot: WholeBot) -> None:
    parent, child = await bot.imagined("a fox"), await bot.imagined("a wolf")
    await until(bot.database, lambda jobs: len(jobs) == 2 and all(job.shown for job in jobs))
    first, second = (job.id for job in rows(bot.database))
    related = "UPDATE jobs SET parent_job = ?, parent_image = 1 WHERE id = ?"
    with closing(sqlite3.connect(bot.database, timeout=5)) as database, database:
        database.execute(related, (first, second))
    place = f"https://discord.com/channels/{bot.discord.world.guild.id}/{parent.channel_id}"
    told = await bot.press(child, "details")
    assert f"[image 1 of this result]({place}/{parent.id})" in told.text()
    told = await bot.press(parent, "details")
    assert f"[1]({place}/{child.id}) <@{bot.discord.world.member.id}>" in told.text()
    await bot.press(parent, "delete")
    told = await bot.press(child, "details")
    assert str(parent.id) not in told.text()
    assert "can't be shown" in told.text()
    # Nor is anybody led to what one member alone saw.
    private = await bot.imagined("a bear", private=True)
    await until(bot.database, lambda jobs: len(jobs) == 3 and all(job.shown for job in jobs))
    with closing(sqlite3.connect(bot.database, timeout=5)) as database, database:
        database.execute(related, (rows(bot.database)[2].id, second))
    told = await bot.press(child, "details")
    assert str(private.id) not in told.text()
    assert "can't be shown" in told.text()


async def test_what_a_job_came_to_that_made_nothing_is_told(bot: WholeBot) -> None:
    bot.novita.faults.add(route="submit", status=400, times=None)
    message = await bot.imagined()
    told = await bot.press(message, "details")
    assert "Generation failed" in told.text()
    assert "a red fox" in told.text()


@pytest.mark.parametrize("command", [DETAILS, REPORT])
async def test_a_message_that_shows_no_images_of_ours_is_said_to(
    bot: WholeBot, command: str
) -> None:
    theirs = await menu(bot, command, posted(bot, b"GIF89a"))
    assert theirs.ephemeral
    assert "isn't one of mine" in theirs.text()
    other = bot.discord.registry.post(
        bot.discord.world.channel.id,
        bot.discord.world.bot,
        (await bot.policy("show")).shown.now,
    )
    ours = await menu(bot, command, other)
    assert ours.ephemeral
    assert "images that I know of" in ours.text()


async def test_images_that_are_shown_elsewhere_are_found_by_what_can_be_pressed_there(
    bot: WholeBot,
) -> None:
    message = await bot.imagined()
    world = bot.discord.world
    copied = bot.discord.registry.post(world.channel.id, world.bot, message.now)
    told = await menu(bot, DETAILS, copied)
    assert rows(bot.database)[0].id in told.text()
    forged = bot.discord.registry.post(world.channel.id, world.second_member, message.now)
    refused = await menu(bot, DETAILS, forged)
    assert "isn't one of mine" in refused.text()


async def test_a_database_that_says_nothing_is_not_waited_for(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    message = await bot.imagined()
    monkeypatch.setattr(SqlImageStore, "of", never)
    for told in (await bot.press(message, "details"), await menu(bot, DETAILS, message)):
        assert "try again in a moment" in told.text()
    monkeypatch.setattr(SqlJobFinder, "of_message", never)
    told = await menu(bot, REPORT, message)
    assert "try again in a moment" in told.text()
