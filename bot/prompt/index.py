"""Models by what people type of their names: exactly first, then nearly. Pure.

Tens of thousands are searched at each keystroke. What is typed is found by plain substring scans,
which are the fastest thing that Python does. Only where that finds too few are names compared that
share parts of three characters with it, since to compare all of them takes too long.
"""

from __future__ import annotations

from array import array
from collections import Counter
from heapq import nlargest
from itertools import chain
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.domain.models import EXTENSIONS
from bot.domain.taste import PLAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.domain.models import Model
    from bot.domain.taste import Taste

TYPED = 100
"""Characters of what was typed that are looked at."""

READ = 200
"""Characters of a label that are looked at."""

COMPARED = 40
"""Characters of a name, and of what was typed, that are compared."""

SHORTEST = 4
"""Characters that are compared at least: fewer are like everything."""

NEARNESS = 65.0
"""Of 100: how like a name must be."""

NEARLY = 100
"""Names that are compared in one search."""

EFFORT = 10_000
"""Places of parts that are counted in one search; the rarest parts, which say the most, first."""

RANKED = 2000
"""Of more that fit, only those that begin so are told from the rest."""

_BETWEEN = str.maketrans(dict.fromkeys("_.-·/\\()[]{},:", " "))
_ENDINGS = frozenset(ending.removeprefix(".") for ending in EXTENSIONS)


class Index:
    """Models in the order in which they came; one that comes again keeps its place."""

    def __init__(self) -> None:
        """Start empty."""
        self.models: list[Model] = []
        self._places: dict[str, int] = {}
        self._labels: list[str] = []
        """What is said of each, with single spaces."""
        self._solid: list[str] = []
        """The same without the spaces, which people put where they like."""
        self._parts: dict[str, array[int]] = {}
        """Which models hold each run of three characters."""

    def add(self, models: Iterable[Model]) -> None:
        """Put more models in; one of the same name takes the old one's place."""
        for model in models:
            label, solid = _forms(f"{model.label[:READ]} {model.base_model}")
            place = self._places.setdefault(model.name, len(self.models))
            if place == len(self.models):
                # Searches run meanwhile: what they go by last is the list of labels.
                self.models.append(model)
                self._solid.append(solid)
                self._labels.append(label)
            elif self._labels[place] == label:
                self.models[place] = model
                continue
            else:
                self.models[place], self._labels[place] = model, label
                self._solid[place] = solid
            self._part(place, "".join(_telling(label))[:COMPARED])

    def _part(self, place: int, text: str) -> None:
        known = self._parts
        for part in _parts(text):
            places = known.get(part)
            if places is None:
                known[part] = array("I", (place,))
            else:
                places.append(place)

    def find(self, typed: str, taste: Taste = PLAIN) -> Iterator[Model]:
        """Yield the models that fit, the best first; with nothing typed, all."""
        label, solid = _forms(typed.strip()[:TYPED])
        wanted = [place for name in taste.favourites if (place := self._place(name)) is not None]
        seen = set[int]()
        for found in self._tiers(label, solid):
            exact = set(found) if wanted else set[int]()
            liked = [place for place in wanted if place in exact]
            yield from self._tasteful(self._ordered(liked, found, taste.bases), taste, seen)

    def near(self, form: str, most: int = NEARLY) -> list[int]:
        """Return places of models that share parts with a name, those that share most first."""
        parts = sorted(_parts(form[:COMPARED]), key=lambda part: len(self._parts.get(part, ())))
        shared, effort = Counter[int](), 0
        for part in parts:
            places = self._parts.get(part, ())
            effort += len(places)
            if effort > EFFORT and shared:
                break
            shared.update(places)
        if not shared:
            return []
        # Many share a part or two; the order of these says nothing.
        least = max(shared.values()) // 3
        alike = [(count, -place) for place, count in shared.items() if count > least]
        return [-place for _, place in nlargest(most, alike)]

    def _place(self, name: str) -> int | None:
        return self._places.get(name)

    def _tiers(self, label: str, solid: str) -> Iterator[Sequence[int]]:
        """Yield what fits exactly, and only if more is wanted what fits loosely."""
        labels = self._labels
        if not solid:
            yield range(len(labels))
            return
        found = _holding(self._solid, solid)
        yield _prefixed(found, labels, label)
        if " " in label:
            first, *words = sorted(label.split(), key=len, reverse=True)
            found = _holding(self._solid, first)
            yield [place for place in found if all(word in labels[place] for word in words)]
        if len(solid) >= SHORTEST:
            yield self._compared(solid[:COMPARED])

    def _compared(self, solid: str) -> list[int]:
        scored = list[tuple[float, int]]()
        for place in self.near(solid):
            form = self._solid[place]
            part = fuzz.partial_ratio(solid, form, score_cutoff=NEARNESS)
            if part:
                # A name within a longer one is near, and the nearer, the less else there is.
                scored.append((-(0.8 * part + 0.2 * fuzz.ratio(solid, form)), place))
        return [place for _, place in sorted(scored)]

    def _ordered(
        self, liked: Sequence[int], found: Sequence[int], bases: frozenset[str]
    ) -> Iterator[int]:
        if bases:
            models = self.models
            for some in (liked, found):
                yield from (place for place in some if models[place].base_model in bases)
        yield from chain(liked, found)

    def _tasteful(self, places: Iterable[int], taste: Taste, seen: set[int]) -> Iterator[Model]:
        for place in places:
            if place not in seen:
                seen.add(place)
                model = self.models[place]
                if model.name not in taste.named and taste.allows(model):
                    yield model


def _holding(texts: Sequence[str], wanted: str) -> list[int]:
    return [place for place, text in enumerate(texts) if wanted in text]


def _prefixed(found: Sequence[int], labels: Sequence[str], label: str) -> list[int]:
    """Put what begins so first, then where a word begins so, last where spaces are others."""
    if len(found) > RANKED:
        begun = [place for place in found if labels[place].startswith(label)]
        return [*begun, *found]
    word = f" {label}"
    ranked: tuple[list[int], ...] = ([], [], [], [])
    for place in found:
        each = labels[place]
        at = each.find(label)
        ranked[3 if at < 0 else 0 if at == 0 else 1 if word in each else 2].append(place)
    return list(chain(*ranked))


def _forms(said: str) -> tuple[str, str]:
    """Return a text's words with single spaces, and without any."""
    words = said.casefold().translate(_BETWEEN).split()
    return " ".join(words), "".join(words)


def _telling(label: str) -> list[str]:
    """Return the words that tell names apart, which the endings of files do not."""
    return [word for word in label.split() if word not in _ENDINGS]


def _parts(solid: str) -> set[str]:
    """Return the runs of three characters in a text; where it begins counts as one."""
    text = f"^{solid}"
    return {text[at : at + 3] for at in range(len(text) - 2)}
