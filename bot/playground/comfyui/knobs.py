"""What a test may change about the stand-in at any moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Graph: TypeAlias = Mapping[str, Mapping[str, Any]]

Version: TypeAlias = Literal["0.33.0", "0.8.0", "0.3.64"]


@dataclass
class Knobs:
    """The defaults are a well server of today with a middling graphics card."""

    version: Version = "0.33.0"
    step_ms: float = 90
    """For one step at 512x512; other work scales it."""
    load_ms: float = 2500
    """For a checkpoint that was not used by the task before."""
    jitter: float = 0.1
    """Share by which a task's time varies either way, from 0 to 1."""
    speed: float = 1
    """Divides the times of a task."""
    duration: float | Callable[[Graph], float] | None = None
    """Exact seconds of a task from its start to its end; wins over the above."""
    reply_ms: tuple[float, float] = (1, 6)
    """Least and most that an answer takes."""
    deaf_s: float = 0.1
    """Seconds until a running node notices that it is to stop."""
    fail: Literal["error", "memory"] | Callable[[Graph], str | None] | None = None
    """How tasks fail from now on; so do those with the word ``fail`` in a text."""
    fail_next: bool = False
    """Whether the next task to be accepted fails; false again once it is."""
    previews: bool = False
    """Whether pictures of half-done work come by the WebSocket, too."""
    plain_images: bool = False
    """Flat colour instead of a scene; for load tests."""
    keeps_history: bool = True
    """Whether what has ended is remembered."""
    front: Literal["password", "login page"] | None = None
    """What stands before the server."""
