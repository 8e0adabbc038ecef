"""Tests that share a bot run in its event loop."""

from __future__ import annotations

import pytest

sharing = pytest.mark.asyncio(loop_scope="module")
"""For a test that asks for ``shared`` instead of ``bot``."""
