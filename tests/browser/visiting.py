"""How tests ask for visitors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, TypedDict

from playwright.async_api import ViewportSize

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from tests.browser.page_hands import Visitor

PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=800)
WINDOW = ViewportSize(width=1280, height=720)
"""What a visitor has who asks for nothing else."""


class Screen(TypedDict, total=False):
    """What a visitor looks at; see Playwright's ``new_context``."""

    viewport: ViewportSize
    color_scheme: Literal["light", "dark"]


class Visit(Protocol):
    """Opens the page at an address as somebody, in a tab and a context of its own."""

    async def __call__(
        self,
        address: str,
        person: str = "mira",
        channel: str = "general",
        **screen: Unpack[Screen],
    ) -> Visitor:
        """Return the visitor, whose tab is another's after the test."""
        ...
