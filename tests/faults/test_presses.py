"""Buttons of a bot that was killed: those on old messages, and those just pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.component_kinds import Kind
from tests.faults.stage import FAR, eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.faults.stage import Stage


async def pressed(stage: Stage, old: Invocation, action: str) -> Invocation:
    user = old.interaction.user
    custom_id = old.shown.button(action)["custom_id"]
    return await stage.discord.press(old.shown, custom_id, user=user)


async def test_buttons_of_before_a_kill_do_what_they_say(stage: Stage) -> None:
    await stage.start()
    old = await stage.imagine("a fox", images=2, seed=5)
    await old.final()
    await eventually(lambda: stage.row(old)["shown"])
    await stage.end()
    await stage.start()
    opened = await (await pressed(stage, old, "edit")).answered()
    edited = await stage.discord.submit(opened, {"prompt": "a blue fox"})
    [select] = [it for it in old.shown.walk() if it["type"] == Kind.STRING_SELECT]
    [value] = [it["value"] for it in select["options"] if "upscale" in it["value"]][1:]
    user = old.interaction.user
    larger = await stage.discord.choose(old.shown, select["custom_id"], [value], user=user)
    for made in (edited, larger):
        assert (await made.final()).pictures()
    assert [task.request["seed"] for task in stage.tasks("a blue fox")] == [5]
    assert [task.request["seed"] for task in stage.tasks("a fox")] == [5, 6]


async def test_a_press_whose_answer_the_kill_took_ends_in_one_message(stage: Stage) -> None:
    await stage.start()
    old = await stage.imagine("a fox")
    await old.final()
    # Discord has the answer, and the bot does not know; by then its token is dead.
    fault = stage.discord.faults.add(method="POST", path="/callback$", hold="after")
    child = await pressed(stage, old, "again")
    await eventually(lambda: fault.hits and child.message)
    await stage.end()
    stage.discord.faults.clear()
    child.expire()
    stage.age(child, 11)
    # And one that Discord never had: nobody was told of it, and it is never made.
    await stage.start()
    message = await child.final()
    assert message.pictures()
    assert "earlier result" in message.text()
    lost = stage.discord.faults.add(method="POST", path="/callback$", delay=FAR, drop=True)
    unheard = await pressed(stage, old, "vary")
    await eventually(lambda: lost.hits)
    await stage.end()
    stage.discord.faults.clear()
    stage.age(unheard, 11)
    await stage.start()
    await eventually(lambda: stage.row(unheard)["shown"])
    assert stage.row(unheard)["failure"] == "unanswered"
    assert len(stage.tasks("a fox")) == 2
    assert len(stage.posted()) == 2
    assert len(old.shown.pictures()) == 1
