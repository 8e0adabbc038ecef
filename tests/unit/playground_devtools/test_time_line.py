from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot.playground.discord import Invocation
from tests.unit.playground_discord.wire import button, row, text, v2
from tests.unit.playground_novita.caller import body_of

if TYPE_CHECKING:
    from tests.unit.playground_devtools.conftest import Page

FOX = "a red fox"
DRAW = {
    "name": "draw",
    "description": "Draw",
    "type": 1,
    "options": [{"type": 3, "name": "prompt", "description": "What", "autocomplete": True}],
}


def told(act: dict[str, Any]) -> list[str]:
    return [each["what"] for each in act["events"]]


async def test_a_job_is_one_act_from_command_to_edit(page: Page) -> None:
    discord = page.discord.discord
    discord.commands.overwrite(0, [DRAW])
    used = await discord.slash("draw", {"prompt": FOX})
    await page.discord.answer(used, 4, v2(text(f"> {FOX}")))
    result = await page.novita.result_of(body_of(FOX))
    await page.novita.fetch(result["images"][0]["image_url"])
    await page.discord.edit(used, v2(text("Done")))
    (act,) = (await page.get("acts"))["acts"]
    assert told(act) == ["command", "answer", "submit", "poll", "download", "edit"]
    assert (act["title"], act["by"], act["done"]) == ("/draw", "mira", True)
    assert act["events"][0]["detail"] == f"prompt: {FOX}"
    assert all(each["took_ms"] > 0 for each in act["events"][1:])
    assert {each["status"] for each in act["events"][1:]} == {200}


async def test_a_command_that_waits_for_its_answer_is_not_done(page: Page) -> None:
    await page.discord.act()
    (act,) = (await page.get("acts"))["acts"]
    assert (told(act), act["done"]) == (["command"], False)


async def test_a_command_whose_answer_did_not_come_in_time_says_so(page: Page) -> None:
    page.discord.discord.interactions.ack_window = 0
    await page.discord.act()
    (act,) = (await page.get("acts"))["acts"]
    assert (told(act), act["done"]) == (["command", "no answer"], True)


async def test_a_message_that_can_be_cancelled_is_not_done(page: Page) -> None:
    await page.discord.said(text(), row(button(custom_id="draw:cancel:1")))
    (act,) = (await page.get("acts"))["acts"]
    assert act["done"] is False


async def test_a_pressed_button_is_called_what_stood_on_it(page: Page) -> None:
    message = await page.discord.said(text(), row(button(label="Cancel", custom_id="x")))
    pressed = await page.discord.discord.press(message, "x")
    await page.discord.answer(pressed, 7, v2(text("Cancelled")))
    newest = (await page.get("acts"))["acts"][0]
    assert (newest["title"], told(newest)) == ("Cancel", ["component", "answer"])


async def test_a_button_keeps_the_name_it_had_when_it_was_pressed(page: Page) -> None:
    message = await page.discord.said(text(), row(button(label="Stop", custom_id="x")))
    pressed = await page.discord.discord.press(message, "x")
    await page.discord.answer(pressed, 7, v2(row(button(label="Stopped", custom_id="x"))))
    assert (await page.get("acts"))["acts"][0]["title"] == "Stop"


async def test_a_form_sent_is_an_act_with_what_was_typed(page: Page) -> None:
    field = {"type": 4, "custom_id": "p", "style": 1, "label": "Prompt", "value": "an owl"}
    opened = await page.discord.act()
    modal = {"title": "Edit", "custom_id": "edit", "components": [row(field)]}
    await page.discord.answer(opened, 9, modal)
    await page.discord.discord.submit(opened, {"p": FOX})
    newest = (await page.get("acts"))["acts"][0]
    assert newest["title"] == "Form sent"
    assert newest["events"][0]["detail"] == FOX


async def test_autocompletes_are_left_out(page: Page) -> None:
    discord = page.discord.discord
    discord.commands.overwrite(0, [DRAW])
    used = await discord.slash("draw")
    async with asyncio.TaskGroup() as group:
        asked = group.create_task(discord.autocomplete("draw", "prompt", "fo"))
        while (await page.gateway.event("INTERACTION_CREATE"))["d"]["type"] != 4:
            pass
        typing = Invocation(next(discord.interactions.newest_first()))
        await page.discord.answer(typing, 8, {"choices": []})
    assert asked.result() == []
    (act,) = (await page.get("acts"))["acts"]
    assert act["id"] == str(used.id)


async def test_the_newest_twenty_are_shown_newest_first(page: Page) -> None:
    used = [await page.discord.act() for _ in range(22)]
    acts = (await page.get("acts"))["acts"]
    assert [each["id"] for each in acts] == [str(each.id) for each in used[:1:-1]]
