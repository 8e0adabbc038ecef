"""How much memory a blur takes, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

SIDE = 4000

SCRIPT = f"""
import io
import re
from pathlib import Path
from PIL import Image
from bot.domain.ports import Picture
from bot.domain.request import ImageFormat
from bot.moderation.blur import blurred

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024

def picture(side):
    image = Image.new("P", (side, side))
    image.putpalette([10, 200, 30])
    file = io.BytesIO()
    image.save(file, "PNG", transparency=0)
    return Picture(data=file.getvalue(), format=ImageFormat.PNG, width=side, height=side)

large = picture({SIDE})
blurred(picture(64))
before = peak()
blurred(large)
print(peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process its peak so")
def test_a_palette_is_never_spread_out_in_full() -> None:
    ran = subprocess.run(  # noqa: S603 # our own script
        [sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True, timeout=30
    )
    assert int(ran.stdout) < 3 * SIDE**2
