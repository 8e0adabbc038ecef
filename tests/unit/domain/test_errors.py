"""The tree of failures is whole and true."""

from __future__ import annotations

import inspect
import re

from bot import engine_errors, errors
from bot.engine_errors import EngineError, PacedError, SilentError
from bot.errors import DarkroomError, InvalidOptionError
from bot.failure_kinds import FailureKind
from bot.texts.text import text
from tests.tables import each_row

MODULES = (errors, engine_errors)
CLASSES = [
    member
    for module in MODULES
    for _, member in inspect.getmembers(module, inspect.isclass)
    if issubclass(member, Exception) and member.__module__ == module.__name__
]
ENGINE_ERRORS = [error for error in CLASSES if issubclass(error, EngineError)]


def drawn() -> dict[str, str | None]:
    """Return each class of the drawings with its parent; a branch of the tree has its own."""
    parents: dict[str, str | None] = {}
    path: list[str] = []
    drawings = "\n".join(module.__doc__ or "" for module in MODULES)
    for indent, name in re.findall(r"^([│├└─ ]*)(\w+Error)\b", drawings, re.MULTILINE):
        depth = len(indent) // 4
        path[depth:] = [name]
        parents.setdefault(name, path[depth - 1] if depth else None)
    return parents


def test_the_drawing_names_every_failure_and_no_other() -> None:
    assert drawn().keys() == {error.__name__ for error in CLASSES}


@each_row("error", CLASSES)
def test_the_drawing_shows_the_true_parent(error: type[Exception]) -> None:
    parent = drawn()[error.__name__]
    assert (parent or "Exception") == error.__bases__[0].__name__


def test_there_is_one_root() -> None:
    assert [name for name, parent in drawn().items() if parent is None] == ["DarkroomError"]
    assert all(issubclass(error, DarkroomError) for error in CLASSES)


def test_every_engine_error_has_a_kind_of_its_own() -> None:
    # What we hold back ourselves is said to members as if the engine had, silence as no answer.
    without = {EngineError, PacedError, SilentError}
    leaves = [error for error in ENGINE_ERRORS if error not in without]
    assert len({error.kind for error in leaves}) == len(leaves)


@each_row("error", ENGINE_ERRORS)
def test_an_engine_error_carries_what_the_engine_said(error: type[EngineError]) -> None:
    raised = error("no", status=429, reason="BUSY", retry_after=1.5)
    assert (str(raised), raised.status, raised.reason, raised.retry_after) == (
        "no",
        429,
        "BUSY",
        1.5,
    )
    assert isinstance(raised.kind, FailureKind)


def test_only_what_may_pass_is_transient() -> None:
    transient = {error.__name__ for error in ENGINE_ERRORS if error.transient}
    assert transient == {
        "RateLimitedError",
        "PacedError",
        "ServerFaultError",
        "NetworkFaultError",
        "SilentError",
        "MalformedReplyError",
    }


RULE = text("option.range", low="1", high="100")


def test_an_invalid_option_says_name_given_and_allowed() -> None:
    error = InvalidOptionError("steps", 101, RULE)
    assert str(error) == "`steps` must be between 1 and 100; you gave `101`."
    assert error.option == "steps"


def test_what_was_given_is_cut() -> None:
    assert len(str(InvalidOptionError("steps", "9" * 6000, RULE))) < 200


def test_a_long_option_is_cut() -> None:
    error = InvalidOptionError(f"--{'f' * 3000}", "y", RULE)
    assert error.option == f"--{'f' * 57}…"
    assert str(error) == f"`{error.option}` must be between 1 and 100; you gave `y`."


@each_row(
    "given, shown",
    [("`x` *y*", "`'x' *y*`"), ("a\nb\u202e", "`a b`"), ("", "no value"), (" \u200b", "no value")],
)
def test_what_was_given_is_quoted_so_that_it_stays_inline_code(given: str, shown: str) -> None:
    assert str(InvalidOptionError("steps", given, RULE)).endswith(f"; you gave {shown}.")


def test_what_was_given_is_no_template() -> None:
    assert "`{low}`" in str(InvalidOptionError("steps", "{low}", RULE))
