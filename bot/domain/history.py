"""What somebody looks for in their history. Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, JobId, UserId
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.request import GenerationRequest

MOST_WORDS = 10
"""Of a search; more say nothing."""

MOST_ANCESTORS = 8
"""Generations above a job that are told with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of a member's delivered jobs are meant."""

    user_id: UserId
    guild_id: GuildId
    words: tuple[str, ...] = ()
    """Each stands in the prompt or in the model's name; see ``search_words``."""
    model: str = ""
    """Stands in the model's name; folded."""
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """Some of these jobs, the newest first."""

    total: int
    """How many there are in all."""
    jobs: Sequence[Job] = ()
    ancestors: Sequence[Job] = ()
    """Jobs of the same member that these were made from."""
    images: Mapping[JobId, Sequence[Image]] = field(default_factory=dict)
    """Of each job on the page, in order."""


def folded(text: str) -> str:
    """Return the text as it is searched: case and compatibility forms make no difference."""
    return unicodedata.normalize("NFKC", text).casefold()


def searched(request: GenerationRequest) -> str:
    """Return what a job is found by: its prompt on one line, and its model on another."""
    return "\n".join(
        " ".join(folded(part).split()) for part in (request.prompt_read, request.model)
    )


def search_words(typed: str) -> tuple[str, ...]:
    """Return the words of a search, folded, each once; at most ``MOST_WORDS``."""
    return tuple(dict.fromkeys(folded(typed).split()))[:MOST_WORDS]


def searched_model(typed: str) -> str:
    """Return the part of a model's name that somebody looks for."""
    return " ".join(folded(typed).split())
