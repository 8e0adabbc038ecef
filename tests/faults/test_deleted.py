"""Killed between a deletion and the edit that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.stage import FAR, eventually

if TYPE_CHECKING:
    from tests.faults.stage import Stage


async def test_what_was_deleted_is_gone_from_its_message_after_a_kill(stage: Stage) -> None:
    await stage.start()
    invocation = await stage.imagine("a fox")
    message = await invocation.final()
    await eventually(lambda: stage.row(invocation)["shown"])
    answer = stage.discord.faults.add(method="POST", path="/callback$", delay=FAR, drop=True)
    button = message.button("delete")["custom_id"]
    await stage.discord.press(message, button, user=invocation.interaction.user)
    await eventually(lambda: answer.hits)
    await stage.end()
    assert len(message.pictures()) == 1
    assert (stage.row(invocation)["state"], stage.row(invocation)["shown"]) == ("delivered", 0)
    stage.discord.faults.clear()
    await stage.start()
    await eventually(lambda: stage.row(invocation)["shown"])
    assert message.now.attachments == ()
    assert f"Deleted by <@{invocation.interaction.user.id}>." in message.text()
