"""What a failed test leaves behind: a picture of each tab and what its console said."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.async_api import Error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.browser.page_hands import Visitor

FAILURES = Path(__file__).parent / "failures"
LONGEST_NAME = 120
SHOT_MS = 10_000


def folder_of(test: str) -> Path:
    """Return where a test's evidence goes, by the test's name."""
    return FAILURES / re.sub(r"[^\w.-]+", "_", test)[:LONGEST_NAME]


async def gather(test: str, visitors: Sequence[Visitor]) -> None:
    """Write the evidence, in the place of what an earlier run left."""
    folder = folder_of(test)
    await asyncio.to_thread(_empty, folder)
    for n, visitor in enumerate(visitors, 1):
        told = [visitor.page.url, *visitor.witness.console, "", *visitor.witness.complaints()]
        console = folder / f"{n}-console.txt"
        await asyncio.to_thread(console.write_text, "\n".join(told), "utf-8")
        try:
            await visitor.page.screenshot(path=folder / f"{n}-page.png", timeout=SHOT_MS)
        except Error as error:
            lost = folder / f"{n}-no-page.txt"
            await asyncio.to_thread(lost.write_text, str(error), "utf-8")


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
