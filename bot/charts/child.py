"""What runs in the process that draws: one picture, and it ends."""

from __future__ import annotations

import os
import sys

from bot.charts.sheet import DRAWN, decoded
from bot.processes.confine import confine, expire_in

MEMORY = 2 * 1024**3
"""Bytes of address space; it takes 0.5 GB."""


def main() -> None:
    """Answer on what is standard output now; from here on that is a copy of standard error."""
    parent, seconds = int(sys.argv[1]), float(sys.argv[2])
    confine(parent, MEMORY)
    expire_in(seconds)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        picture = drawn(sys.stdin.buffer.read())
    except Exception as error:  # noqa: BLE001 - whatever keeps it from drawing is told
        answers.write(f"{type(error).__name__}: {error}".encode(errors="replace"))
    else:
        answers.write(DRAWN + picture)
    answers.close()


def drawn(data: bytes) -> bytes:
    """Draw the first of the sheets that all letters are there for, or the last."""
    from bot.charts.drawing import draw  # noqa: PLC0415 - it takes memory, and may be missing
    from bot.charts.fonts import has_all  # noqa: PLC0415 - likewise

    *others, last = decoded(data)
    return draw(next((sheet for sheet in others if has_all(sheet.words)), last))


if __name__ == "__main__":
    main()
