"""Finding a Chromium that is on this machine, and starting it."""

from __future__ import annotations

import os
import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from playwright.async_api import async_playwright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
MISSING = (
    "These tests need Chromium: `apt install chromium-headless-shell`, or set DARKROOM_CHROMIUM "
    "to the path of a Chromium or Chrome."
)


def find_chromium() -> str | None:
    """Return the path of DARKROOM_CHROMIUM, else of the first browser on PATH, if any."""
    named = os.environ.get("DARKROOM_CHROMIUM")
    found = (shutil.which(name) for name in ([named] if named else NAMES))
    return next((path for path in found if path), None)


@asynccontextmanager
async def chromium(path: str) -> AsyncIterator[Browser]:
    """Run the browser until the end of the block."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        async with browser:
            yield browser
