"""What follows from so many strikes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.moderation.block import BlockKind
from bot.domain.moderation.strikes import consequence, counted_since, counts, still_follows
from bot.domain.policy import Policy

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
BLOCK, COOLDOWN = BlockKind.BLOCK, BlockKind.COOLDOWN


def lasts(strikes: int, policy: Policy) -> tuple[BlockKind, float] | None:
    """Return what follows, and for how many hours."""
    follows = consequence(strikes, policy, NOW)
    return None if follows is None else (follows.kind, (follows.until - NOW) / timedelta(hours=1))


def test_a_warning_then_waits_that_double_then_blocks_that_lengthen() -> None:
    policy = Policy(strikes_to_cooldown=2, strikes_to_block=9)
    found = [lasts(strikes, policy) for strikes in range(1, 12)]
    hours = [1, 2, 4, 8, 16, 24, 24]
    assert found == [
        None,
        *((COOLDOWN, each) for each in hours),
        (BLOCK, 7 * 24),
        (BLOCK, 30 * 24),
        (BLOCK, 30 * 24),
    ]
    assert lasts(1000, Policy(strikes_to_cooldown=1)) == (COOLDOWN, 24)
    assert lasts(3, Policy(strikes_to_block=3)) == (BLOCK, 7 * 24)
    # A block comes first where both are due.
    assert lasts(1, Policy(strikes_to_cooldown=1, strikes_to_block=1)) == (BLOCK, 7 * 24)


def test_without_numbers_strikes_mean_nothing() -> None:
    assert not counts(Policy())
    assert lasts(1000, Policy()) is None
    assert counts(Policy(strikes_to_block=1))
    assert counts(Policy(strikes_to_cooldown=1))
    assert counted_since(Policy(strike_days=3), NOW) == NOW - timedelta(days=3)


def test_what_followed_ends_with_the_strikes_that_it_followed_from() -> None:
    policy = Policy(strikes_to_cooldown=2, strikes_to_block=4)
    assert [still_follows(COOLDOWN, count, policy) for count in (1, 2)] == [False, True]
    assert [still_follows(BLOCK, count, policy) for count in (3, 4)] == [False, True]
    assert not still_follows(BLOCK, 9, Policy())
