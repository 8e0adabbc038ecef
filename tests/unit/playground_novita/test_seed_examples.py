"""Each example of the vendor's page is accepted and answered in its shape."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from bot.playground.novita.knobs import Special
from tests.unit.playground_novita.seed_examples import EXAMPLES, Example

if TYPE_CHECKING:
    from bot.playground.novita.server import NovitaStandIn
    from tests.unit.playground_novita.caller import Caller

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
every_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: str(e.name))


def set_knobs(stand_in: NovitaStandIn, example: Example) -> None:
    for name, value in example.knobs.items():
        setattr(stand_in.knobs, name, Special.MISSING if value == "missing" else value)


@every_example
async def test_the_submit_is_answered_with_a_task_id_in_the_examples_form(
    caller: Caller, example: Example
) -> None:
    reply = await caller.submit(example.body)
    assert reply.status == 200
    if example.is_enveloped:
        assert {"code": reply.json["code"], "msg": reply.json["msg"]} == {"code": 0, "msg": ""}
        assert UUID.fullmatch(reply.json["data"]["task_id"])
    else:
        assert set(reply.json) == {"task_id"}
        assert UUID.fullmatch(reply.json["task_id"])


@every_example
async def test_the_result_has_the_examples_fields(
    caller: Caller, stand_in: NovitaStandIn, example: Example
) -> None:
    set_knobs(stand_in, example)
    result = await caller.result_of(example.body)
    assert set(result) == example.top_keys
    assert set(result["extra"]) == example.extra_keys
    assert result["task"] == {
        "task_id": stand_in.tasks[0].task_id,
        "task_type": "TXT_TO_IMG",
        "status": "TASK_STATUS_SUCCEED",
        "reason": "",
        "eta": 0,
        "progress_percent": 0,
    }
    keys = {"image_url", "image_url_ttl", "image_type"}
    if example.has_verdict:
        keys |= {"nsfw_detection_result"}
    assert [set(image) for image in result["images"]] == [keys] * example.request["image_num"]
    assert {(i["image_url_ttl"], i["image_type"]) for i in result["images"]} == {("3600", "jpeg")}


@every_example
async def test_the_seed_is_the_one_asked_or_a_drawn_one_as_text(
    caller: Caller, example: Example
) -> None:
    seed = (await caller.result_of(example.body))["extra"]["seed"]
    asked = example.request["seed"]
    assert seed == str(asked) if asked >= 0 else 0 <= int(seed) < 2**32


@every_example
async def test_the_images_are_jpegs_of_the_size_asked(caller: Caller, example: Example) -> None:
    result = await caller.result_of(example.body)
    side = example.request.get("hires_fix", {}).get("target_width", example.request["width"])
    for entry in result["images"]:
        image = Image.open(io.BytesIO((await caller.fetch(entry["image_url"])).content))
        image.load()
        assert (image.format, image.size) == ("JPEG", (side, side))


async def test_detection_is_reported_for_each_image(caller: Caller) -> None:
    result = await caller.result_of(EXAMPLES[5].body)
    verdicts: list[dict[str, Any]] = [i["nsfw_detection_result"] for i in result["images"]]
    assert result["extra"]["enable_nsfw_detection"] is True
    assert [set(v) for v in verdicts] == [{"valid", "confidence"}] * 4
    assert all(v["valid"] is True for v in verdicts)
    assert sum(v["confidence"] > 90 for v in verdicts) == 1


async def test_the_debug_info_has_the_first_examples_keys(caller: Caller) -> None:
    result = await caller.result_of(EXAMPLES[0].body)
    assert set(result["extra"]["debug_info"]) == {
        "request_info", "submit_time_ms", "execute_time_ms", "complete_time_ms",
    }  # fmt: skip
    assert result["extra"]["debug_info"]["request_info"].startswith(
        '{"model":"sd_xl_base_1.0.safetensors","prompts":["a cute dog"]'
    )
