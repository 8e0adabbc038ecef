"""Delete over the wire: by whoever may and may not, at bad moments, and for good."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from bot.playground.discord.faults import Plan
from bot.playground.discord.messages import EPHEMERAL
from tests.wire.rows import rows, until, until_over
from tests.wire.sharing import sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.discord import Message
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


BY_CHANNEL = r"^/channels/\d+/messages/\d+$"
UPDATE = 7


class Written(NamedTuple):
    """What the database holds of the deletion of the only job."""

    treatments: list[str]
    removals: Sequence[tuple[int | None, int, str]]
    """Image, member and why, of each event."""
    deleted_by: int | None


def written(bot: WholeBot) -> Written:
    with closing(sqlite3.connect(bot.database, timeout=5)) as database:
        (job,) = rows(bot.database)
        treatments = "SELECT treatment FROM images WHERE job = ? ORDER BY number"
        events = (
            "SELECT image, \"by\", why FROM events WHERE job = ? AND kind = 'removed' ORDER BY id"
        )
        deleted = "SELECT deleted_by FROM jobs WHERE id = ?"
        return Written(
            [row[0] for row in database.execute(treatments, [job.id])],
            database.execute(events, [job.id]).fetchall(),
            database.execute(deleted, [job.id]).fetchone()[0],
        )


async def delivered(bot: WholeBot, **said: Any) -> Message:  # noqa: ANN401 - any option
    """Return a result whose job has come to its end in the database too."""
    message = await bot.imagined(**said)
    await until_over(bot.database)
    return message


async def until_told(bot: WholeBot, message: Message) -> None:
    """Wait until the message shows no image, and the database says that it does not."""
    await eventually(lambda: not message.now.attachments)
    await until(bot.database, lambda jobs: all(job.shown for job in jobs))
    assert "Deleted by" in message.text()
    assert message.pictures() == []


async def test_who_asked_deletes_all_of_it_for_good(bot: WholeBot) -> None:
    message = await delivered(bot, images=2)
    files = [picture.attachment for picture in message.pictures()]
    assert len(files) == 2
    edits = len(message.versions)
    press = await bot.press(message, "delete")
    assert press.callback is not None
    assert press.callback["type"] == UPDATE
    member = bot.discord.world.member
    await until_told(bot, message)
    assert f"Deleted by <@{member.id}>." in message.text()
    assert "a red fox" not in message.text()
    assert message.buttons() == []
    assert len(message.versions) == edits + 1
    assert [bot.discord.registry.file(file.id) for file in files] == [None, None]
    why = "deleted by who asked"
    told = [(1, member.id, why), (2, member.id, why)]
    assert written(bot) == Written(["removed", "removed"], told, member.id)
    assert rows(bot.database)[0].token == ""
    # A restart shows nothing again.
    await bot.restart()
    assert len(message.versions) == edits + 1


async def test_a_moderator_may_and_a_stranger_may_not(bot: WholeBot) -> None:
    world = bot.discord.world
    message = await delivered(bot)
    refused = await bot.press(message, "delete", user=world.second_member)
    assert refused.ephemeral
    assert "can delete it" in refused.text()
    assert len(message.pictures()) == 1
    assert written(bot) == Written(["shown"], [], None)
    await bot.press(message, "delete", user=world.moderator)
    await until_told(bot, message)
    assert f"Deleted by <@{world.moderator.id}>." in message.text()
    told = [(1, world.moderator.id, "deleted by a moderator")]
    assert written(bot) == Written(["removed"], told, world.moderator.id)
    # What is no longer there to be pressed is answered all the same.
    again = await bot.discord.press(message, f"darkroom:delete:{rows(bot.database)[0].id}")
    assert (await again.answered()).ephemeral


async def test_two_at_once_are_one_deletion(bot: WholeBot) -> None:
    message = await delivered(bot)
    custom_id = message.button("delete")["custom_id"]
    world = bot.discord.world
    presses = [
        await bot.discord.press(message, custom_id, user=user)
        for user in (world.member, world.moderator)
    ]
    await asyncio.gather(*(press.answered() for press in presses))
    await until_told(bot, message)
    _, removals, deleted_by = written(bot)
    assert [(image, by) for image, by, _ in removals] == [(1, deleted_by)]
    assert f"Deleted by <@{deleted_by}>." in message.text()


async def test_a_private_result_is_deleted_by_who_sees_it(bot: WholeBot) -> None:
    message = await delivered(bot, private=True)
    await bot.press(message, "delete")
    await until_told(bot, message)
    assert message.ephemeral


LOST = {
    "refused": Plan(status=404, code=10062),
    "cut": Plan(drop=True),
    "a fault": Plan(status=500),
}
ANSWERS = Plan(method="POST", path="/callback", times=None)


@pytest.mark.parametrize("name", LOST)
async def test_a_deletion_whose_answer_is_lost_is_shown_by_channel(
    bot: WholeBot, name: str
) -> None:
    message = await delivered(bot)
    bot.discord.faults.add(**(ANSWERS | LOST[name]))
    await bot.discord.press(message, message.button("delete")["custom_id"])
    await until_told(bot, message)
    assert bot.discord.requests.find("PATCH", BY_CHANNEL, status=200)


async def test_a_deletion_that_could_not_be_shown_is_after_a_restart(bot: WholeBot) -> None:
    message = await delivered(bot)
    answer = bot.discord.faults.add(method="POST", path="/callback", times=None, drop=True)
    edit = bot.discord.faults.add(method="PATCH", path=BY_CHANNEL, times=None, status=503)
    await bot.discord.press(message, message.button("delete")["custom_id"])
    await eventually(lambda: answer.hits and edit.hits)
    await bot.stop()
    assert len(message.pictures()) == 1
    assert not rows(bot.database)[0].shown
    assert written(bot).treatments == ["removed"]
    bot.discord.faults.clear()
    await bot.start()
    await until_told(bot, message)


async def test_images_that_are_shown_elsewhere_go_with_those_of_the_result(bot: WholeBot) -> None:
    message = await delivered(bot)
    world, registry = bot.discord.world, bot.discord.registry
    copied = registry.post(world.channel.id, world.bot, message.now)
    listed = registry.post(
        world.channel.id, world.bot, replace(message.now, flags=message.now.flags | EPHEMERAL)
    )
    await bot.press(copied, "delete")
    await until_told(bot, message)
    assert copied.pictures() == []
    assert "Deleted by" in copied.text()
    told = await bot.press(listed, "delete")
    assert told.ephemeral
    assert "Deleted by" not in listed.text()
    assert len(written(bot).removals) == 1


async def test_a_message_edited_too_often_is_edited_later(bot: WholeBot) -> None:
    message = await delivered(bot)
    bot.discord.faults.add(method="POST", path="/callback", times=1, status=400)
    often = bot.discord.faults.add(
        method="PATCH", path=BY_CHANNEL, times=2, status=429, code=30046, retry_after=0.1
    )
    press = await bot.press(message, "delete")
    assert press.ephemeral
    assert "Deleted" in press.text()
    await until_told(bot, message)
    assert often.hits == 2


async def test_in_an_archived_thread_it_is_opened_for_that(bot: WholeBot) -> None:
    thread = bot.discord.world.thread
    message = await delivered(bot, channel=thread)
    await bot.discord.keeper.archive(thread)
    await bot.discord.press(message, message.button("delete")["custom_id"])
    await until_told(bot, message)


async def test_a_message_that_is_gone_leaves_nothing_to_do(bot: WholeBot) -> None:
    message = await delivered(bot)
    answer = bot.discord.faults.add(method="POST", path="/callback", hold=True)
    await bot.discord.press(message, message.button("delete")["custom_id"])
    await eventually(lambda: answer.held)
    bot.discord.registry.delete(message)
    bot.discord.faults.clear()
    await until(bot.database, lambda jobs: jobs[0].shown)
    assert written(bot).treatments == ["removed"]


async def test_nothing_late_brings_back_what_was_deleted(bot: WholeBot) -> None:
    posting = bot.discord.faults.add(method="PATCH", with_files=True, hold="after")
    invocation = await bot.imagine()
    message = await invocation.final()
    early = await bot.press(message, "delete")
    assert early.ephemeral
    assert "just being posted" in early.text()
    assert written(bot).removals == []
    await bot.policy(threshold=0, action="blur")
    posting.release()
    # The policy became stricter while it was posted: it is corrected, and only then over.
    await until_over(bot.database)
    assert message.pictures()[0].name.endswith("-blurred.jpg")
    await bot.press(message, "delete")
    await until_told(bot, message)
    versions = len(message.versions)
    await bot.restart()
    assert len(message.versions) == versions
