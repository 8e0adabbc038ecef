"""Trying outright first: what is repeated is as it would be without that."""

from __future__ import annotations

import pytest

from bot.engine_errors import EngineError, ImageError, ServerFaultError
from bot.engines.retries import outright
from tests.tables import each_row
from tests.unit.engines.novita.doubles import QUICK


class Attempts:
    def __init__(self, *failures: EngineError) -> None:
        self.failures = list(failures)
        self.made = 0

    async def __call__(self) -> str:
        self.made += 1
        if self.failures:
            raise self.failures.pop(0)
        return "done"


@each_row("failures", [0, 1, 2])
async def test_it_ends_well_within_the_callers_attempts(failures: int) -> None:
    attempt = Attempts(*(ServerFaultError(str(number)) for number in range(failures)))
    assert await outright(QUICK, attempt) == "done"
    assert attempt.made == failures + 1


async def test_the_first_attempt_counts() -> None:
    attempt = Attempts(*(ServerFaultError(str(number)) for number in range(5)))
    with pytest.raises(ServerFaultError, match="2"):
        await outright(QUICK, attempt)
    assert attempt.made == 3


@pytest.mark.parametrize("error", [ImageError("bad"), ServerFaultError("later", retry_after=60)])
async def test_what_does_not_pass_soon_is_not_repeated(error: EngineError) -> None:
    attempt = Attempts(error)
    with pytest.raises(type(error)) as caught:
        await outright(QUICK, attempt)
    assert caught.value is error
    assert attempt.made == 1
