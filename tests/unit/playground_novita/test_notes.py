from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.playground_novita.caller import body_of

if TYPE_CHECKING:
    from bot.playground.novita.server import NovitaStandIn
    from tests.unit.playground_novita.caller import Caller


async def test_a_submit_is_noted_with_its_prompt_and_task(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    await caller.submit(body_of("a fox"))
    note = stand_in.requests[-1].note
    assert (note.prompt, note.task_id) == ("a fox", stand_in.tasks[0].task_id)


async def test_a_refused_submit_is_noted_with_its_prompt_alone(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    await caller.submit(body_of("a fox", steps=900))
    note = stand_in.requests[-1].note
    assert (note.prompt, note.task_id) == ("a fox", "")


@pytest.mark.parametrize("body", [[], {}, {"request": "a fox"}, {"request": {"prompt": 3}}])
async def test_a_body_without_a_prompt_is_noted_without(
    caller: Caller, stand_in: NovitaStandIn, body: object
) -> None:
    assert (await caller.submit(body)).status == 400
    assert stand_in.requests[-1].note.prompt == ""


async def test_a_poll_is_noted_with_what_it_was_told(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    result = await caller.result_of(body_of())
    note = stand_in.requests[-1].note
    assert (note.task_id, note.task_status) == (result["task"]["task_id"], "TASK_STATUS_SUCCEED")


async def test_a_download_is_noted_with_its_task(caller: Caller, stand_in: NovitaStandIn) -> None:
    result = await caller.result_of(body_of())
    await caller.fetch(result["images"][0]["image_url"])
    assert stand_in.requests[-1].note.task_id == stand_in.tasks[0].task_id


async def test_a_request_is_noted_with_how_long_it_took(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    stand_in.faults.add(route="user", delay=0.05)
    await caller.call("GET", "/v3/user")
    assert 0.05 <= stand_in.requests[-1].took < 5
