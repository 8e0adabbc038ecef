"""``make drawing``: who may import whom, drawn into the architecture from the contract."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from tests.unit.papers.reading import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = ROOT / "docs" / "architecture.md"
WIDTH = 100
_BETWEEN = re.compile(r"(?<=<!-- layers -->\n).*?(?=<!-- /layers -->)", re.DOTALL)


def layers() -> Sequence[str]:
    """Return the layers of the first contract, the uppermost first."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    (contract,) = (
        it for it in tool["importlinter"]["contracts"] if it["name"] == "Arrows point down"
    )
    return list[str](contract["layers"])


def drawing(layers: Sequence[str]) -> str:
    """Draw layers as one chain, broken before an arrow where a line would be too long."""
    first, *others = (layer.replace("bot.", "").replace(" | ", " │ ") for layer in layers)
    lines = [first]
    for arrow in (f" → {other}" for other in others):
        if len(lines[-1] + arrow) <= WIDTH:
            lines[-1] += arrow
        else:
            lines.append(f"   {arrow}")
    return "\n".join(lines)


def redrawn(page: str) -> str:
    """Return the text of a page with the drawing as it should be."""
    return _BETWEEN.sub(f"```\n{drawing(layers())}\n```\n", page)


if __name__ == "__main__":
    PAGE.write_text(redrawn(PAGE.read_text("utf-8")), "utf-8")
