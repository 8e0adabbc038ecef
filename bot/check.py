"""``darkroom check``: is everything set up? Costs nothing."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from bot.detection.opening import ask, installed, open_detector
from bot.discord_bot import identity, point_at
from bot.domain.judging import Judging, sitting_of
from bot.engine_opening import opened
from bot.engine_settings import where_prompts_go
from bot.errors import ConfigurationError, DarkroomError
from bot.log import redact
from bot.reaching import REFUSED, is_refusal
from bot.store.facts import inspect_database
from bot.store.opening import open_database
from bot.texts.say import say
from bot.views.judges import BLIND, judges

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from bot.config import Settings
    from bot.domain.ports import Engine
    from bot.store.database import Database

SECONDS = 10.0
"""For each question; they are asked at the same time."""


async def check(settings: Settings) -> bool:
    """Ask the database, Discord and the engine; print a table; return whether all is well."""
    point_at(settings.discord_api_url)
    async with AsyncExitStack() as stack:
        engines = await stack.enter_async_context(opened(settings, await _nowhere(stack)))
        questions: dict[str, Callable[[], Awaitable[str]]] = {
            "database": lambda: _database(settings.database_url),
            "Discord": lambda: _discord(settings.discord_token.get_secret_value()),
            "prompts": lambda: _prompts(settings),
        }
        questions["judges"] = lambda: _judges(settings, engines.watched)
        for engine in engines.watched:
            questions |= {**engine.questions(), **engines.model_question(engine)}
        answers = await ask_all(questions.values(), SECONDS)
    for name, (is_well, words) in zip(questions, answers, strict=True):
        line = f"{'ok  ' if is_well else 'FAIL'}  {name:<16}{words}"
        print(redact(line, settings.secrets))  # noqa: T201 - the table is for the terminal
    return all(is_well for is_well, _ in answers)


async def ask_all(
    questions: Iterable[Callable[[], Awaitable[str]]], seconds: float
) -> list[tuple[bool, str]]:
    """Ask everything at once; return of each whether all is well, and one line that says how."""
    return await asyncio.gather(*(_ask(question, seconds) for question in questions))


async def _ask(question: Callable[[], Awaitable[str]], seconds: float) -> tuple[bool, str]:
    try:
        async with asyncio.timeout(seconds):
            words, is_well = await question(), True
    except TimeoutError:
        words, is_well = f"did not answer within {seconds:g} s", False
    except Exception as error:  # noqa: BLE001 - whatever is wrong is what the table is for
        told = isinstance(error, DarkroomError)
        words, is_well = str(error) if told else f"{type(error).__name__}: {error}", False
    return is_well, " ".join(words.split())[:300]


async def _database(url: str) -> str:
    """Look at the database, and create nothing."""
    return str(await inspect_database(url))


async def _discord(token: str) -> str:
    try:
        return await identity(token)
    except Exception as error:
        if is_refusal(error):
            raise ConfigurationError(REFUSED) from None
        raise


async def _judges(settings: Settings, engines: Sequence[Engine]) -> str:
    """Say who judges images; where nobody does, each of them counts as unknown."""
    name, when = await asyncio.to_thread(installed) or "", Judging(settings.detector)
    sittings = [sitting_of(engine, when, name) for engine in engines]
    if blind := [
        f"{sitting.engine}: {say(line)}"
        for sitting in sittings
        for line in judges(sitting)
        if line in BLIND
    ]:
        raise ConfigurationError(" ".join(blind))
    if not any(sitting.bench.detector_judges for sitting in sittings):
        return say(judges(sittings[0])[0])
    async with open_detector(max_pixels=settings.max_image_pixels, warm=False) as detector:
        return await ask(detector)


async def _nowhere(stack: AsyncExitStack) -> Database:
    """Return a database without rows that is gone with ``stack``: who only asks keeps nothing."""
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="darkroom-check-"))
    return await stack.enter_async_context(
        open_database(f"sqlite+aiosqlite:///{folder}/nothing.db")
    )


async def _prompts(settings: Settings) -> str:
    return where_prompts_go(settings)
