"""Going through a tree of components once, noting what is wrong and what it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.discord.complaints import CHOICES, REQUIRED, TYPE, Complaints, Path
from bot.playground.discord.component_kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.playground.discord.payload import Payload

    Rule = Callable[["Inspection", Payload, Path], None]


@dataclass(slots=True)
class Inspection:
    """What has been seen on the way through a tree."""

    rules: Mapping[Kind, Rule]
    complaints: Complaints = field(default_factory=Complaints)
    count: int = 0
    texts: list[str] = field(default_factory=list)
    media: list[tuple[Path, Payload]] = field(default_factory=list)
    _custom_ids: set[str] = field(default_factory=set)
    _numbers: set[int] = field(default_factory=set)

    def children(
        self, parent: Payload, path: Path, allowed: frozenset[Kind], bounds: tuple[int, int]
    ) -> None:
        """Look at a list of components, the last step of ``path`` in ``parent``."""
        found = parent.get(str(path[-1]))
        least, most = bounds
        if not isinstance(found, list):
            self.complaints.add(path, REQUIRED, "This field is required")
            return
        if not least <= len(found) <= most:
            message = f"Must be between {least} and {most} in length."
            self.complaints.add(path, "BASE_TYPE_BAD_LENGTH", message)
        for at, child in enumerate(found):
            self.one(child, (*path, at), allowed)

    def one(self, component: object, path: Path, allowed: frozenset[Kind]) -> None:
        """Look at one component and all inside it."""
        if not isinstance(component, dict):
            self.complaints.add(path, TYPE, "Only dictionaries may be used")
            return
        kind = component.get("type")
        if kind not in allowed:
            message = f"Value must be one of {{{', '.join(str(int(k)) for k in sorted(allowed))}}}."
            self.complaints.add((*path, "type"), CHOICES, message)
            return
        self.count += 1
        self._number(component, path)
        self.rules[Kind(kind)](self, component, path)

    def custom_id(self, component: Payload, path: Path) -> None:
        """Check a component's custom_id and that no other has it."""
        place = (*path, "custom_id")
        self.complaints.text(component, place, 1, 100)
        custom_id = component.get("custom_id")
        if custom_id in self._custom_ids:
            message = "Component custom id cannot be duplicated"
            self.complaints.add(place, "COMPONENT_CUSTOM_ID_DUPLICATED", message)
        self._custom_ids.add(str(custom_id))

    def medium(self, holder: Payload, path: Path) -> None:
        """Remember a media item, the last step of ``path`` in ``holder``, to be resolved."""
        media = holder.get(str(path[-1]))
        if isinstance(media, dict) and isinstance(media.get("url"), str):
            self.media.append((path, media))
        else:
            self.complaints.add((*path, "url"), REQUIRED, "This field is required")

    def _number(self, component: Payload, path: Path) -> None:
        # 0 asks Discord to number it, like leaving it out.
        number = component.get("id") or None
        if number is None:
            return
        if number in self._numbers:
            message = "Component id cannot be duplicated"
            self.complaints.add((*path, "id"), "COMPONENT_ID_DUPLICATED", message)
        self._numbers.add(number)
