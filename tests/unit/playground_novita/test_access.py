"""Keys, account routes and paths that are no route."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.novita.server import NovitaStandIn
from tests.unit.playground_novita.caller import body_of

if TYPE_CHECKING:
    from tests.unit.playground_novita.caller import Caller

API_PATHS = (
    "/v3/async/task-result",
    "/v3/model",
    "/v3/user",
    "/openapi/v1/billing/balance/detail",
)


@pytest.mark.parametrize("path", API_PATHS)
@pytest.mark.parametrize("given", ["sk_playground", "Bearer wrong", "bearer sk_playground", "Bé"])
async def test_a_key_in_any_other_form_is_refused(caller: Caller, path: str, given: str) -> None:
    reply = await caller.call("GET", path, headers={"Authorization": given})
    assert (reply.status, reply.json["reason"]) == (403, "INVALID_API_KEY")


@pytest.mark.parametrize("path", API_PATHS)
async def test_a_missing_key_is_told_apart(caller: Caller, path: str) -> None:
    reply = await caller.call("GET", path, headers={"Authorization": ""})
    assert (reply.status, reply.json["reason"]) == (400, "MISSING_API_KEY")


async def test_a_submit_with_a_wrong_key_creates_nothing(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    reply = await caller.call("POST", "/v3/async/txt2img", key="other", json=body_of())
    assert reply.json["reason"] == "INVALID_API_KEY"
    assert len(stand_in.tasks) == 0


async def test_the_balance_is_given_as_text(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.knobs.balance = 12345
    reply = await caller.call("GET", "/openapi/v1/billing/balance/detail")
    assert reply.json == {
        "availableBalance": "12345",
        "cashBalance": "12345",
        "creditLimit": "0",
        "outstandingInvoices": "0",
    }


async def test_the_user_has_a_credit(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.knobs.balance = 7
    assert (await caller.call("GET", "/v3/user")).json["credit_balance"] == 7


async def test_another_path_is_no_route(caller: Caller) -> None:
    reply = await caller.call("POST", "/v3/async/img2img", json={})
    assert (reply.status, reply.json["reason"]) == (404, "API_NOT_FOUND")


async def test_a_request_is_kept_with_its_route_and_status(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    await caller.call("GET", "/v3/model", params={"pagination.limit": "1"})
    seen = stand_in.requests[-1]
    assert (seen.route, seen.status, seen.query["pagination.limit"]) == ("model", 200, "1")


async def test_a_port_that_is_taken_is_an_error(stand_in: NovitaStandIn) -> None:
    port = int(stand_in.url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        await NovitaStandIn(port=port).__aenter__()


async def test_a_wait_ends_when_something_is_so(caller: Caller, stand_in: NovitaStandIn) -> None:
    with pytest.raises(TimeoutError):
        await stand_in.wait_until(lambda s: len(s.tasks) == 1, 0.01)
    await caller.submit(body_of())
    await stand_in.wait_until(lambda s: len(s.tasks) == 1, 1)
