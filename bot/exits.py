"""How a failure ends the program: an exit code, and one line for each cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import ConfigurationError, DarkroomError

if TYPE_CHECKING:
    from collections.abc import Iterable

CLEAN, FAILED, WRONG_CONFIGURATION = 0, 1, 2
"""What the program ends with; the README lists them."""

MOST_LINES = 20
LONGEST_LINE = 300


def ending_of(error: BaseException) -> tuple[int, list[str]]:
    """Return the exit code and what to tell the terminal.

    A group is told by what it holds, each cause once. Wrong settings count before anything else:
    no other cause can be judged until they are mended.
    """
    causes = _causes(error)
    if wrong := [cause for cause in causes if isinstance(cause, ConfigurationError)]:
        return WRONG_CONFIGURATION, _once(str(cause) for cause in wrong)
    return FAILED, _once(f"darkroom: {_words(cause)}" for cause in causes)


def _causes(error: BaseException) -> list[BaseException]:
    if not isinstance(error, BaseExceptionGroup):
        return [error]
    return [cause for inner in error.exceptions for cause in _causes(inner)]


def _words(error: BaseException) -> str:
    text = " ".join(str(error).split())
    if isinstance(error, DarkroomError):
        return text[:LONGEST_LINE]
    kind = type(error).__name__
    return (f"{kind}: {text}" if text else kind)[:LONGEST_LINE]


def _once(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(lines))[:MOST_LINES]
