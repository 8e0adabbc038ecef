"""An image file, which engine, blur and publisher hand on to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.request import ImageFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image file, decoded once in full and so known to be whole."""

    data: bytes = field(repr=False)
    format: ImageFormat
    width: int
    height: int
