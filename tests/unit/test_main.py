"""The beginning of the program: it can be stopped while it is still being imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.tables import each_row

ROOT = Path(__file__).parents[2]

STOPPED = """
import signal, sys

# As at a terminal: what a shell starts in the background is born deaf to Ctrl+C.
signal.signal(signal.SIGINT, signal.default_int_handler)

class Stop:
    @staticmethod
    def find_spec(name, *_):
        if name == "bot.cli":
            signal.raise_signal(signal.{signal})

sys.meta_path.insert(0, Stop)
sys.argv = ["darkroom", "{command}"]
from bot.__main__ import main
sys.exit(main())
"""


@each_row("name", ["SIGINT", "SIGTERM"])
@each_row("command, code", [("run", 0), ("demo", 0), ("check", 1)])
def test_a_stop_during_the_imports_is_silent(name: str, command: str, code: int) -> None:
    words = [sys.executable, "-c", STOPPED.format(signal=name, command=command)]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    assert (ended.returncode, ended.stdout, ended.stderr) == (code, "", "")


def test_nothing_large_is_imported_before_a_stop_is_expected() -> None:
    asked = "import sys, bot.__main__; print(*{'asyncio', 'structlog'} & set(sys.modules))"
    words = [sys.executable, "-c", asked]
    loaded = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - as above
    assert loaded.stdout == "\n"
