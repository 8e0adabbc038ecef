"""What the stand-in takes and refuses, as running servers were seen to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.horde.seeds import seed_of_text
from tests.tables import each_row
from tests.unit.playground_horde.conftest import AGENT, KEY

if TYPE_CHECKING:
    from bot.playground.horde.server import HordeStandIn
    from tests.unit.playground_horde.conftest import Caller


async def seeds(caller: Caller, **params: Any) -> list[int]:  # noqa: ANN401
    taken = await caller.submit(params=params)
    assert taken.status == 202
    return sorted(int(one["seed"]) for one in (await caller.status(taken))["generations"])


async def test_without_a_variation_all_images_get_the_same_seed(caller: Caller) -> None:
    assert await seeds(caller, n=3, seed="5") == [5, 5, 5]


async def test_with_a_variation_the_seed_itself_never_occurs(caller: Caller) -> None:
    assert await seeds(caller, n=3, seed="5", seed_variation=2) == [7, 9, 11]
    assert await seeds(caller, n=1, seed="5", seed_variation=1) == [6]


async def test_without_a_seed_each_is_random(caller: Caller) -> None:
    assert len(set(await seeds(caller, n=3))) == 3
    assert len(set(await seeds(caller, n=3, seed=""))) == 3


async def test_a_batch_is_made_from_one_seed(caller: Caller, horde: HordeStandIn) -> None:
    horde.knobs.batches = True
    assert await seeds(caller, n=3, seed="5", seed_variation=1) == [6, 6, 6]


@each_row(
    "said, meant",
    [("4294967295", 4294967295), ("4294967296", 1), ("-1", 12589), ("007", 7), ("0", 0)],
)
def test_a_seed_is_a_text(said: str, meant: int) -> None:
    assert seed_of_text(said) == meant


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("params.width", {"params": {"width": 500}}),
        ("params.height", {"params": {"height": 4096}}),
        ("params.seed", {"params": {"seed": 5}}),
        ("params.sampler_name", {"params": {"sampler_name": "UniPC"}}),
        ("params.n", {"params": {"n": 21}}),
        ("params.steps", {"params": {"steps": 0}}),
        ("params.loras[0].name", {"params": {"loras": [{"model": 1}]}}),
        ("prompt", {"prompt": ""}),
        ("nsfw", {"nsfw": "no"}),
    ],
)
async def test_the_framework_refuses_without_a_code(
    caller: Caller, field: str, changes: dict[str, Any]
) -> None:
    answer = await caller.submit(**changes)
    assert (answer.status, answer.rc) == (400, "")
    assert list(answer.body["errors"]) == [field]


@pytest.mark.parametrize(
    ("status", "rc", "changes"),
    [
        (400, "BadCFGDecimals", {"params": {"cfg_scale": 7.125}}),
        (400, "TooManyLoras", {"params": {"loras": [{"name": "x"}] * 6}}),
        (400, "TooManyTIs", {"params": {"tis": [{"name": "x"}] * 21}}),
        (400, "BadLoraVersion", {"params": {"loras": [{"name": "x", "is_version": True}]}}),
        (
            400,
            "TooManyUpscalers",
            {"params": {"post_processing": ["NMKD_Siax", "4x_AnimeSharp"]}},
        ),
        (400, "HiResMismatch", {"params": {"hires_fix": True}, "models": ["flux_1"]}),
        (400, "NulByteInPayload", {"prompt": "a\0"}),
        (400, "InvalidPromptSize", {"prompt": "a " * 7501}),
        (403, "RequiresTrust", {"disable_batching": True}),
        (400, "CorruptPrompt", {"prompt": "a forbidden dog", "replacement_filter": False}),
        (400, "BadRequest", {"prompt": f"forbidden {'x' * 7000}"}),
        (403, "KudosUpfront", {"key": "0000000000", "params": {"steps": 41}}),
        (
            403,
            "KudosUpfront",
            {"key": "0000000000", "params": {"steps": 21, "sampler_name": "k_heun"}},
        ),
        (403, "KudosUpfront", {"key": "0000000000", "params": {"width": 1088, "height": 1024}}),
        (401, "InvalidAPIKey", {"key": "nobody's"}),
    ],
)
async def test_the_api_refuses_by_a_code(
    caller: Caller, status: int, rc: str, changes: dict[str, Any]
) -> None:
    answer = await caller.submit(**changes)
    assert (answer.status, answer.rc) == (status, rc)


async def test_large_and_many_are_for_nothing_up_to_a_megapixel(caller: Caller) -> None:
    params = {"width": 1024, "height": 1024, "n": 20, "steps": 40}
    assert (await caller.submit("0000000000", params=params)).status == 202


@pytest.mark.parametrize("models", [["Nobody's"], ["Pastel Mix"], "Deliberate"])
async def test_what_nobody_serves_is_taken_with_a_warning(caller: Caller, models: object) -> None:
    taken = await caller.submit(models=models)
    assert taken.status == 202
    assert taken.body["warnings"][0]["code"] == "NoAvailableWorker"
    assert not (await caller.check(taken))["is_possible"]


async def test_a_lone_surrogate_breaks_the_server(caller: Caller) -> None:
    answer = await caller.submit(prompt="a \ud800")
    assert (answer.status, answer.body) == (500, {"message": "Internal Server Error"})


@pytest.mark.parametrize("said", [{"data": b"{"}, {"data": b"{}"}, {"json": []}])
async def test_what_is_no_json_object_is_refused(caller: Caller, said: dict[str, Any]) -> None:
    answer = await caller.ask("POST", "/generate/async", headers={"apikey": KEY}, **said)
    assert (answer.status, answer.rc) == (400, "")


async def test_a_submit_without_a_key_is_refused_by_the_framework(caller: Caller) -> None:
    answer = await caller.ask("POST", "/generate/async", json={"prompt": "a"})
    assert (answer.status, list(answer.body["errors"])) == (400, ["apikey"])


async def test_a_rehearsal_tells_the_price_of_all_and_takes_nothing(
    caller: Caller, horde: HordeStandIn
) -> None:
    answer = await caller.submit(dry_run=True, params={"n": 3})
    assert (answer.status, answer.body, len(horde.tasks)) == (200, {"kudos": 36}, 0)


async def test_an_offence_puts_the_address_in_time_out_and_the_second_for_longer(
    caller: Caller, horde: HordeStandIn
) -> None:
    taken = await caller.submit()
    await caller.submit(prompt="forbidden")
    refused = await caller.submit()
    assert (refused.status, refused.rc) == (403, "TimeoutIP")
    assert "for 180 more seconds" in refused.body["message"]
    assert (await caller.submit(dry_run=True)).status == 200
    path = f"/generate/check/{taken.body['id']}"
    assert (await caller.ask("GET", path, headers={"Client-Agent": AGENT})).status == 200
    assert (await caller.ask("GET", path)).rc == "Forbidden"
    for timeout in horde._state.timeouts.values():
        timeout.ends_at = 0.0
    await caller.submit(prompt="forbidden")
    assert "for 540 more seconds" in (await caller.submit()).body["message"]


async def test_in_maintenance_nothing_is_taken_and_the_rest_goes_on(
    caller: Caller, horde: HordeStandIn
) -> None:
    taken = await caller.submit()
    horde.knobs.maintenance = True
    assert (await caller.submit()).rc == "MaintenanceMode"
    assert (await caller.check(taken))["done"]
