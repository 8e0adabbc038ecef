"""What a picture file says of how it was made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

LONGEST = 16_000
"""Characters of a text that is handed on: what people paste is a tenth of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """Settings, in the one form that is read: as a web UI writes them."""

    text: str
    """The prompt, ``Negative prompt: …``, then ``Steps: 20, Sampler: …``."""
    program: str
    """Which one wrote them, as far as that can be told; empty if not."""


class Nothing(Enum):
    """Why there are none."""

    NONE = "none"
    TOO_LARGE = "too large"
    """There is a text that might be some, beyond what is read of a file."""
