"""The JSON objects that travel, and their one rendering."""

from __future__ import annotations

import json
from typing import Any

Payload = dict[str, Any]
"""A JSON object. What is in it is Discord's business, so its values are not typed."""


def render(value: object, /) -> str:
    """Return compact JSON text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
