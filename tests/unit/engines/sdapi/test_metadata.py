from __future__ import annotations

import json
from typing import Any

from bot.domain.models import ModelKind
from bot.engines.sdapi import listing
from tests.tables import each_row

TAGS = {"10_ink": {"ink wash ": 90, "1girl": 40, "": 99}, "5_more": {"ink wash": 10, "tree": 60}}


def lora(metadata: object) -> tuple[str, bool | None, tuple[str, ...]]:
    [model] = listing.models(ModelKind.LORA, [{"name": "a", "metadata": metadata}])
    return model.base_model, model.is_sdxl, model.triggers


@each_row(
    "metadata, told",
    [
        ({"ss_base_model_version": "sd_v1"}, ("SD 1.5", False, ())),
        ({"ss_base_model_version": "sdxl_base_v1-0"}, ("SDXL 1.0", True, ())),
        ({"modelspec.architecture": "Flux-1-dev/lora"}, ("Flux.1 D", False, ())),
        ({"ss_tag_frequency": TAGS}, ("", False, ("ink wash", "tree", "1girl"))),
        ({"ss_tag_frequency": json.dumps(TAGS)}, ("", False, ("ink wash", "tree", "1girl"))),
        (
            {"modelspec.trigger_phrase": "sumi-e", "ss_tag_frequency": TAGS},
            ("", False, ("sumi-e",)),
        ),
    ],
)
def test_a_lora_says_what_it_was_made_from_and_what_calls_it_up(
    metadata: dict[str, Any], told: object
) -> None:
    assert lora(metadata) == told


@each_row(
    "metadata",
    [
        None,
        [],
        "sd_v1",
        {"ss_base_model_version": 7, "ss_tag_frequency": "{" * 100_000},
        {"ss_tag_frequency": "[" * 100_000},
        {"ss_tag_frequency": {"a": {"b": True, "c": "9", "d": None}, "e": 3}},
        {"modelspec.trigger_phrase": ["x"], "ss_tag_frequency": []},
    ],
)
def test_odd_metadata_say_nothing(metadata: object) -> None:
    assert lora(metadata) == ("", False, ())
