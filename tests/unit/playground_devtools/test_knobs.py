from __future__ import annotations

import json
import math

import pytest

from bot.playground.devtools.knobs import RANGES, checked
from bot.playground.discord.refusals import RefusalError
from tests.tables import each_row

CONFIDENCE = "confidence: must be a number from 0 to 100, or null"
FAIL = "fail: must be true or false"
SLOWNESS = "slowness: must be a number from 0.25 to 20"
RATE = "images_per_minute: must be a whole number from 1 to 600, or null"


@each_row(
    "asked",
    [
        {},
        {"confidence": 0},
        {"confidence": 99.5},
        {"confidence": 100, "fail": True},
        {"confidence": None},
        {"slowness": 0.25},
        {"slowness": 20},
        {"images_per_minute": 1},
        {"images_per_minute": 600},
        {"images_per_minute": None},
    ],
)
def test_what_is_in_range_is_taken_as_it_is(asked: dict[str, object]) -> None:
    assert checked(asked, RANGES) == asked


@each_row(
    "name, value, words",
    [
        ("confidence", -0.1, CONFIDENCE),
        ("confidence", 100.1, CONFIDENCE),
        ("confidence", "50", CONFIDENCE),
        ("confidence", True, CONFIDENCE),
        ("confidence", math.nan, CONFIDENCE),
        ("confidence", math.inf, CONFIDENCE),
        ("confidence", 10**400, CONFIDENCE),
        ("fail", 1, FAIL),
        ("fail", None, FAIL),
        ("slowness", 0.2, SLOWNESS),
        ("slowness", 21, SLOWNESS),
        ("slowness", None, SLOWNESS),
        ("slowness", True, SLOWNESS),
        ("slowness", math.nan, SLOWNESS),
        ("images_per_minute", 0, RATE),
        ("images_per_minute", 601, RATE),
        ("images_per_minute", 5.0, RATE),
        ("images_per_minute", True, RATE),
    ],
)
def test_what_is_out_of_range_is_refused_by_name(name: str, value: object, words: str) -> None:
    with pytest.raises(RefusalError) as refused:
        checked({name: value}, RANGES)
    assert (refused.value.status, refused.value.message) == (400, words)


def test_an_unknown_knob_is_refused_with_those_there_are() -> None:
    with pytest.raises(RefusalError) as refused:
        checked(json.loads('{"fail": true, "speed": 2}'), ("confidence", "fail"))
    assert refused.value.message == "speed: no such knob; there are confidence, fail"
