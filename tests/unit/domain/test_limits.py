"""Who may ask for what: the place's rules, and each member's share."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.limits import Usage, check_policy, check_usage, shortage
from bot.domain.policy import Policy
from bot.domain.request import Hires, HiresScale
from bot.errors import InvalidOptionError, ObstaclesError, RefusedError
from tests.tables import each_row
from tests.unit.domain.requests import CAT

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
BIG = replace(CAT, images=4, steps=30, hires=Hires(HiresScale.X2))


@each_row(
    "policy",
    [Policy(), Policy(max_images=4), Policy(max_steps=30), Policy(max_pixels=1024 * 1024)],
)
def test_what_the_place_allows_passes(policy: Policy) -> None:
    check_policy(BIG, policy)


@each_row(
    "policy, message",
    [
        (Policy(max_images=3), r"^`images` must be between 1 and 3 here; you gave `4`\.$"),
        (Policy(max_steps=29), r"^`steps` must be between 1 and 29 here; you gave `30`\.$"),
        (
            Policy(max_pixels=1024 * 1024 - 1),
            "^`hires`: 2x of 512x512 makes `1024x1024`, which has 1048576 .* most 1048575 ",
        ),
        (Policy(max_pixels=512 * 512 - 1), "^`size`: .* at most 262143 .* `1024x1024` has 1048576"),
    ],
)
def test_more_than_the_place_allows_is_an_error_by_name(policy: Policy, message: str) -> None:
    with pytest.raises(InvalidOptionError, match=message):
        check_policy(BIG, policy)


def test_all_that_the_place_does_not_allow_is_an_error() -> None:
    policy = Policy(enabled=False, max_images=3, max_steps=29, max_pixels=512 * 512)
    with pytest.raises(ObstaclesError) as caught:
        check_policy(BIG, policy)
    off, *others = caught.value.obstacles
    assert "switched off" in str(off)
    named = [other.option for other in others if isinstance(other, InvalidOptionError)]
    assert named == ["images", "steps", "hires"]


def test_one_job_that_waits_is_said_as_one() -> None:
    with pytest.raises(RefusedError, match=r"^You already have 1 job waiting"):
        check_usage(Usage(queued=1), 1, policy=Policy(), max_queued=1, now=NOW)


def test_where_generation_is_switched_off_nothing_passes() -> None:
    with pytest.raises(RefusedError, match=r"^Image .* switched off .* or ask the moderators\.$"):
        check_policy(CAT, Policy(enabled=False))


@each_row(
    "usage, policy",
    [
        (Usage(), Policy(cooldown_seconds=60, daily_images=2)),
        (Usage(queued=9), Policy()),
        (Usage(day_images=8), Policy(daily_images=10)),
        (Usage(day_images=10_000), Policy()),
        (Usage(last_accepted_at=NOW - timedelta(seconds=60)), Policy(cooldown_seconds=60)),
        (Usage(last_accepted_at=NOW), Policy(cooldown_seconds=0)),
        (Usage(last_accepted_at=NOW), Policy()),
    ],
)
def test_who_has_a_share_left_passes(usage: Usage, policy: Policy) -> None:
    check_usage(usage, 2, policy=policy, max_queued=10, now=NOW)


@each_row(
    "usage, policy, message",
    [
        (Usage(queued=10), Policy(), "^You already have 10 jobs waiting, the limit"),
        (
            Usage(last_accepted_at=NOW - timedelta(seconds=59)),
            Policy(cooldown_seconds=60),
            rf"^You can generate again <t:{NOW.timestamp() + 1:.0f}:R>\.$",
        ),
        (
            Usage(day_images=9, returns_at=NOW + timedelta(hours=1)),
            Policy(daily_images=10),
            rf"only 1 of your 10 a day is left here\. .*<t:{NOW.timestamp() + 3600:.0f}:R>",
        ),
        (
            Usage(day_images=12, returns_at=NOW + timedelta(hours=1)),
            Policy(daily_images=4),
            rf"used all 4 of today's images here\. .*<t:{NOW.timestamp() + 3600:.0f}:R>",
        ),
        (Usage(day_images=4), Policy(daily_images=4), rf"<t:{NOW.timestamp() + 86_400:.0f}:R>"),
        (Usage(), Policy(daily_images=1), r"^You asked for 2 images, but the limit here is 1 a"),
        (Usage(), Policy(daily_images=0), "the daily limit is 0"),
    ],
)
def test_who_has_had_their_share_is_refused(usage: Usage, policy: Policy, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        check_usage(usage, 2, policy=policy, max_queued=10, now=NOW)


def test_where_hires_fix_is_off_only_it_is_named_and_the_size_without_it_counts() -> None:
    with pytest.raises(
        InvalidOptionError, match="`hires`: hires fix is switched off here"
    ) as caught:
        check_policy(BIG, Policy(hires=False, max_pixels=512 * 512))
    assert caught.value.option == "hires"
    check_policy(replace(BIG, hires=None), Policy(hires=False))


def test_who_has_as_many_jobs_as_may_be_at_once_is_refused() -> None:
    policy = Policy(jobs=2)
    check_usage(Usage(jobs=1, queued=1), 1, policy=policy, max_queued=10, now=NOW)
    with pytest.raises(RefusedError, match="already have 2 jobs waiting or under way"):
        check_usage(Usage(jobs=2), 1, policy=policy, max_queued=10, now=NOW)


@each_row(
    "used, asked, most, short",
    [
        *((0, 8, None, 0), (2, 2, 4, 0), (3, 2, 4, 1), (1, 4, 4, 1)),
        # One that is left is enough to say when.
        *((4, 2, 4, 1), (9, 2, 4, 6)),
    ],
)
def test_so_many_images_have_to_leave_the_day(
    used: int, asked: int, most: int | None, short: int
) -> None:
    found = shortage(Usage(day_images=used), asked, Policy(daily_images=most))
    assert (found.needed if found else 0) == short
