"""An uvloop that is there and cannot be loaded (another libc, a broken wheel)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot import cli

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_an_uvloop_that_cannot_be_loaded_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "uvloop.py").write_text('raise ImportError("libc.musl: cannot open shared object")')
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "uvloop", raising=False)
    assert cli._quickest_loop() is None
