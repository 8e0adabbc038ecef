"""A server's own filter: phrases that it refuses, holds or notes, place by place. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.ids import PlaceId
from bot.domain.moderation.folding import readings, words
from bot.domain.moderation.phrases import MOST_WORDS, Phrases
from bot.domain.ranges import Bound
from bot.errors import RefusedError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, UserId
    from bot.domain.request import GenerationRequest

MOST = 10_000
"""Entries of a server."""

LENGTH = Bound(1, 100)
"""Of a phrase, in characters."""

LONGEST_KEY = 400
"""Of a phrase in compatibility forms, which may be longer; an index takes no more."""

RECENT = 1000
"""Prompts that a replay looks at."""

_ENOUGH_ALONE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"""Signs that are words; a letter, a digit or a syllable stands in every other prompt."""


class FilterAction(StrEnum):
    """What becomes of what an entry matches, from the strongest. Stored."""

    DENY = "deny"
    HOLD = "hold"
    """It is made, and its images wait for a moderator."""
    NOTE = "note"
    """It is made, and moderators find it in the audit."""


class FilterOutcome(StrEnum):
    """What became of an entry that was to be kept."""

    ADDED = "added"
    CHANGED = "changed"
    """It was there with another action."""
    SAME = "same"
    FULL = "full"
    """The server may keep no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterEntry:
    """A phrase of a server's filter."""

    guild_id: GuildId
    place: PlaceId
    """Where it is sought: the server, or a category, a channel or a thread of it."""
    phrase: str
    """As it was typed."""
    action: FilterAction
    by: UserId
    at: datetime
    number: int = 0
    """By which the audit names it; 0 before it is in the database."""

    @property
    def key(self) -> str:
        """What makes it the same as another of its place: its words as they are sought."""
        return key_of(self.phrase)

    @property
    def is_everywhere(self) -> bool:
        """Whether it is sought in the whole server."""
        return self.place == PlaceId(self.guild_id)


class Compiled:
    """The entries of a server, ready to be sought."""

    def __init__(self, entries: Iterable[FilterEntry]) -> None:
        """Seek these."""
        self.entries = tuple(entries)
        self._phrases = Phrases([(words(entry.phrase), entry) for entry in self.entries])

    def matching(self, texts: Iterable[str], places: Collection[PlaceId]) -> list[FilterEntry]:
        """Return the entries of these places and of all that stand there, the strongest first."""
        if not self.entries:
            return []
        found = {
            entry: None
            for text in texts
            for reading in readings(text)
            for entry in self._phrases.values(reading)
            if entry.is_everywhere or entry.place in places
        }
        return sorted(found, key=lambda entry: (_STRENGTH[entry.action], entry.number))


_STRENGTH = {action: order for order, action in enumerate(FilterAction)}


def key_of(phrase: str) -> str:
    """Return what makes phrases of one place the same: their words as they are sought."""
    return " ".join(words(phrase))


def check_phrase(phrase: str) -> str:
    """Return a phrase as it is kept.

    Raises:
        RefusedError: it would match nothing, or next to everything; the text says why.

    """
    phrase = " ".join(phrase.split())
    found = words(phrase)
    if len(phrase) > LENGTH.high or len(key_of(phrase)) > LONGEST_KEY:
        raise RefusedError(text("filter.too_long", most=int(LENGTH.high)))
    if not found:
        raise RefusedError(text("filter.empty"))
    if len(found) > MOST_WORDS:
        raise RefusedError(text("filter.too_many_words", most=MOST_WORDS))
    if len(found) == 1 and len(found[0]) == 1 and not _ENOUGH_ALONE.match(found[0]):
        raise RefusedError(text("filter.too_short"))
    return phrase


def texts_of(request: GenerationRequest) -> Iterator[str]:
    """Yield all texts of a request that are sought through: prompts, and names that were chosen."""
    yield request.prompt
    yield request.negative_prompt
    if not request.any_model:
        yield request.model
    if request.vae:
        yield request.vae
    yield from (lora.name for lora in request.loras)
    yield from request.embeddings


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """What entries would have done with the prompts of late."""

    prompts: int
    """That were looked at."""
    denied: int = 0
    held: int = 0
    noted: int = 0
    examples: tuple[tuple[FilterEntry, str], ...] = ()
    """A few prompts that are not private, each with the entry that it met first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of late, and where it was made."""

    request: GenerationRequest
    places: tuple[PlaceId, ...]


def replay(compiled: Compiled, asked: Sequence[Asked], most: int) -> Replay:
    """Return what entries would have done, with ``most`` examples."""
    counts = dict.fromkeys(FilterAction, 0)
    examples: list[tuple[FilterEntry, str]] = []
    for each in asked:
        found = compiled.matching(texts_of(each.request), each.places)
        if not found:
            continue
        counts[found[0].action] += 1
        if len(examples) < most and not each.request.private:
            examples.append((found[0], each.request.prompt_read))
    return Replay(
        prompts=len(asked),
        denied=counts[FilterAction.DENY],
        held=counts[FilterAction.HOLD],
        noted=counts[FilterAction.NOTE],
        examples=tuple(examples),
    )
