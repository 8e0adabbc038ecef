"""What a test may change about submits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.unit.playground_novita.caller import body_of, detecting

if TYPE_CHECKING:
    from bot.playground.novita.server import NovitaStandIn
    from tests.unit.playground_novita.caller import Caller


@pytest.mark.parametrize("shape", ["a", "b"])
async def test_the_reply_shape_is_as_told_whatever_was_asked(
    caller: Caller, stand_in: NovitaStandIn, shape: Literal["a", "b"]
) -> None:
    stand_in.knobs.reply_shape = shape
    replies = [(await caller.submit(body)).json for body in (body_of(), detecting())]
    assert ["data" in reply for reply in replies] == [shape == "b"] * 2


async def test_a_gone_route_says_so_in_json_or_in_text(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    stand_in.knobs.route_gone = "json"
    reply = await caller.submit({})
    assert (reply.status, reply.json["reason"]) == (404, "API_NOT_FOUND")
    stand_in.knobs.route_gone = "text"
    reply = await caller.submit(body_of())
    assert (reply.status, reply.content) == (404, b"route not found")


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({"model_name": "nowhere.safetensors"}, 404, "MODEL_NOT_FOUND"),
        ({"model_name": "add_detail_44319.safetensors"}, 404, "MODEL_NOT_FOUND"),
        ({"prompt": "a Forbidden thing"}, 400, "ILLEGAL_PROMPT"),
    ],
)
async def test_what_novita_refuses_creates_no_task(
    caller: Caller, stand_in: NovitaStandIn, changes: dict[str, str], status: int, reason: str
) -> None:
    reply = await caller.submit(body_of(**changes))
    assert (reply.status, reply.json["reason"]) == (status, reason)
    assert len(stand_in.tasks) == 0


async def test_models_need_not_be_checked(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.knobs.check_models = False
    assert (await caller.submit(body_of(model_name="nowhere"))).status == 200


async def test_an_empty_account_is_refused(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.knobs.balance = 0
    reply = await caller.submit(body_of())
    assert (reply.status, reply.json["reason"]) == (400, "BILLING_BALANCE_NOT_ENOUGH")


async def test_the_budget_counts_images_not_requests(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    stand_in.knobs.images_per_minute = 20
    statuses = [(await caller.submit(body_of(image_num=8))).status for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert (await caller.submit(body_of(image_num=4))).status == 200


@pytest.mark.parametrize("says_when", [True, False])
async def test_a_429_says_when_to_come_back_or_not(
    caller: Caller, stand_in: NovitaStandIn, says_when: bool
) -> None:
    stand_in.knobs.images_per_minute = 1
    stand_in.knobs.retry_after = says_when
    await caller.submit(body_of())
    reply = await caller.submit(body_of())
    assert reply.json["reason"] == "RATE_LIMIT_EXCEEDED"
    assert ("Retry-After" in reply.headers) is says_when
    assert not says_when or 58 <= int(reply.headers["Retry-After"]) <= 60


async def test_the_body_and_the_headers_are_kept_as_received(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    body = body_of(something_new={"x": 1}, clip_skip=None)
    await caller.submit(body)
    assert stand_in.tasks[0].body == body
    assert stand_in.tasks[0].headers["Authorization"] == f"Bearer {stand_in.api_key}"
