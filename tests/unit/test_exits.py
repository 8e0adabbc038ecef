"""Failures at the very end: one line for each cause, and the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli import main
from bot.errors import ConfigurationError, DarkroomError, StoreError
from bot.exits import FAILED, LONGEST_LINE, MOST_LINES, WRONG_CONFIGURATION, ending_of

if TYPE_CHECKING:
    import pytest

FULL = StoreError("the database failed: disk is full")


def test_a_failure_of_ours_is_told_in_its_own_words() -> None:
    assert ending_of(FULL) == (FAILED, ["darkroom: the database failed: disk is full"])


def test_a_failure_of_others_is_told_with_its_kind_on_one_line() -> None:
    assert ending_of(ValueError("a\n  b")) == (FAILED, ["darkroom: ValueError: a b"])
    assert ending_of(TimeoutError()) == (FAILED, ["darkroom: TimeoutError"])


def test_each_cause_in_a_group_is_told_once() -> None:
    inner = ExceptionGroup("inner", [FULL, ConnectionError("gone")])
    group = BaseExceptionGroup("outer", [inner, FULL, KeyboardInterrupt()])
    lines = [str(FULL), "ConnectionError: gone", "KeyboardInterrupt"]
    assert ending_of(group) == (FAILED, [f"darkroom: {line}" for line in lines])


def test_wrong_settings_come_before_everything_else() -> None:
    group = ExceptionGroup("", [ConnectionError("gone"), ConfigurationError("DISCORD_TOKEN: no")])
    assert ending_of(group) == (WRONG_CONFIGURATION, ["DISCORD_TOKEN: no"])


def test_a_long_story_is_cut() -> None:
    _, lines = ending_of(ExceptionGroup("", [DarkroomError(f"{n}" * 999) for n in range(99)]))
    assert len(lines) == MOST_LINES
    assert max(map(len, lines)) <= LONGEST_LINE + len("darkroom: ")


def test_a_group_that_reaches_the_command_line_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> int:
        raise BaseExceptionGroup("unhandled", [OSError(28, "No space left"), FULL])

    monkeypatch.setattr("bot.cli._demo", broken)
    assert main(["demo"]) == FAILED
    assert capsys.readouterr().err.splitlines() == [
        "darkroom: OSError: [Errno 28] No space left",
        f"darkroom: {FULL}",
    ]
