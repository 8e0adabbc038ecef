"""``darkroom check``: is everything set up? Costs nothing."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.client.discord_bot import identity, point_at
from bot.client.reaching import asked_once
from bot.detection.opening import MISSING as NO_DETECTOR
from bot.detection.opening import ask, installed, open_detector
from bot.domain.judging import Judging
from bot.errors import ConfigurationError, DarkroomError
from bot.jobs.sitting import sitting_of
from bot.log import redact
from bot.store.facts import inspect_database
from bot.store.opening import open_database
from bot.unanswered import place_of
from bot.views.judges import MISSING, OFF, judges
from bot.wiring.engine_opening import opened
from bot.wiring.engine_settings import address_of, unused, where_prompts_go

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

    from bot.config.settings import Settings
    from bot.domain.ports import Engine
    from bot.jobs.engines import Engines
    from bot.store.database import Database

SECONDS = 10.0
"""For each question; they are asked at the same time."""

UNCHECKED = "nothing checks images (DETECTOR=off): each is treated as flagged"


class Mark(StrEnum):
    """How well something is, as the row begins."""

    WELL = "ok"
    CHOSEN = "warn"
    """Not well, as the operator wants it."""
    WRONG = "FAIL"


class ChosenError(DarkroomError):
    """Something is not well, by a setting that says so."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and where, for those that answer from elsewhere."""

    ask: Callable[[], Awaitable[str]]
    address: str = ""


async def check(settings: Settings) -> bool:
    """Ask the database, Discord and the engine; print a table; return whether all is well."""
    point_at(settings.discord_api_url)
    async with AsyncExitStack() as stack:
        engines = await stack.enter_async_context(opened(settings, await _nowhere(stack)))
        questions = _questions(settings, engines)
        answers = await ask_all(questions.values(), SECONDS)
    for name, (mark, words) in zip(questions, answers, strict=True):
        line = f"{mark:<6}{name:<16}{words}"
        print(redact(line, settings.secrets))  # noqa: T201 - the table is for the terminal
    return all(mark is Mark.WELL for mark, _ in answers)


def _questions(settings: Settings, engines: Engines) -> Mapping[str, Question]:
    discord = settings.discord_api_url
    questions = {
        "database": Question(lambda: _database(settings.database_url)),
        "Discord": Question(lambda: _discord(settings), discord),
        "prompts": Question(lambda: _prompts(settings)),
        "judges": Question(lambda: _judges(settings, engines.watched)),
    }
    for engine in engines.watched:
        address = address_of(settings, engine.name)
        asked = {**engine.questions(), **engines.model_question(engine)}
        questions |= {name: Question(ask, address) for name, ask in asked.items()}
    return questions


async def ask_all(questions: Iterable[Question], seconds: float) -> list[tuple[Mark, str]]:
    """Ask everything at once; return of each how well it is, and one line that says why."""
    return await asyncio.gather(*(_ask(question, seconds) for question in questions))


async def _ask(question: Question, seconds: float) -> tuple[Mark, str]:
    try:
        async with asyncio.timeout(seconds):
            words, mark = await question.ask(), Mark.WELL
    except TimeoutError:
        who = f"{place_of(question.address)} " if question.address else ""
        words, mark = f"{who}did not answer within {seconds:g} s", Mark.WRONG
    except ChosenError as error:
        words, mark = str(error), Mark.CHOSEN
    except Exception as error:  # noqa: BLE001 - whatever is wrong is what the table is for
        told = isinstance(error, DarkroomError)
        words, mark = str(error) if told else f"{type(error).__name__}: {error}", Mark.WRONG
    return mark, " ".join(words.split())[:300]


async def _database(url: str) -> str:
    """Look at the database, and create nothing."""
    return str(await inspect_database(url))


async def _discord(settings: Settings) -> str:
    token = settings.discord_token.get_secret_value()
    return await asked_once(lambda: identity(token), settings.discord_api_url)


async def _judges(settings: Settings, engines: Sequence[Engine]) -> str:
    """Say who judges images; where nobody does, each of them counts as unknown."""
    name, when = await asyncio.to_thread(installed) or "", Judging(settings.detector)
    sittings = [sitting_of(engine, when, name) for engine in engines]
    told = {sitting.engine: judges(sitting) for sitting in sittings}
    if lacking := [engine for engine, lines in told.items() if MISSING in lines]:
        raise ConfigurationError(f"{' and '.join(lacking)}: {NO_DETECTOR}")
    if blind := [engine for engine, lines in told.items() if OFF in lines]:
        raise ChosenError(f"{' and '.join(blind)}: {UNCHECKED}")
    if not any(sitting.bench.detector_judges for sitting in sittings):
        return f"{sittings[0].engine} checks each image"
    async with open_detector(max_pixels=settings.max_image_pixels, warm=False) as detector:
        return await ask(detector)


async def _nowhere(stack: AsyncExitStack) -> Database:
    """Return a database without rows that is gone with ``stack``: who only asks keeps nothing."""
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="darkroom-check-"))
    return await stack.enter_async_context(
        open_database(f"sqlite+aiosqlite:///{folder}/nothing.db")
    )


async def _prompts(settings: Settings) -> str:
    return "; ".join((where_prompts_go(settings), *unused(settings)))
