"""The showcase by hand: ``python -m tests.browser.showcase 8099`` (0 takes any free port)."""

from __future__ import annotations

import argparse
import asyncio

from tests.browser.showcase.stage import showing


async def main(port: int) -> None:
    """Serve until stopped."""
    async with showing(port) as showcase:
        await showcase.fill()
        print(f"The showcase is at {showcase.address}", flush=True)  # noqa: T201 - whoever started it
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="The page with one message of every kind.")
    parser.add_argument("port", type=int, nargs="?", default=0, help="0 takes any free port")
    asyncio.run(main(parser.parse_args().port))
