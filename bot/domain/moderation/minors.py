"""The built-in filter: sexual content with minors. No setting opens it. Pure.

It is strict where a word for somebody young and a sexual one come together, wherever in a request
they stand, and says nothing of either alone. A negative prompt may name both: that is what careful
people write. It is read for the contrary, of who wants no clothes or nobody grown.
"""

from __future__ import annotations

import re
from enum import IntFlag
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.domain.forbidden import traits
from bot.domain.moderation import minors_terms as terms
from bot.domain.moderation.folding import Reading, alike, plain, readings, shown, words
from bot.domain.moderation.minors_ages import says_young_age
from bot.domain.moderation.minors_calm import CALM
from bot.domain.moderation.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.domain.request import GenerationRequest

REMEMBERED = 4096

_SEGMENT = re.compile(r"[,.;|\n、，。；]+")
_WEIGHT = re.compile(r":\s*-?[\d.]+|[()\[\]{}]|\b(?:BREAK|AND)\b")
_ALONE = re.compile(r"(?<![ぁ-ゖー])(?:ろり|しょた)(?![ぁ-ゖー])")
"""Refused where no other word is around it."""
_KATAKANA = re.compile(r"[ァ-ヺー]")
_NEGATIVE_NAME = re.compile(r"neg|bad|unwanted|avoid", re.IGNORECASE)
_SHORTEST = 3
_LONGEST_GLUED = 40


class Says(IntFlag):
    """What a term is about."""

    CALM = 0
    GENRE = 1
    PERSON = 2
    SETTING = 4
    EXPLICIT = 8
    SUGGESTIVE = 16
    UNDRESSED = 32
    """Clothes are not wanted."""
    UNGROWN = 64
    """Somebody grown is not wanted."""


_SEXUAL = Says.EXPLICIT | Says.SUGGESTIVE | Says.UNDRESSED

_LISTS = (
    (terms.GENRES, Says.GENRE),
    (terms.PERSONS, Says.PERSON),
    (terms.SETTINGS, Says.SETTING),
    (terms.EXPLICIT, Says.EXPLICIT),
    (terms.SUGGESTIVE, Says.SUGGESTIVE),
    (CALM, Says.CALM),
)
_PHRASES = Phrases(
    [(words(term), says) for listed, says in _LISTS for term in dict.fromkeys(listed)]
)
_GLUED = terms.SPLIT_ONLY | {
    term
    for listed, says in _LISTS
    for term in listed
    if says and term.isascii() and term.isalpha() and len(term) >= _SHORTEST
}
_CALM = frozenset(CALM)
_CLOTHES, _GROWN = (frozenset(map(words, listed)) for listed in (terms.CLOTHES, terms.GROWN))


def is_about_minors(request: GenerationRequest, told: Iterable[str] = ()) -> bool:
    """Return whether a request asks for sexual content with minors, or says so in what is told."""
    names = [*(lora.name for lora in request.loras), *request.embeddings]
    if not request.any_model:
        names.append(request.model)
    beside = _say(name for name in names if not _NEGATIVE_NAME.search(name))
    unwanted = {words(_WEIGHT.sub(" ", part)) for part in _SEGMENT.split(request.negative_prompt)}
    if unwanted & _CLOTHES:
        beside |= Says.UNDRESSED
    if unwanted & _GROWN:
        beside |= Says.UNGROWN
    return _is_wrong(_says(", ".join((request.prompt, *told)), beside))


def is_wrong(prompt: str) -> bool:
    """Return whether a prompt alone asks for it, whatever it would be made with."""
    return _is_wrong(_says(prompt, Says.CALM))


def _says(prompt: str, beside: Says) -> Says:
    """Return what a prompt says, read in every way, together with what is said beside it."""
    seen, said = shown(prompt), beside
    if _ALONE.search(seen):
        said |= Says.GENRE
    for reading in readings(prompt):
        said |= _said_in(reading)
    # Ages take the longest to find; alone they say nothing.
    if said & _SEXUAL and not said & Says.PERSON:
        folded = dict.fromkeys([plain(seen), alike(seen)])
        if any(says_young_age(each, seen.casefold()) for each in folded):
            said |= Says.PERSON
    return said


def _is_wrong(said: Says) -> bool:
    if said & Says.GENRE:
        return True
    if said & Says.PERSON:
        return bool(said & _SEXUAL)
    return bool(said & Says.EXPLICIT and said & (Says.SETTING | Says.UNGROWN))


def _say(names: Iterable[str]) -> Says:
    said = Says.CALM
    for name in names:
        young, sexual = traits(name)
        said |= Says.PERSON * young | Says.EXPLICIT * sexual
    return said


def _said_in(reading: Reading) -> Says:
    said = _terms_of(reading)
    if not reading.odd:
        parts = [part for word in reading.words for part in _unglued(word)]
        if len(parts) > len(reading.words):
            said |= _terms_of(Reading(tuple(parts)))
    return said


def _terms_of(reading: Reading) -> Says:
    found = [
        each for each in _PHRASES.find(reading) if not _is_within(reading, each.start, each.end)
    ]
    covered = {at for each in found if not each.value for at in range(each.start, each.end)}
    said = Says.CALM
    for each in found:
        if not covered.issuperset(range(each.start, each.end)):
            said |= each.value
    return said


def _is_within(reading: Reading, start: int, end: int) -> bool:
    """Whether a term in katakana begins or ends within a word."""
    if end - start > _SHORTEST or not all(map(_KATAKANA.match, reading.words[start:end])):
        return False
    return start > 0 and _KATAKANA.match(reading.words[start - 1]) is not None


@lru_cache(maxsize=REMEMBERED)
def _unglued(word: str) -> tuple[str, ...]:
    """Return the terms that a word is made of, if it is made of nothing else; else the word."""
    if word in _GLUED or word in _CALM or not 2 * _SHORTEST <= len(word) <= _LONGEST_GLUED:
        return (word,)
    return next(_splits(word), (word,))


def _splits(word: str) -> Iterator[tuple[str, ...]]:
    if word in _GLUED:
        yield (word,)
    for end in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
        if word[:end] in _GLUED:
            for rest in _splits(word[end:]):
                yield (word[:end], *rest)
