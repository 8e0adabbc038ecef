"""ExifTool, a reader of metadata that is not ours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MISSING = "ExifTool is missing; in Debian: apt-get install libimage-exiftool-perl"
SECONDS = 60


def exiftool() -> str:
    """Return its path. Where it is missing, a test is skipped, and in CI fails."""
    path = shutil.which("exiftool")
    if path is None and os.environ.get("CI"):
        pytest.fail(MISSING)
    if path is None:
        pytest.skip(MISSING)
    return path


def tags(path: str, files: Sequence[Path]) -> list[dict[str, Any]]:
    """Return the tags of each file by group and name, values as they stand there."""
    told = subprocess.run(  # noqa: S603 - a program that was found, and files of a test
        [path, "-json", "-G", "-n", "-a", "-warning", "-all", *map(str, files)],
        capture_output=True,
        check=True,
        timeout=SECONDS,
    )
    found: list[dict[str, Any]] = json.loads(told.stdout)
    return found
