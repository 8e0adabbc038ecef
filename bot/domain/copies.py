"""Messages that show images of a result once more: what is known of each, and what may stay. Pure.

A showcase is none of them: it is made anew by its own rules, see ``star``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.verdict import CLEAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.domain.ids import JobId, UserId
    from bot.domain.verdict import Treatment


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class CopyKind(StrEnum):
    """How it came about. Stored."""

    SHOWN = "shown"
    """In a channel, by *Show*."""
    SENT = "sent"
    """In somebody's direct messages, by *Send to me*."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A message of ours that shows images of a job once more, or may do so."""

    press_id: int
    """Of the interaction that asked for it: one message at most comes of each."""
    job_id: JobId
    kind: CopyKind
    numbers: tuple[int, ...]
    """Of its images, from 1."""
    channel_id: int
    begun_at: datetime = EPOCH
    """When it was last to be sent; whoever notes it says so."""
    owner: UserId | None = None
    """Whose direct messages; None of what stands in a channel."""
    message_id: int | None = None
    """None while no answer told it: it may be there, or come yet."""
    withdrawn_at: datetime | None = None
    """Since when it is to be taken away, as far as that is known."""
    stays: bool = True
    """Whether it may, by what was decided."""


def may_stay(numbers: Iterable[int], treatments: Mapping[int, Treatment]) -> bool:
    """Whether a copy shows only images that are still seen where they were first shown."""
    return all(treatments.get(number) in CLEAR for number in numbers)
