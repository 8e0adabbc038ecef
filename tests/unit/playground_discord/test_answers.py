"""First answers, tokens and what they allow."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.discord import Permission
from bot.playground.discord.modals import filled
from tests.unit.playground_discord.wire import V2, button, row, text, v2

if TYPE_CHECKING:
    from tests.unit.playground_discord.wire import Wire


async def test_a_second_answer_is_refused(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(text()))
    assert (await wire.answer(it, 4, v2(text()))).refusal == (400, 40060)


async def test_a_late_answer_is_refused(wire: Wire) -> None:
    it = await wire.act()
    wire.discord.interactions.ack_window = 0
    assert (await wire.answer(it, 4, v2(text()))).refusal == (404, 10062)
    assert it.callback is None


async def test_a_wrong_token_is_an_unknown_interaction(wire: Wire) -> None:
    it = await wire.act()
    heard = await wire.call("POST", f"/interactions/{it.id}/other/callback", {"type": 5})
    assert heard.refusal == (404, 10062)


async def test_the_answer_names_the_message(wire: Wire) -> None:
    it = await wire.act()
    heard = await wire.answer(it, 4, v2(text(), flags=V2 | 64))
    about = heard.body["interaction"]
    assert about["response_message_id"] == str(it.shown.id)
    assert (about["response_message_loading"], about["response_message_ephemeral"]) == (False, True)
    assert heard.body["resource"]["message"]["id"] == str(it.shown.id)


async def test_without_with_response_there_is_no_body(wire: Wire) -> None:
    it = await wire.act()
    body = {"type": 4, "data": v2(text())}
    heard = await wire.call("POST", f"/interactions/{it.id}/{it.token}/callback", body)
    assert (heard.status, heard.body) == (204, None)


@pytest.mark.parametrize("kind", [1, 6, 7, 8, 10, None])
async def test_a_command_takes_no_such_answer(wire: Wire, kind: int) -> None:
    assert (await wire.answer(await wire.act(), kind)).refusal == (400, 50035)


async def test_only_ephemeral_can_be_deferred(wire: Wire) -> None:
    assert (await wire.answer(await wire.act(), 5, {"flags": V2})).refusal == (400, 50035)
    it = await wire.act()
    heard = await wire.answer(it, 5, {"flags": 64})
    assert heard.body["interaction"]["response_message_loading"] is True
    assert it.ephemeral
    assert not it.shown.is_final


async def test_an_edit_ends_the_thinking_and_keeps_who_sees_it(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 5, {"flags": 64})
    heard = await wire.edit(it, v2(text("done")))
    assert heard.body["flags"] == V2 | 64
    assert it.shown.is_final


async def test_an_edit_that_does_not_speak_of_flags_ends_the_thinking_too(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 5)
    heard = await wire.edit(it, {"content": "done"})
    assert heard.body["flags"] == 0
    assert it.shown.is_final


async def test_a_followup_to_a_deferred_answer_becomes_it(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 5)
    await wire.follow(it, {"content": "done", "flags": 64})
    assert (it.shown.text(), it.ephemeral, it.followups) == ("done", False, [])


async def test_followups_are_new_messages(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(text("one")))
    heard = await wire.follow(it, v2(text("two"), flags=V2 | 64))
    assert heard.body["id"] == str(it.followups[0].id)
    assert it.followups[0].ephemeral
    assert it.text() == "one\ntwo"


async def test_before_the_first_answer_there_is_no_webhook(wire: Wire) -> None:
    assert (await wire.edit(await wire.act(), v2(text()))).refusal == (404, 10015)


async def test_a_dead_token_is_refused(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(text()))
    wire.discord.interactions.token_life = 0
    assert (await wire.edit(it, v2(text("late")))).refusal == (401, 50027)
    assert (await wire.follow(it, v2(text("late")))).refusal == (401, 50027)
    assert it.text() == "hello"


async def test_one_token_can_be_killed(wire: Wire) -> None:
    it, other = await wire.act(), await wire.act()
    await wire.answer(it, 4, v2(text()))
    await wire.answer(other, 4, v2(text()))
    it.expire()
    assert (await wire.edit(it, v2(text("x")))).refusal == (401, 50027)
    assert (await wire.edit(other, v2(text("x")))).status == 200


async def test_a_deleted_message_is_unknown_to_its_token(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(text()))
    wire.discord.keeper.remove_message(it.shown)
    assert (await wire.edit(it, v2(text("x")))).refusal == (404, 10008)


async def test_files_need_the_permission_to_attach_them(wire: Wire) -> None:
    it = await wire.act()
    everything_else = ~int(Permission.ATTACH_FILES)
    await wire.discord.keeper.permit_bot(wire.discord.world.channel, everything_else)
    heard = await wire.answer(it, 4, {"content": "x"}, files={"a.png": b"x"})
    assert heard.refusal == (403, 50013)
    assert (await wire.answer(it, 4, {"content": "x"})).status == 200


async def test_a_button_updates_its_own_message(wire: Wire) -> None:
    message = await wire.said(text("one"), row(button(custom_id="job:cancel:1")))
    assert not message.is_final
    it = await wire.discord.press(message, "job:cancel:1")
    heard = await wire.answer(it, 7, v2(text("two")))
    assert heard.body["resource"]["message"]["id"] == str(message.id)
    assert it.message is message
    assert (message.text(), message.is_final) == ("two", True)


MODAL: dict[str, Any] = {
    "custom_id": "m",
    "title": "Edit",
    "components": [
        {
            "type": 18,
            "label": "Prompt",
            "component": {"type": 4, "style": 2, "custom_id": "p", "value": "a fox"},
        }
    ],
}


def with_field(**changes: object) -> dict[str, Any]:
    label = MODAL["components"][0]
    return MODAL | {"components": [label | {"component": label["component"] | changes}]}


@pytest.mark.parametrize(
    "modal",
    [
        MODAL | {"title": "x" * 46},
        MODAL | {"custom_id": ""},
        MODAL | {"components": []},
        MODAL | {"components": MODAL["components"] * 6},
        MODAL | {"components": [MODAL["components"][0] | {"label": "x" * 46}]},
        with_field(style=3),
        with_field(value="x" * 4001),
        with_field(value="too long", max_length=3),
        with_field(placeholder="x" * 101),
        with_field(type=2),
    ],
)
async def test_a_bad_modal_is_refused(wire: Wire, modal: dict[str, Any]) -> None:
    assert (await wire.answer(await wire.act(), 9, modal)).refusal == (400, 50035)


async def test_a_submission_is_filled_in_as_a_client_does(wire: Wire) -> None:
    options = [{"label": "A", "value": "a"}, {"label": "B", "value": "b", "default": True}]
    fields: list[dict[str, Any]] = [
        {"type": 3, "custom_id": "select", "options": options},
        {"type": 21, "custom_id": "radio", "options": options},
        {"type": 23, "custom_id": "box"},
    ]
    labels = [{"type": 18, "label": "L", "component": field} for field in fields]
    old = row({"type": 4, "style": 1, "custom_id": "old", "label": "Old"})
    modal = {"custom_id": "m", "title": "t", "components": [text("Read this"), old, *labels]}
    it = await wire.act()
    assert (await wire.answer(it, 9, modal)).status == 200
    sent = filled(modal, {"radio": "a", "box": True})
    assert sent[0] == {"type": 10, "id": 0}
    assert sent[1]["components"][0]["value"] == ""
    assert sent[2]["component"]["values"] == ["b"]
    assert sent[3]["component"]["value"] == "a"
    assert sent[4]["component"]["value"] is True


async def test_a_disabled_select_is_illegal_in_a_modal(wire: Wire) -> None:
    field = {"type": 5, "custom_id": "who", "disabled": False}
    modal = MODAL | {"components": [{"type": 18, "label": "Who", "component": field}]}
    assert (await wire.answer(await wire.act(), 9, modal)).refusal == (400, 50035)


async def test_a_modal_is_not_answered_with_a_modal(wire: Wire) -> None:
    it = await wire.act()
    assert (await wire.answer(it, 9, MODAL)).status == 200
    submitted = await wire.discord.submit(it, {"p": "a wolf"})
    assert (await wire.answer(submitted, 9, MODAL)).refusal == (400, 50035)
    assert (await wire.answer(submitted, 4, {"content": "ok"})).status == 200


async def test_a_modal_has_no_other_fields_than_its_own(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 9, MODAL)
    with pytest.raises(LookupError, match="no field"):
        await wire.discord.submit(it, {"seed": "7"})


async def test_who_waits_for_an_answer_hears_of_later_edits_by_channel_too(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(text("one")))
    waiting = asyncio.create_task(it.until(lambda: it.text() == "two", timeout=5))
    await wire.call("PATCH", f"{wire.channel_path()}/{it.shown.id}", v2(text("two")))
    assert await waiting is True


@pytest.mark.parametrize(
    "data",
    [
        v2(text()) | {"components": "x"},
        v2({"type": []}),
        v2(text()) | {"attachments": ["x"]},
        v2(text()) | {"flags": "x"},
        v2(text()) | {"allowed_mentions": "x"},
        v2({"type": 12, "items": ["x"]}),
        {"embeds": ["x"]},
    ],
)
async def test_a_form_of_wrong_types_is_refused(wire: Wire, data: dict[str, Any]) -> None:
    assert (await wire.answer(await wire.act(), 4, data)).refusal == (400, 50035)
