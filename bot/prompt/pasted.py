"""Reads the pairs of a pasted block: what no engine can use is left out, and told. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.domain.kinds import Name
from bot.domain.options import BY_NAME
from bot.prompt.clean import tidy
from bot.prompt.keys import RESIZE, SCHEDULE, TEMPLATES, folded, meant
from bot.prompt.nearest import Near, near, near_sampler, near_scale, sides
from bot.prompt.options import SIDES

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.domain.kinds import Kind
    from bot.prompt.notes import Notes

_SIZES = frozenset({"size", *SIDES})


def _kind(option: str) -> Kind | None:
    return BY_NAME[option].kind if option in BY_NAME else None


@dataclass(frozen=True, slots=True)
class _Given:
    """What a block says for an option."""

    key: str
    value: str


@dataclass(slots=True)
class Pasted:
    """The pairs of one prompt, in the making."""

    notes: Notes
    values: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    """Keys by option, as they were written."""
    ignored: dict[str, None] = field(default_factory=dict)
    """Keys that are not used, in order."""
    _given: dict[str, _Given] = field(default_factory=dict)

    def pair(self, key: str, value: str) -> None:
        """Take in a pair; of a key that is said twice, the first counts."""
        option, value = meant(key), tidy(value)
        if option is not None and not isinstance(_kind(option), Name):
            value = value.removesuffix(".")
        if folded(key) in TEMPLATES:
            self.notes.left_out(key)
        elif option is None:
            self.ignored[key] = None
        elif value:
            before = self._given.setdefault(option, _Given(key, value))
            if before.value != value:
                self.notes.left_out(key, value)

    def read(self, typed: Collection[str], *, is_hires: bool) -> None:
        """Read everything that was taken in.

        Args:
            typed: Options that flags say: those win.
            is_hires: Whether a hires fix is asked for elsewhere.

        """
        is_hires |= "hires" in typed
        may_hires = is_hires or not {"hires", RESIZE}.isdisjoint(self._given)
        for option, given in self._given.items():
            if option in {SCHEDULE, RESIZE}:
                self._join(option, given)
            elif self._says_nothing(option, given.value, is_hires=may_hires):
                self.ignored[given.key] = None
            elif option in typed or (option in _SIZES and "aspect" in typed):
                self.notes.left_out(given.key, given.value)
            else:
                self._use(option, given)
        self._resize(typed)
        self._part_size(typed)
        if not (is_hires or "hires" in self.values):
            self._drop_hires()

    def _join(self, option: str, given: _Given) -> None:
        """A schedule belongs to a sampler, a resize to a size: alone they say nothing."""
        if not {SCHEDULE: {"sampler"}, RESIZE: _SIZES}[option] & self._given.keys():
            self.ignored[given.key] = None

    def _says_nothing(self, option: str, value: str, *, is_hires: bool) -> bool:
        """Whether a key that we know has no meaning in this block."""
        row = BY_NAME[option]
        return value.casefold() in row.nothing or (row.beside == "hires" and not is_hires)

    def _use(self, option: str, given: _Given) -> None:
        written, read = given.value, near(option, given.value)
        if option == "sampler" and (schedule := self._given.get(SCHEDULE)):
            read = near_sampler(given.value, schedule.value)
            if folded(schedule.value) not in folded(given.value):
                written = f"{given.value} {schedule.value}"
        self._keep(option, given.key, written, read)

    def _resize(self, typed: Collection[str]) -> None:
        """Say by how much a hires fix enlarges that tells only what to."""
        given, size = self._given.get(RESIZE), self.values.get("size")
        target = sides(given.value) if given else None
        if given and target and size and "hires" not in typed and "hires" not in self.values:
            factor = max(target[0] / size[0], target[1] / size[1])
            self._keep("hires", given.key, given.value, near_scale(factor))

    def _drop_hires(self) -> None:
        """Of a hires fix that enlarges nothing, the rest means nothing."""
        for option in [name for name in self.values if BY_NAME[name].beside == "hires"]:
            del self.values[option]
            self.ignored[self.labels.pop(option)] = None

    def _keep(self, option: str, key: str, written: str, read: Near | None) -> None:
        if read is None:
            self.notes.left_out(key, written)
            return
        self.values[option] = read.value
        self.labels[option] = key
        if not read.told:
            return
        if option == "seed":
            self.notes.random(key, written)
        else:
            self.notes.changed(key, written, read.told)

    def _part_size(self, typed: Collection[str]) -> None:
        """Make two sides of a size; one that a flag says stays that flag's."""
        size = self.values.pop("size", None)
        if size is None:
            return
        key = self.labels.pop("size")
        for side, value in zip(SIDES, size, strict=True):
            if side in typed:
                self.notes.left_out(key, str(value))
            else:
                self.values.setdefault(side, value)
                self.labels.setdefault(side, key)
