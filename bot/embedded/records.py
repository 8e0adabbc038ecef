"""The texts of a file by their names, as many and as long as are read of any file."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

LARGEST = 256 * 1024
"""Bytes of one text, unpacked; a large ComfyUI graph has half of it."""

MOST = 512 * 1024
"""Bytes of all texts together."""

TEXTS = 200
"""Texts, the longest of them as well as the shortest."""

PARTS = 4_000
"""Chunks that are looked at; a PNG of 16 MiB in the usual chunks has half as many."""


@dataclass(slots=True)
class Records:
    """What was found so far. The first text of a name counts."""

    texts: dict[str, str] = field(default_factory=dict)
    is_too_large: bool = False
    """Whether something was left out for its size."""
    _bytes: int = 0
    _count: int = 0

    def takes(self, size: int) -> bool:
        """Whether so many bytes may be looked at, which counts as done; notes it if not."""
        self._count += 1
        if size > LARGEST or self._bytes + size > MOST or self._count > TEXTS:
            self.is_too_large = True
            return False
        self._bytes += size
        return True

    def add(self, name: str, text: str) -> None:
        """Add a text, which ``takes`` has let in."""
        if text:
            self.texts.setdefault(name, text)

    def unpacked(self, packed: bytes) -> bytes:
        """Return what zlib packed: never more than one text may have, else nothing."""
        unpacking = zlib.decompressobj()
        try:
            plain = unpacking.decompress(packed, LARGEST)
        except zlib.error:
            return b""
        if unpacking.eof and self.takes(len(plain)):
            return plain
        self.is_too_large |= bool(unpacking.unconsumed_tail)
        # What was unpacked in vain has taken as long.
        self._bytes += len(plain)
        return b""


def decoded(raw: bytes) -> str:
    """Return a text whose encoding nobody told: programs write UTF-8 where Latin-1 is asked for."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
