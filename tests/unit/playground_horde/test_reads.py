"""How tasks stand, who may see and cancel them, and how often one may ask."""

from __future__ import annotations

import asyncio
import errno
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from bot.playground.horde.knobs import Outcome
from tests.unit.playground_horde.conftest import AGENT, KEY, Caller

if TYPE_CHECKING:
    from bot.playground.horde.server import HordeStandIn

COUNTS = ("finished", "processing", "waiting", "done", "faulted", "restarted")


async def counts(caller: Caller, horde: HordeStandIn, outcome: Outcome) -> list[int]:
    horde.knobs.outcome, horde.knobs.sweep_s = outcome, 0
    status = await caller.status(await caller.submit())
    return [int(status[name]) for name in COUNTS]


async def test_done_does_not_mean_that_there_are_images(
    caller: Caller, horde: HordeStandIn
) -> None:
    assert await counts(caller, horde, Outcome.MADE) == [1, 0, 0, 1, 0, 0]
    assert await counts(caller, horde, Outcome.FAULTED) == [0, 0, 0, 1, 0, 2]
    assert await counts(caller, horde, Outcome.GIVEN_UP) == [0, 0, 1, 1, 1, 3]
    horde.knobs.duration, horde.knobs.queue_ms = 60, 0
    assert await counts(caller, horde, Outcome.DONE_EARLY) == [0, 1, 0, 1, 0, 2]


async def test_the_cheap_answer_is_repeated_for_a_second_and_the_other_is_fresh(
    caller: Caller, horde: HordeStandIn
) -> None:
    horde.knobs.duration = 60
    taken = await caller.submit()
    first = await caller.check(taken)
    horde.tasks[0].finish()
    assert await caller.check(taken) == first
    assert (await caller.status(taken))["done"]
    horde.knobs.remembered_s = 0
    assert (await caller.check(taken))["done"]


async def test_whoever_knows_the_id_may_cancel_and_is_told_how_it_stood(
    caller: Caller, horde: HordeStandIn
) -> None:
    horde.knobs.duration, horde.knobs.queue_ms = 3000, 60_000
    taken = await caller.submit(params={"n": 2})
    path = f"/generate/status/{taken.body['id']}"
    told = [(await caller.ask("DELETE", path)).body["waiting"] for _ in range(2)]
    assert told == [2, 0]
    status = await caller.status(taken)
    assert (status["done"], status["faulted"], status["generations"]) == (True, False, [])


async def test_a_request_is_gone_when_nobody_asked_for_it(
    caller: Caller, horde: HordeStandIn
) -> None:
    taken = await caller.submit()
    horde.knobs.lifetime_s = 0
    for method, route in (("GET", "check"), ("GET", "status"), ("DELETE", "status")):
        answer = await caller.ask(method, f"/generate/{route}/{taken.body['id']}")
        assert (answer.status, answer.rc) == (404, "RequestNotFound")


async def test_an_account_lists_its_own_requests_late(caller: Caller, horde: HordeStandIn) -> None:
    headers = {"apikey": KEY}
    assert "active_generations" not in (await caller.ask("GET", "/find_user", headers=headers)).body
    taken = await caller.submit()
    listed = (await caller.ask("GET", "/find_user", headers=headers)).body["active_generations"]
    assert listed == {"image": [taken.body["id"]], "text": [], "alchemy": []}
    horde.knobs.listing_late_s = 30
    assert "active_generations" not in (await caller.ask("GET", "/find_user", headers=headers)).body


async def test_the_anonymous_account_lists_nothing_and_others_are_unknown(caller: Caller) -> None:
    await caller.submit("0000000000")
    anonymous = await caller.ask("GET", "/find_user", headers={"apikey": "0000000000"})
    assert anonymous.body["active_generations"]["image"] == []
    unknown = await caller.ask("GET", "/find_user", headers={"apikey": "nobody's"})
    assert (unknown.status, unknown.rc) == (404, "UserNotFound")
    assert (await caller.ask("GET", "/find_user")).status == 401


