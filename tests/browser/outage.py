"""Cutting a visitor off from the stand-in, and letting them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import WebSocketRoute

    from tests.browser.page_hands import Visitor


class Outage:
    """Of the live connection alone, or of the whole network, which the browser then knows."""

    def __init__(self, visitor: Visitor, *, whole: bool) -> None:
        self._visitor = visitor
        self._whole = whole
        self._sockets: list[WebSocketRoute] = []
        self._is_on = False

    async def prepare(self) -> None:
        """Stand between the page and its live connection."""
        page = self._visitor.page
        self._visitor.is_marked = True
        await page.route_web_socket(lambda url: "/client/live" in url, self._opened)
        await page.reload()

    async def begin(self) -> None:
        """Cut everything: what is open, and what will be asked for."""
        self._is_on = True
        self._visitor.witness.excuse("ERR_INTERNET_DISCONNECTED|WebSocket")
        await self._visitor.page.context.set_offline(self._whole)
        sockets, self._sockets = self._sockets, []
        for socket in sockets:
            await socket.close()

    async def end(self) -> None:
        """Let everything through again."""
        self._is_on = False
        await self._visitor.page.context.set_offline(False)

    async def _opened(self, socket: WebSocketRoute) -> None:
        if self._is_on:
            await socket.close()
            return
        socket.connect_to_server()
        self._sockets.append(socket)
