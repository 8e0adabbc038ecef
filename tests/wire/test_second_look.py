"""Rules that change while jobs wait or run: each is looked at once more, before it is sent."""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.wire.rows import until

if TYPE_CHECKING:
    from bot.playground.discord import Message
    from tests.wire.whole_bot import WholeBot

REFUSED = "This can't be made here."


async def manage(bot: WholeBot, command: str, **options: Any) -> None:  # noqa: ANN401 - any
    """Use a command as the admin and return once it is answered."""
    world = bot.discord.world
    used = await bot.discord.slash(command, options, user=world.admin)
    await used.answered()


def columns(bot: WholeBot, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(bot.database, timeout=5)) as connection:
        return connection.execute(query).fetchall()


async def test_what_was_forbidden_meanwhile_is_not_bought_and_what_was_is_held(
    idle: WholeBot,
) -> None:
    idle.novita.knobs.duration = math.inf
    await idle.start(max_jobs_in_flight=1, max_jobs_per_user=1)
    world = idle.discord.world
    first = await idle.imagine("a red balloon")
    await idle.submitted(1)
    prompts = ("a zeppelin", "a kite", "a harbour", "a blimp")
    waiting = [await idle.imagine(prompt) for prompt in prompts]
    other = await idle.imagine("the sea", user=world.second_member)
    await manage(idle, "filter add", phrase="zeppelin")
    await manage(idle, "filter add", phrase="kite", action="hold")
    await manage(idle, "filter add", phrase="red balloon")
    await manage(idle, "filter add", phrase="harbour", action="note")
    # All that wait stay through a restart, and are looked at by whoever finds them then.
    await idle.restart()
    idle.novita.knobs.duration = 0.05
    idle.novita.tasks[0].finish()

    denied: Message = await waiting[0].final()
    assert REFUSED in denied.text()
    assert "zeppelin" not in denied.text()
    # What was refused is told to who wrote it, and to nobody else.
    for user in (world.second_member, world.moderator):
        for action in ("details", "edit"):
            pressed = await idle.press(denied, action, user=user)
            assert "Only the person who asked" in pressed.text()
    assert "zeppelin" in (await idle.press(denied, "details")).text()
    for held in (first, waiting[1]):
        message = await held.final()
        assert not message.now.attachments
        assert "moderator" in message.text()
    for made in (*waiting[2:], other):
        assert (await made.final()).now.attachments
    assert {task.request["prompt"] for task in idle.novita.tasks} == {
        "a red balloon",
        "a kite",
        "a harbour",
        "a blimp",
        "the sea",
    }
    found = await until(idle.database, lambda jobs: all(job.shown for job in jobs))
    assert [job.failure for job in found] == [None, "filtered", None, None, None, None]
    cost = columns(idle, "SELECT cost FROM jobs WHERE failure = 'filtered'")
    assert cost == [(None,)]
    cases = columns(idle, "SELECT count(*) FROM cases WHERE kind = 'image' AND decision IS NULL")
    assert cases == [(2,)]
    noted = columns(idle, "SELECT details, job FROM entries WHERE kind = 'filtered'")
    assert len(noted) == 3
    assert all(job for _, job in noted)
    assert "zeppelin" not in str(noted)


async def test_a_model_that_was_denied_meanwhile_is_not_bought(idle: WholeBot) -> None:
    idle.novita.knobs.duration = math.inf
    await idle.start(max_jobs_in_flight=1, max_jobs_per_user=1)
    await idle.imagine("the first")
    await idle.submitted(1)
    waiting = await idle.imagine("the second")
    await idle.policy("limits", hourly_images=2)
    assert (await idle.imagine("one too many")).ephemeral
    await idle.policy("models deny", glob="dream*")
    idle.novita.knobs.duration = 0.05
    idle.novita.tasks[0].finish()
    assert "may not be used here any more" in (await waiting.final()).text()
    # Nothing was bought, and its image is there again for who asked.
    assert len(idle.novita.tasks) == 1
    await idle.policy("models deny", glob="dream*", remove=True)
    assert (await idle.imagined("in its place")).now.attachments
