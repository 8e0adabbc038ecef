"""What one worker makes for all: templates, which cost more to make than to copy."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder in which ``make`` has been at work, in this worker or in another."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"once-{name}"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            unready = folder.with_name(f"unready-{name}")
            unready.mkdir()
            try:
                make(unready)
            except BaseException:
                shutil.rmtree(unready)  # another worker shall hear what was wrong, too
                raise
            unready.rename(folder)
    return folder
