"""Of what a place allows and what roles give, the best counts, limit by limit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.policy import Policy
from bot.domain.tier import EVERYTHING, UNLIMITABLE, over, stated, without
from bot.errors import InvalidOptionError, RefusedError
from tests.tables import each_row

PLACE = Policy(
    max_images=2,
    max_steps=30,
    cooldown_seconds=60,
    daily_images=10,
    hourly_images=0,
    jobs=2,
    hires=False,
    models_allow=("fox*",),
    models_deny=("bad*",),
)


def test_the_best_of_each_limit_counts() -> None:
    artist = stated(None, "owl*,fox*", max_images=4, cooldown_seconds=90, daily_images=5)
    booster = stated("max_steps", max_images=3, cooldown_seconds=10, hourly_images=7, hires=True)
    expected = replace(
        PLACE,
        max_images=4,
        max_steps=None,
        cooldown_seconds=10,
        hourly_images=7,
        hires=True,
        models_allow=("fox*", "owl*"),
    )
    assert over(PLACE, [artist, booster]) == over(PLACE, [booster, artist]) == expected
    assert over(PLACE, []) is PLACE


def test_no_role_takes_anything_away() -> None:
    strict = stated(None, "owl*", max_images=1, cooldown_seconds=600, jobs=1, hires=False)
    assert over(Policy(), [strict]) == Policy()


def test_a_role_may_have_everything_without_a_limit_but_what_is_denied() -> None:
    free = over(PLACE, [stated(EVERYTHING)])
    assert free == Policy(models_deny=("bad*",), models_allow=None)
    assert over(PLACE, [stated(EVERYTHING, jobs=5)]).jobs == 5
    assert over(PLACE, [stated("models"), stated(None, "owl*")]).models_allow is None
    for name in UNLIMITABLE:
        (value,) = stated(name).values()
        assert value is None


@each_row(
    "said, words",
    [
        ({}, "at least one limit"),
        ({"unlimited": "jobs", "jobs": 3}, "`unlimited`: you gave `jobs` as well as a number"),
        ({"unlimited": "hires"}, "`unlimited` must be"),
        ({"models": " , "}, "at least one glob"),
        ({"max_images": 9}, "`max_images`"),
        ({"jobs": True}, "`jobs`"),
        ({"hires": 1}, "`hires`"),
        ({"daily_images": -1}, "`daily_images`"),
    ],
)
def test_what_cannot_be_is_refused(said: dict[str, object], words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        stated(**said)  # type: ignore[arg-type] # as a client might


def test_one_limit_or_all_can_be_taken_away() -> None:
    limits = stated("jobs", hires=True)
    assert without(limits, "jobs", "x") == {"hires": True}
    assert without(limits, None, "x") == {}
    with pytest.raises(RefusedError, match="x has no such limit"):
        without({}, None, "x")


def test_a_number_out_of_bounds_names_its_option() -> None:
    with pytest.raises(InvalidOptionError) as caught:
        stated(jobs=51)
    assert caught.value.option == "jobs"