async def test_the_modes_are_told_to_whoever_shows_no_key(caller: Caller) -> None:
    assert (await caller.ask("GET", "/status/modes")).body["maintenance_mode"] is False
    shown = await caller.ask("GET", "/status/modes", headers={"apikey": KEY})
    assert (shown.status, shown.rc) == (403, "NotModerator")


async def test_an_old_route_is_a_page(caller: Caller) -> None:
    answer = await caller.ask("POST", "/generate/sync", json={})
    assert (answer.status, answer.body[:6]) == (404, "<html>")


async def test_the_limiters_headers_are_on_every_answer(caller: Caller) -> None:
    taken = await caller.submit()
    assert (taken.status, taken.headers["Retry-After"]) == (202, "60")


async def test_an_address_and_a_key_may_submit_twice_a_second(
    caller: Caller, horde: HordeStandIn
) -> None:
    horde.knobs.limits = True
    answers = await asyncio.gather(*(caller.submit() for _ in range(4)))
    assert sorted(answer.status for answer in answers) == [202, 202, 429, 429]
    refused = next(answer for answer in answers if answer.status == 429)
    assert refused.body == {"message": "2 per 1 second"}


async def test_images_are_read_ten_times_a_minute_and_the_rest_counts_apart(
    caller: Caller, horde: HordeStandIn
) -> None:
    taken = await caller.submit()
    horde.knobs.limits = True
    path = f"/generate/status/{taken.body['id']}"
    headers = {"Client-Agent": AGENT}
    reads = [(await caller.ask("GET", path, headers=headers)).status for _ in range(11)]
    assert reads == [200] * 10 + [429]
    assert (await caller.ask("DELETE", path, headers=headers)).status == 200
    assert (await caller.check(taken))["done"]


async def test_waiting_images_of_one_model_are_limited(caller: Caller, horde: HordeStandIn) -> None:
    horde.knobs.duration, horde.knobs.queue_ms, horde.knobs.most_waiting = 3000, 60_000, 3
    assert (await caller.submit(params={"n": 2})).status == 202
    refused = await caller.submit(params={"n": 2})
    assert (refused.status, refused.rc) == (429, "TooManyPrompts")
    assert (await caller.submit(models=["Dreamshaper"], params={"n": 2})).status == 202


async def test_what_shows_too_much_is_censored_only_where_no_adults_are(caller: Caller) -> None:
    rows = ((False, True, True), (True, True, False), (False, False, False))
    for nsfw, censors, is_censored in rows:
        taken = await caller.submit(prompt="nude", nsfw=nsfw, censor_nsfw=censors)
        [made] = (await caller.status(taken))["generations"]
        assert (made["censored"], made["state"]) == (is_censored, "ok")


async def test_an_image_is_had_by_a_signed_address_and_without_a_key(caller: Caller) -> None:
    taken = await caller.submit()
    [first] = (await caller.status(taken))["generations"]
    async with caller.session.get(first["img"]) as reply:
        assert (reply.status, (await reply.read())[8:12]) == (200, b"WEBP")
    async with caller.session.get(first["img"], headers={"apikey": KEY}) as reply:
        assert reply.status == 400
    async with caller.session.get(first["img"].partition("?")[0]) as reply:
        assert reply.status == 403


async def test_requests_survive_a_restart(caller: Caller, horde: HordeStandIn) -> None:
    taken = await caller.submit()
    url = horde.url
    await horde.stop()
    await horde.start()
    assert horde.url == url
    assert (await caller.check(taken))["done"]


async def test_nobody_else_gets_the_address_while_it_is_started_anew(horde: HordeStandIn) -> None:
    url = horde.url
    address = urlsplit(url)
    host, port = str(address.hostname), address.port
    assert port
    await horde.stop()
    with socket.socket() as caller:
        assert caller.connect_ex((host, port)) == errno.ECONNREFUSED
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with pytest.raises(OSError, match="in use"):
            other.bind((host, port))
    await horde.start()
    assert horde.url == url
