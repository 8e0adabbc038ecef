from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.comfyui.knobs import Knobs as ComfyuiKnobs
from bot.playground.comfyui.server import ComfyuiStandIn
from bot.playground.devtools.turning import Panel
from bot.playground.discord.refusals import RefusalError
from bot.playground.horde.knobs import Knobs as HordeKnobs
from bot.playground.horde.server import HordeStandIn
from bot.playground.novita.knobs import Knobs as NovitaKnobs
from bot.playground.novita.server import NovitaStandIn
from bot.playground.sdapi.knobs import Knobs as SdapiKnobs
from bot.playground.sdapi.server import SdapiStandIn
from tests.tables import each_row
from tests.unit.playground_devtools.conftest import OWN_SPEED
from tests.unit.playground_novita.caller import body_of, detecting

if TYPE_CHECKING:
    from bot.playground.engine.stand_in import EngineStandIn
    from tests.unit.playground_devtools.conftest import Page

UNTURNED = {"confidence": None, "fail": False, "slowness": 1.0, "images_per_minute": None}


async def confidences(page: Page, body: dict[str, Any]) -> list[float | None]:
    images = (await page.novita.result_of(body))["images"]
    verdicts = [each["nsfw_detection_result"] for each in images]
    return [each and each["confidence"] for each in verdicts]


async def test_nothing_is_turned_at_first(page: Page) -> None:
    assert await page.get("knobs") == UNTURNED


async def test_all_images_of_the_next_task_have_the_confidence_set(page: Page) -> None:
    await page.turn(confidence=70.5)
    assert await confidences(page, detecting(image_num=2)) == [70.5, 70.5]


async def test_a_confidence_is_used_once(page: Page) -> None:
    await page.turn(confidence=70.5)
    await page.novita.submit(detecting())
    assert await page.get("knobs") == UNTURNED
    assert await confidences(page, detecting()) != [70.5]


async def test_a_confidence_can_be_taken_back(page: Page) -> None:
    await page.turn(confidence=70.5)
    await page.turn(confidence=None)
    assert await confidences(page, detecting()) != [70.5]


async def test_without_detection_there_is_no_confidence(page: Page) -> None:
    await page.turn(confidence=70.5)
    assert await confidences(page, body_of()) == [None]


async def test_a_task_from_before_keeps_the_engine_s_confidence(page: Page) -> None:
    before = (await page.novita.submit(detecting())).json["data"]["task_id"]
    await page.turn(confidence=70.5)
    (image,) = (await page.novita.ended(before))["images"]
    assert image["nsfw_detection_result"]["confidence"] != 70.5
    assert await confidences(page, detecting()) == [70.5]


async def test_the_next_task_fails_and_the_one_after_does_not(page: Page) -> None:
    await page.turn(fail=True)
    first, second = [await page.novita.result_of(body_of()) for _ in range(2)]
    statuses = [each["task"]["status"] for each in (first, second)]
    assert statuses == ["TASK_STATUS_FAILED", "TASK_STATUS_SUCCEED"]
    assert await page.get("knobs") == UNTURNED


async def test_slowness_divides_the_speed_the_demo_was_started_with(page: Page) -> None:
    await page.turn(slowness=2)
    await page.turn(slowness=4)
    assert page.novita.stand_in.knobs.speed == OWN_SPEED / 4


async def test_a_budget_of_images_refuses_more(page: Page) -> None:
    await page.turn(images_per_minute=1)
    statuses = [(await page.novita.submit(body_of())).status for _ in range(2)]
    assert statuses == [200, 429]


async def test_a_knob_that_is_not_named_stays(page: Page) -> None:
    await page.turn(confidence=50, fail=True, slowness=0.5, images_per_minute=9)
    assert await page.turn() == {
        "confidence": 50,
        "fail": True,
        "slowness": 0.5,
        "images_per_minute": 9,
    }


async def test_a_refused_request_turns_nothing(page: Page) -> None:
    status, refusal = await page.post("knobs", {"fail": True, "slowness": 99})
    assert (status, refusal["message"][:8]) == (400, "slowness")
    assert await page.get("knobs") == UNTURNED


@pytest.mark.parametrize("raw", ["{", "\udcff", '{"\\ud800": 1}', "[" * 100_000])
async def test_what_is_not_json_is_refused(page: Page, raw: str) -> None:
    status, refusal = await page.post("knobs", raw=raw.encode("utf-8", "surrogateescape"))
    assert (status, refusal) == (400, {"message": "The request is not JSON."})


async def test_a_restart_says_how_long_it_took(page: Page) -> None:
    status, told = await page.post("restart")
    assert (status, told.keys()) == (200, {"took_ms"})


async def test_a_restart_that_fails_says_so(page: Page) -> None:
    async def broken() -> None:
        raise OSError("no such thing")

    page.restart = broken
    told = await page.post("restart")
    assert told == (500, {"message": "The bot could not be restarted (OSError)."})


async def test_a_rule_that_stood_before_still_decides_for_other_tasks(page: Page) -> None:
    page.novita.stand_in.knobs.nsfw_result = {"valid": True, "confidence": 3}
    await page.turn(confidence=70.5)
    assert await confidences(page, detecting()) == [70.5]
    assert await confidences(page, detecting()) == [3]


ENGINES = (
    NovitaStandIn(NovitaKnobs(speed=2)),
    HordeStandIn(HordeKnobs(speed=2)),
    ComfyuiStandIn(ComfyuiKnobs(speed=2)),
    SdapiStandIn(SdapiKnobs(speed=2)),
)


@each_row("engine", ENGINES)
def test_each_engine_can_be_slowed_and_made_to_fail(engine: EngineStandIn) -> None:
    panel = Panel(engine.knobs)
    panel.turn({"slowness": 4, "fail": True})
    assert (engine.knobs.speed, engine.knobs.fail_next) == (0.5, True)
    assert (panel.state()["slowness"], panel.state()["fail"]) == (4, True)


@each_row("engine", ENGINES[1:])
@each_row("knob", ["confidence", "images_per_minute"])
def test_a_knob_that_an_engine_has_no_use_for_is_not_there(
    engine: EngineStandIn, knob: str
) -> None:
    panel = Panel(engine.knobs)
    assert panel.state().keys() == {"fail", "slowness"}
    with pytest.raises(RefusalError):
        panel.turn({knob: 50})
