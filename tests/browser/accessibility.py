"""Asking axe what in a page shuts people out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped] # has none

from tests.browser.visiting import DESK, PHONE

if TYPE_CHECKING:
    from playwright.async_api import ViewportSize

    from tests.browser.page_hands import Visitor

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
RUN = "async (options) => (await axe.run(options)).violations"
SEVERE = ("serious", "critical")
SCREENS: tuple[tuple[str, Literal["light", "dark"], ViewportSize], ...] = (
    ("light", "light", DESK),
    ("dark", "dark", DESK),
    ("light phone", "light", PHONE),
    ("dark phone", "dark", PHONE),
)


DRAWN = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.allSettled(document.getAnimations().map((it) => it.finished));
}"""
"""After these frames no colour is on its way from one scheme to the other, nor to anywhere else."""


async def findings(visitor: Visitor) -> list[str]:
    """Return the serious and critical findings, in light and dark, on a desk and a phone."""
    found: list[str] = []
    if not await visitor.page.evaluate("() => 'axe' in window"):
        await visitor.page.evaluate(AXE_SCRIPT)
    for name, scheme, size in SCREENS:
        await visitor.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        await visitor.page.set_viewport_size(size)
        severe = await _severe(visitor)
        if severe:
            # On a busy machine a scheme may arrive later than its frames: what stays is a finding.
            severe = await _severe(visitor)
        found += [f"{name}: {_line(each, node)}" for each in severe for node in each["nodes"]]
    await visitor.page.set_viewport_size(DESK)
    return found


async def _severe(visitor: Visitor) -> list[dict[str, Any]]:
    await visitor.page.evaluate(DRAWN)
    violations = await visitor.page.evaluate(RUN, OPTIONS)
    return [each for each in violations if each["impact"] in SEVERE]


def _line(violation: dict[str, Any], node: dict[str, Any]) -> str:
    why = "; ".join(each["message"] for each in [*node["any"], *node["all"], *node["none"]])
    return f"{violation['id']} at {node['target']}: {why}"
