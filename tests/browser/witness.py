"""What a page complained of, and what it fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import ConsoleMessage, Error, Page, Request, Response

NO_DEVTOOLS = re.compile(r"404.*/devtools/knobs|/devtools/knobs.*404")
"""How a bare stand-in says that it has none."""
LEFT_BEHIND = "net::ERR_ABORTED"
"""How a request ends whose page was left or reloaded: nobody's fault."""


class Witness:
    """Watches one page from its beginning, until it leaves."""

    def __init__(self, page: Page) -> None:
        self.console: list[str] = []
        self.responses: list[Response] = []
        self._complaints: list[str] = []
        self._excused = [NO_DEVTOOLS]
        self._page = page
        page.on("console", self._hear)
        page.on("pageerror", self._stumble)
        page.on("requestfailed", self._miss)
        page.on("response", self._receive)

    def leave(self) -> None:
        """Watch no longer: what the page does from now on is another test's."""
        self._page.remove_listener("console", self._hear)
        self._page.remove_listener("pageerror", self._stumble)
        self._page.remove_listener("requestfailed", self._miss)
        self._page.remove_listener("response", self._receive)

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

    def fetched(self, part: str) -> list[Response]:
        """Return the answers to requests whose address has this in it."""
        return [each for each in self.responses if part in each.url]

    def _hear(self, message: ConsoleMessage) -> None:
        line = f"{message.type}: {message.text} ({message.location['url']})"
        self.console.append(line)
        if message.type == "error":
            self._complaints.append(f"console {line}")

    def _stumble(self, error: Error) -> None:
        self.console.append(f"page error: {error.stack or error}")
        self._complaints.append(f"page error: {error.stack or error}")

    def _miss(self, request: Request) -> None:
        if request.failure != LEFT_BEHIND:
            self._complaints.append(f"{request.method} {request.url}: {request.failure}")

    def _receive(self, response: Response) -> None:
        self.responses.append(response)
        if response.status >= 400:
            told = f"{response.request.method} {response.url}: {response.status}"
            self._complaints.append(told)
