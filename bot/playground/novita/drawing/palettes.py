"""The light of each hour: sky, haze, ground and lamp."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.playground.novita.drawing.colours import Colour, mix, rgb

if TYPE_CHECKING:
    import random

    from bot.playground.novita.drawing.reading import Scene


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours that go together."""

    sky: tuple[Colour, ...]
    """From the zenith to the horizon."""
    light: Colour
    """Sun, moon and what they touch."""
    dark: Colour
    """The nearest ground in shadow."""
    leaf: Colour
    """Grass and trees close by."""
    water: Colour
    """Deep water."""
    ambient: float
    """How much the air tints what stands in it, 0 to 1."""

    @property
    def haze(self) -> Colour:
        """What the distance fades into."""
        return self.sky[-1]


def _palette(sky: str, others: str, ambient: float) -> Palette:
    light, dark, leaf, water = (rgb(text) for text in others.split())
    return Palette(tuple(rgb(text) for text in sky.split()), light, dark, leaf, water, ambient)


PALETTES: dict[str, tuple[Palette, ...]] = {
    "day": (
        _palette("2f74c0 6fb4e8 b9e0f3 eef6ec", "fff6d8 23452f 5c9a4a 1f5f8f", 0.08),
        _palette("3b8fc4 86c9e2 cdebe6 fbf3dc", "fff3c4 2c4a38 79a84b 227a86", 0.08),
    ),
    "dawn": (
        _palette("39508f 8c86bd eda9a9 ffdfb4", "fff0d0 35345c 6b7f63 4b6791", 0.2),
        _palette("4a6aa3 a5b4d4 f6cfc0 fff0d8", "fff4dc 3d4a66 7f9571 5f86a4", 0.16),
    ),
    "sunset": (
        _palette("2a1a4e 7d2f6e e2586a ffb765", "ffe6a8 1f1030 4b2f45 5a2a5c", 0.3),
        _palette("233a6b 8a5a8f f0825f ffd27a", "fff0b8 241a35 5a4034 43406e", 0.28),
        _palette("40204f b3416b f97f51 ffdc8c", "fff2c0 2b1230 613a35 7a3056", 0.3),
    ),
    "night": (
        _palette("050a20 0f1f4a 2b3f78 5a6aa0", "f4f1dc 060b1c 12283a 0c2148", 0.42),
        _palette("0a0820 211a50 493a80 8a6aa4", "fdf0e0 0a0719 241c40 1a1850", 0.4),
        _palette("03121f 08304a 1f5a6e 5d9a96", "f0fbe8 020d14 0a2c2e 063646", 0.4),
    ),
    "storm": (_palette("1b232c 394753 6d7d87 a9b5b4", "e8eef0 161d22 3a4c42 2a3f4a", 0.25),),
    "space": (
        _palette("04030f 120a33 34155c 7a2f7c", "ffe9d0 07040f 2a1440 190d3a", 0.4),
        _palette("020814 06203a 0b4560 2a8a86", "e8fff4 02070d 0b3a3a 063042", 0.4),
    ),
}

TINTS: dict[str, Colour] = {
    "red": rgb("d92b2b"),
    "crimson": rgb("b0102c"),
    "orange": rgb("f2842b"),
    "golden": rgb("f0b93a"),
    "gold": rgb("f0b93a"),
    "yellow": rgb("f4d63c"),
    "green": rgb("3fa055"),
    "emerald": rgb("1f9a68"),
    "teal": rgb("1e9c98"),
    "blue": rgb("2f6fe0"),
    "purple": rgb("7d3cc8"),
    "violet": rgb("7d3cc8"),
    "pink": rgb("f08bb8"),
    "neon": rgb("e023c8"),
    "cyberpunk": rgb("c81ee0"),
    "sepia": rgb("a3794a"),
}


def palette_for(scene: Scene, rng: random.Random) -> Palette:
    """Return one of the hour's palettes, leaning to the colours that were named."""
    palette = rng.choice(PALETTES[scene.hour])
    if "snow" in scene.lands:
        palette = replace(
            palette,
            leaf=mix(palette.leaf, rgb("dfeaf6"), 0.75),
            dark=mix(palette.dark, rgb("8fa6c4"), 0.4),
        )
    for tint in scene.tints[:2]:
        colour = TINTS[tint]
        palette = replace(
            palette,
            sky=tuple(mix(c, colour, 0.18 + 0.1 * i) for i, c in enumerate(palette.sky)),
            leaf=mix(palette.leaf, colour, 0.25),
            water=mix(palette.water, colour, 0.3),
        )
    return palette
