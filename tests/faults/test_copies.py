"""Killed while an image is shown once more, and again while that is taken away with the image."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.faults.stage import FAR, eventually

if TYPE_CHECKING:
    from tests.faults.stage import Stage

FOLLOWUPS = r"^/webhooks/\d+/[^/]+$"


def done(stage: Stage, statement: str) -> list[Any]:
    with closing(sqlite3.connect(stage.folder / "darkroom.db", timeout=10)) as database, database:
        return database.execute(statement).fetchall()


async def test_a_copy_that_two_kills_met_is_gone_with_its_image(stage: Stage) -> None:
    await stage.start()
    discord, room = stage.discord, stage.discord.world.art
    made = await stage.imagine("a fox")
    message = await made.final()
    await eventually(lambda: stage.row(made)["shown"])
    user, job = made.interaction.user, stage.row(made)["id"]
    opened = await discord.slash("history", {}, user=user, channel=room)
    listing = (await opened.answered()).shown
    # Discord has the copy, and the bot is killed before it knows.
    posted = discord.faults.add(method="POST", path=FOLLOWUPS, hold="after")
    await discord.press(listing, f"darkroom:show:{job}:1", user=user)
    await eventually(lambda: posted.held)
    await stage.end()
    discord.faults.clear()
    [copy] = [it for it in discord.registry.in_channel(room.id) if it.pictures()]
    assert done(stage, "SELECT job, numbers, message_id FROM copies") == [(job, "1", None)]
    # Its image is deleted, and the bot is killed while it takes the copy away.
    await stage.start()
    away = discord.faults.add(method="DELETE", path=f"/messages/{copy.id}$", delay=FAR, drop=True)
    button = message.button("delete")["custom_id"]
    await discord.press(message, button, user=user)
    await eventually(lambda: away.hits)
    await stage.end()
    discord.faults.clear()
    assert not copy.deleted
    done(stage, "UPDATE copies SET due_at = 1")
    await stage.start()
    await eventually(lambda: copy.deleted)
    await eventually(lambda: done(stage, "SELECT 1 FROM copies") == [])
