"""The requests of stable-diffusion.cpp's own API, and how each is built. No I/O.

Source: ``examples/server/api.md`` of stable-diffusion.cpp.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.engines.http import Request, look

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS = 15.0
RESULT_SECONDS = 60.0


def capabilities() -> Request:
    """Ask what the server can do; only stable-diffusion.cpp has an answer."""
    return Request("GET", "/sdcpp/v1/capabilities", seconds=SECONDS)


def generate(body: Mapping[str, object]) -> Request:
    """Start a task."""
    sent = json.dumps(body, allow_nan=False).encode()
    return Request("POST", "/sdcpp/v1/img_gen", body=sent, seconds=SECONDS)


def job(name: str, *, max_bytes: int) -> Request:
    """Ask how a task is doing; with its end its images come along."""
    return look(_path(name), seconds=RESULT_SECONDS, max_bytes=max_bytes)


def cancel(name: str) -> Request:
    """End a task."""
    return Request("POST", f"{_path(name)}/cancel", is_idempotent=True, seconds=SECONDS)


def _path(name: str) -> str:
    return f"/sdcpp/v1/jobs/{quote(name, safe='')}"
