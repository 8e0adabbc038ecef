"""Puts what the prompt is about into its landscape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.novita.drawing import animals, buildings, creatures, things
from bot.playground.novita.drawing.curves import height_at
from bot.playground.novita.drawing.pen import pen_at

if TYPE_CHECKING:
    from bot.playground.novita.drawing.canvas import Point
    from bot.playground.novita.drawing.stage import Stage

# Where a subject stands when it is alone: x, y, height as a share of the shorter side.
# None as y is "on the nearest ground".
PLACES: dict[str, tuple[float, float | None, float]] = {
    "lighthouse": (0.7, 0.9, 0.62),
    "castle": (0.5, 0.8, 0.5),
    "house": (0.62, 0.86, 0.34),
    "boat": (0.4, 0.82, 0.34),
    "balloon": (0.5, 0.52, 0.4),
    "rocket": (0.5, 0.72, 0.56),
    "whale": (0.5, 0.84, 0.42),
    "tree": (0.5, 0.92, 0.66),
    "flower": (0.5, 0.97, 0.7),
    "person": (0.5, 1.0, 0.78),
    "robot": (0.5, 0.94, 0.6),
    "owl": (0.5, 0.9, 0.55),
}
ANIMAL_PLACE = (0.5, 0.94, 0.56)
BEHIND = {"lighthouse", "castle", "house", "boat", "balloon", "rocket", "whale", "tree"}
BLOSSOM_HOUR = "dawn"


def draw_subjects(stage: Stage) -> None:
    """Draw the subjects, things first, the living in front of them."""
    names = sorted(stage.scene.subjects, key=lambda name: name not in BEHIND)
    for position, name in enumerate(names):
        x, y, size = PLACES.get(name, ANIMAL_PLACE)
        if len(names) == 2:
            x = 0.74 if position == 0 else 0.36
            size *= 0.8
        _draw(stage, name, (x + _sway(stage, name), _foot(stage, x, y)), size)


def _sway(stage: Stage, name: str) -> float:
    return stage.dice.stream(f"place of {name}").uniform(-0.06, 0.06)


def _foot(stage: Stage, x: float, y: float | None) -> float:
    if y is not None:
        return y
    return height_at(stage.ground_lines[-1], x) + 0.1 if stage.ground_lines else 0.9


def _draw(stage: Stage, name: str, at: Point, size: float) -> None:
    rng = stage.dice.stream(name)
    pen = pen_at(stage, at, size)
    if name in animals.KINDS:
        animals.draw_animal(pen, name, rng)
    elif name == "tree":
        things.draw_tree(pen, rng, blossom=stage.scene.hour == BLOSSOM_HOUR)
    else:
        DRAWERS[name](pen, rng)


DRAWERS = {
    "owl": creatures.draw_owl,
    "whale": creatures.draw_whale,
    "person": creatures.draw_person,
    "robot": creatures.draw_robot,
    "lighthouse": buildings.draw_lighthouse,
    "castle": buildings.draw_castle,
    "house": buildings.draw_house,
    "boat": things.draw_boat,
    "balloon": things.draw_balloon,
    "rocket": things.draw_rocket,
    "flower": things.draw_flower,
}
