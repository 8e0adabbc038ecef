"""What a person pasted, and what it says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paste. What is not said of it is as it would be without a word."""

    pasted: str
    prompt: str
    negative: str = ""
    steps: int = 20
    samplers: tuple[str, ...] = ("Euler a",)
    """Any of them will do where the program's own is none of ours."""
    guidance: float = 7.5
    seed: int = -1
    size: tuple[int, int] | None = None
    ratio: float | None = None
    """Width by height, where a shape is all that is said."""
    model: str = ""
    """Without folder, extension and hash."""
    loras: tuple[tuple[str, float], ...] = ()
    clip_skip: int | None = None
    hires: str = ""
    upscaler: str = ""
    """Empty: any, since the program's own is none of ours."""
    strength: float | None = None
    """Of the hires fix; not looked at without it."""
    vae: str = ""
    images: int = 1
