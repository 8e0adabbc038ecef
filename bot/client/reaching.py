"""Reaching Discord at the start: what does not answer is asked again, for as long as it takes."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, TypeVar

import aiohttp
import discord
import structlog

from bot.domain.backoff import delay
from bot.errors import ConfigurationError, DarkroomError
from bot.unanswered import no_answer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.client.discord_bot import Darkroom

Answer = TypeVar("Answer")

TRY_SECONDS = 40.0
"""For one attempt: discord.py itself repeats a 5xx for 25 s, and waits hours if told to."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0

REFUSALS = frozenset({400, 401})
"""Discord answers a token of a wrong form with 400, one that is not valid with 401."""

REFUSED = "DISCORD_TOKEN: Discord rejected it"

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def until_reached(what: str, ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Return what ``ask`` returns, asking again after growing pauses, a line in the log for each.

    Args:
        what: Named in the log.
        ask: Asks Discord once.

    Raises:
        ConfigurationError: Discord refuses the token, or ``ask`` found a setting that cannot work.

    """
    attempt = 0
    while True:
        attempt += 1
        try:
            async with asyncio.timeout(TRY_SECONDS):
                return await ask()
        except ConfigurationError:
            raise
        except Exception as error:  # noqa: BLE001 - a proxy may answer with anything
            if is_refusal(error):
                raise ConfigurationError(REFUSED) from None
            seconds = pause_after(attempt)
            log.warning("start.unreachable", what=what, why=_words(error), again_in=seconds)
        await asyncio.sleep(seconds)


async def asked_once(ask: Callable[[], Awaitable[Answer]], address: str) -> Answer:
    """Return what ``ask`` returns; what goes wrong is raised in words for the operator.

    Raises:
        ConfigurationError: Discord refuses the token.
        DarkroomError: it gave another answer, or none.

    """
    try:
        return await ask()
    except Exception as error:
        if is_refusal(error):
            raise ConfigurationError(REFUSED) from None
        if isinstance(error, discord.HTTPException):
            raise DarkroomError(f"Discord answered {error.status}: try again later") from None
        if isinstance(error, OSError | aiohttp.ClientError):
            words = no_answer("Discord", address, error, "is this machine online?")
            raise DarkroomError(words) from None
        raise


async def log_in(bot: Darkroom, token: str) -> None:
    """Log in once; what was opened for it is closed if it fails.

    Raises:
        ConfigurationError: the token is of no form that a header takes.
        Exception: whatever went wrong on the way to Discord and back.

    """
    if not (token.isascii() and token.isprintable()):
        raise ConfigurationError("DISCORD_TOKEN: contains a character that no token has")
    bot.http.connector = aiohttp.TCPConnector(limit=0)
    try:
        await bot.login(token)
    except BaseException:
        await bot.http.close()
        raise


def is_refusal(error: Exception) -> bool:
    """Whether Discord refuses the token; discord.py hides the status of some calls in the cause."""
    if isinstance(error, discord.LoginFailure):
        return True
    causes = (error, error.__cause__)
    return any(isinstance(it, discord.HTTPException) and it.status in REFUSALS for it in causes)


def is_passing(error: Exception) -> bool:
    """Whether the same call may succeed later: no answer came, or Discord could not give one."""
    if isinstance(error, discord.HTTPException):
        return error.status >= 500 or error.status == 429
    return isinstance(error, OSError | TimeoutError | aiohttp.ClientError | discord.RateLimited)


def pause_after(attempt: int) -> float:
    """Return the seconds to wait after so many attempts, the jitter included."""
    chance = random.random()  # noqa: S311 - jitter is no secret
    return round(delay(attempt, chance=chance, base=FIRST_PAUSE, cap=LONGEST_PAUSE), 1)


def _words(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]
