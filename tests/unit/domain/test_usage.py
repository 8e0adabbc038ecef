"""What the counts come to, and what a member has left."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from bot.domain.allowances import Allowance, Limit, allowances, needed
from bot.domain.ids import PlaceId
from bot.domain.limits import Usage, check_usage
from bot.domain.policy import Policy, Pool
from bot.domain.quotas import quotas
from bot.domain.usage import FINDINGS, Made, Span, Unit, binned, report, span_until
from bot.domain.verdict import Finding
from bot.errors import RefusedError
from tests.tables import each_row

NOW = datetime(2026, 11, 26, 0, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
TODAY = date(2026, 11, 26)
CLEAR, FLAGGED = Finding.CLEAR, Finding.FLAGGED


def made(age: int = 0, model: str = "fox", engine: str = "novita", **said: object) -> Made:
    return Made(day=TODAY - timedelta(days=age), engine=engine, model=model, **said)  # type: ignore[arg-type] # any field


def left(usage: Usage, policy: Policy) -> dict[Limit, Allowance]:
    return {it.limit: it for it in allowances(usage, policy, max_queued=10, now=NOW)}


def test_a_span_ends_today_by_utc() -> None:
    here = NOW.astimezone(timezone(timedelta(hours=-5)))
    assert span_until(here, 1) == Span(first=TODAY, days=1)
    span = span_until(NOW, 400)
    assert (span.last, span.until) == (TODAY, datetime(2026, 11, 27, tzinfo=UTC))
    assert span.since == datetime(2025, 10, 23, tzinfo=UTC)


def test_rows_come_to_a_report() -> None:
    rows = [
        made(images={CLEAR: 2, FLAGGED: 1}, delivered=2, cost=0.5),
        made(engine="horde", images={CLEAR: 4}, delivered=1, cost=12.0),
        made(2, "owl", images={FLAGGED: 7}, delivered=1, failed=2, cost=0.25),
        made(1, "crow", failed=1, cancelled=3),
        made(3, images={CLEAR: 100}, delivered=50, cost=99.0),
        made(-1, images={CLEAR: 100}),
    ]
    told = report(rows, span_until(NOW, 3))
    assert [told.daily[finding] for finding in FINDINGS] == [(0, 0, 6), (7, 0, 1), (0, 0, 0)]
    assert told.models == (("fox", 7), ("owl", 7))
    assert told.costs == {Unit.KUDOS: (0.0, 0.0, 12.0), Unit.DOLLARS: (0.25, 0.0, 0.5)}
    assert (told.delivered, told.failed, told.cancelled, told.jobs) == (4, 3, 3, 10)
    assert (told.images, told.totals, told.busiest) == (14, (7, 0, 7), (TODAY, 7))
    nothing = report([], span_until(NOW, 400))
    assert (nothing.images, nothing.jobs, nothing.models, nothing.costs) == (0, 0, (), {})


@each_row(
    "days, sums",
    [(0, ()), (1, (1,)), (7, (28,)), (8, (1, 35)), (14, (28, 77)), (15, (1, 35, 84))],
)
def test_the_last_week_is_whole(days: int, sums: tuple[int, ...]) -> None:
    assert binned(range(1, days + 1), 7) == sums
    assert binned(range(1, days + 1), 1) == tuple(range(1, days + 1))


def test_a_place_without_limits_has_that_of_waiting_alone() -> None:
    assert left(Usage(queued=3, day_images=9), Policy()) == {
        Limit.WAITING: Allowance(limit=Limit.WAITING, most=10, used=3)
    }


def test_what_is_left_of_a_day_and_when_it_returns() -> None:
    policy = Policy(daily_images=4, hourly_images=3, jobs=2)
    day, hour = quotas(policy)
    usage = Usage(day_images=3, hour_images=1, jobs=1)
    told = {
        it.limit: (it.left, it.returns_at)
        for it in allowances(
            usage,
            policy,
            max_queued=10,
            now=NOW,
            returns={day: NOW + 9 * HOUR, hour: NOW + HOUR},
        )
    }
    assert told == {
        Limit.DAILY_IMAGES: (1, NOW + 9 * HOUR),
        Limit.HOURLY_IMAGES: (2, NOW + HOUR),
        Limit.JOBS: (1, None),
        Limit.WAITING: (10, None),
    }
    assert left(Usage(day_images=9), policy)[Limit.DAILY_IMAGES].left == 0
    none_ever = left(usage, Policy(daily_images=0))[Limit.DAILY_IMAGES]
    assert (none_ever.left, none_ever.returns_at) == (0, None)


def test_what_members_have_together_is_theirs_too() -> None:
    pool = Pool(place=PlaceId(4), hourly=5, daily=9)
    day, hour = quotas(Policy(pools=(pool,)))
    usage = Usage(pooled={(PlaceId(4), HOUR): 5, (PlaceId(4), timedelta(days=1)): 7})
    told = allowances(
        usage, Policy(pools=(pool,)), max_queued=10, now=NOW, returns={hour: NOW + HOUR}
    )
    assert [(it.limit, it.left, it.returns_at, it.pool) for it in told[:2]] == [
        (Limit.PLACE_DAILY_IMAGES, 2, None, pool),
        (Limit.PLACE_HOURLY_IMAGES, 0, NOW + HOUR, pool),
    ]
    assert (needed(day, usage), needed(hour, usage)) == (1, 1)


@each_row("used, most, so_many", [(0, 4, 0), (3, 4, 1), (4, 4, 1), (9, 4, 6)])
def test_so_many_leave_before_there_is_one_more(used: int, most: int, so_many: int) -> None:
    (quota,) = quotas(Policy(daily_images=most))
    assert needed(quota, Usage(day_images=used)) == so_many


@each_row("ago", [0, 59, 60, 61])
def test_a_cooldown_is_told_for_as_long_as_it_refuses(ago: int) -> None:
    usage = Usage(last_accepted_at=NOW - timedelta(seconds=ago))
    policy = Policy(cooldown_seconds=60)
    told = left(usage, policy)[Limit.COOLDOWN]
    assert told.most == 60
    try:
        check_usage(usage, 1, policy=policy, max_queued=10, now=NOW)
    except RefusedError:
        assert told.returns_at == NOW + timedelta(seconds=60 - ago)
    else:
        assert told.returns_at is None
    assert Limit.COOLDOWN not in left(usage, Policy(cooldown_seconds=0))


def test_who_is_slowed_down_is_told_until_when() -> None:
    slowed = Usage(suspicions=1, last_suspicion_at=NOW)
    assert left(slowed, Policy())[Limit.SLOWED].returns_at == NOW + timedelta(minutes=6)
    past = Usage(suspicions=1, last_suspicion_at=NOW - timedelta(minutes=6))
    assert Limit.SLOWED not in left(past, Policy())
