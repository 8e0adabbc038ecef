"""What a page complained of, and what it asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import ConsoleMessage, Error, Page, Request

NO_DEVTOOLS = re.compile(r"404.*/devtools/knobs|/devtools/knobs.*404")
"""How a bare stand-in says that it has none."""


class Witness:
    """Watches one page from its beginning, until it leaves.

    The console tells of requests without a good answer, too. To be told of each request costs
    as much as a tenth of a test, so that is for those who ask.
    """

    def __init__(self, page: Page) -> None:
        self.console: list[str] = []
        self._complaints: list[str] = []
        self._excused = [NO_DEVTOOLS]
        self._hearing: list[Callable[[Request], None]] = []
        self._page = page
        page.on("console", self._hear)
        page.on("pageerror", self._stumble)

    def leave(self) -> None:
        """Watch no longer: what the page does from now on is another test's."""
        self._page.remove_listener("console", self._hear)
        self._page.remove_listener("pageerror", self._stumble)
        for hear in self._hearing:
            self._page.remove_listener("request", hear)

    def excuse(self, pattern: str) -> None:
        """Do not mind complaints in which this is found; for the test that provokes them."""
        self._excused.append(re.compile(pattern))

    def complaints(self) -> list[str]:
        """Return the page's errors, the console's, and requests without a good answer."""
        return [
            each
            for each in self._complaints
            if not any(pattern.search(each) for pattern in self._excused)
        ]

    def requests(self, part: str) -> list[Request]:
        """Return what fills with the requests from now on whose address has this in it."""
        heard: list[Request] = []

        def hear(request: Request) -> None:
            if part in request.url:
                heard.append(request)

        self._page.on("request", hear)
        self._hearing.append(hear)
        return heard

    def _hear(self, message: ConsoleMessage) -> None:
        line = f"{message.type}: {message.text} ({message.location['url']})"
        self.console.append(line)
        if message.type == "error":
            self._complaints.append(f"console {line}")

    def _stumble(self, error: Error) -> None:
        self.console.append(f"page error: {error.stack or error}")
        self._complaints.append(f"page error: {error.stack or error}")
