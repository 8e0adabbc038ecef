"""Values as they are read from text, where no flag or key leads to them yet."""

from __future__ import annotations

import pytest

from bot.prompt.values import READERS


@pytest.mark.parametrize(("given", "read"), [("true", True), ("FALSE", False), ("yes", None)])
def test_a_switch_is_read_as_true_or_false(given: str, read: bool | None) -> None:
    assert READERS["private"].read(given) is read
