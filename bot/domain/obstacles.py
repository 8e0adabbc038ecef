"""Several things that are wrong at once: gathered while the look at a wish goes on. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import ObstaclesError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable


def refuse(obstacles: Iterable[RefusedError]) -> None:
    """Raise what is wrong, if anything is: one thing as itself, several together.

    Raises:
        RefusedError: there is one obstacle.
        ObstaclesError: there are several.

    """
    found = tuple(obstacles)
    if len(found) > 1:
        raise ObstaclesError(found)
    for obstacle in found:
        raise obstacle


def each(error: RefusedError) -> tuple[RefusedError, ...]:
    """Return what a refusal says is wrong, one by one."""
    return error.obstacles if isinstance(error, ObstaclesError) else (error,)
