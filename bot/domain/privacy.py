"""What is kept of a member, and what stays when they have it deleted. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.request import GenerationRequest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ERASED = "[deleted]"
"""What stands where a prompt was."""

NOBODY = 0
"""Whose a job is that is nobody's any more."""

COUNTED = timedelta(days=32)
"""For so long it is known whose a job was: limits and budgets count by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """All that is kept of a member, fit for JSON: a list of things for each kind."""

    parts: Mapping[str, Sequence[Mapping[str, object]]]
    is_whole: bool = True
    """Whether no jobs were left out, there being too many."""

    left_out: tuple[str, ...] = ()
    """Kinds that are not among them, since there is too much of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What was deleted, and what had to stay for now."""

    jobs: int = 0
    styles: int = 0
    in_cases: int = 0
    """Jobs with an image that moderators have not decided about."""
    under_way: int = 0
    others: Mapping[str, int] = field(default_factory=dict)


def erased(request: GenerationRequest) -> GenerationRequest:
    """Return what may be kept of a request: what costs and estimates are reckoned by."""
    return GenerationRequest(
        prompt=ERASED,
        model=request.model,
        width=request.width,
        height=request.height,
        images=request.images,
        steps=request.steps,
        hires=request.hires,
        private=request.private,
    )
