"""The knobs of the page, each of which stands for one of the engine's stand-in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.devtools.knobs import checked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.engine.stand_in import Knobs

ATTRIBUTES = {
    "confidence": "next_confidence",
    "fail": "fail_next",
    "images_per_minute": "images_per_minute",
}
"""What a knob is called at a stand-in. One that an engine has no use for is none of its own."""


class Panel:
    """What can be turned about one engine."""

    def __init__(self, knobs: Knobs) -> None:
        self._knobs = knobs
        self._usual_speed, self._slowness = knobs.speed, 1.0
        self._turned = {name: it for name, it in ATTRIBUTES.items() if hasattr(knobs, it)}

    def turn(self, asked: Mapping[str, Any]) -> None:
        """Turn what is asked for, or nothing at all.

        Raises:
            RefusalError: a knob is unknown, or its value out of range; the words say which.

        """
        changes = checked(asked, (*self._turned, "slowness"))
        self._slowness = changes.pop("slowness", self._slowness)
        self._knobs.speed = self._usual_speed / self._slowness
        for name, value in changes.items():
            setattr(self._knobs, self._turned[name], value)

    def state(self) -> dict[str, Any]:
        """Return how the knobs stand, which are all there are."""
        told = {name: getattr(self._knobs, it) for name, it in self._turned.items()}
        return {**told, "slowness": self._slowness}
