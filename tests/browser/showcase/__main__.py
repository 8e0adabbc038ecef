"""The showcase by hand: ``python -m tests.browser.showcase 8099`` (0 takes any free port)."""

from __future__ import annotations

import asyncio
import sys

from tests.browser.showcase.stage import showing


async def main(port: int) -> None:
    """Serve until stopped."""
    async with showing(port) as showcase:
        await showcase.fill()
        print(f"The showcase is at {showcase.address}", flush=True)  # noqa: T201 - whoever started it
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
