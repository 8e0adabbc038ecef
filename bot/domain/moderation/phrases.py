"""Phrases sought in a text all at once, in time that grows with the text alone. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from bot.domain.moderation.folding import skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.domain.moderation.folding import Reading

Value = TypeVar("Value")

MOST_WORDS = 32
"""Words of a phrase: as far as is looked from each word of a text."""


@dataclass(slots=True)
class _Node(Generic[Value]):
    next: dict[str, _Node[Value]]
    values: list[Value]


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """Where a phrase stands in a reading, by its words."""

    start: int
    end: int
    value: Value


class Phrases(Generic[Value]):
    """Phrases by their words, as they are written and as skeletons."""

    def __init__(self, phrases: Iterable[tuple[tuple[str, ...], Value]]) -> None:
        """Seek these; each is at most ``MOST_WORDS`` long."""
        self._written: _Node[Value] = _Node({}, [])
        self._skeletons: _Node[Value] = _Node({}, [])
        for words, value in phrases:
            _add(self._written, words, value)
            _add(self._skeletons, tuple(map(skeleton, words)), value)

    def find(self, reading: Reading) -> Iterator[Found[Value]]:
        """Yield what stands in a reading; of skeletons what has an odd word in it."""
        for start, end, node in self._met(reading):
            for value in node.values:
                yield Found(start, end, value)

    def values(self, reading: Reading) -> Iterator[Value]:
        """Yield the values of ``find``, those of the same words once, however often they stand."""
        met = {id(node): node for _, _, node in self._met(reading)}
        for node in met.values():
            yield from node.values

    def _met(self, reading: Reading) -> Iterator[tuple[int, int, _Node[Value]]]:
        root, words, odd = self._written, reading.words, reading.odd
        if odd:
            root = self._skeletons
        for start, word in enumerate(words):
            node, end = root.next.get(word), start + 1
            while node is not None:
                if node.values and (not odd or any(odd[start:end])):
                    yield start, end, node
                if end == len(words):
                    break
                node, end = node.next.get(words[end]), end + 1


def _add(node: _Node[Value], words: tuple[str, ...], value: Value) -> None:
    for word in words:
        following = node.next.get(word)
        if following is None:
            following = node.next[word] = _Node({}, [])
        node = following
    node.values.append(value)
