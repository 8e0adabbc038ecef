"""Values as they are read from text, where no flag or key leads to them yet."""

from __future__ import annotations

from bot.domain.ranges import Bound
from bot.prompt.values import READERS, decimal
from tests.tables import each_row


@each_row("given, read", [("true", True), ("FALSE", False), ("yes", None)])
def test_a_switch_is_read_as_true_or_false(given: str, read: bool | None) -> None:
    assert READERS["private"].read(given) is read


@each_row("given, read", [("-0.5", -0.5), ("-.5", -0.5), ("+0.5", None)])
def test_a_minus_is_the_only_sign_of_a_decimal(given: str, read: float | None) -> None:
    assert decimal(given, Bound(-1, 1)) == read
