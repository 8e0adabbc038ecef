"""``darkroom demo --serve`` as its users start it: as a process."""

from __future__ import annotations

import re
import shlex
import signal
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.faults.bot_run import bot_run
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
START_SECONDS = 120.0
"""A busy machine is slow, not wrong; and where a demo does not start, all that share it fail."""


@asynccontextmanager
async def serving_demo(
    folder: Path, *options: str, port: int = 0, nursery: Path | None = None
) -> AsyncIterator[str]:
    """Run the demo until the end of the block and give its page's address.

    From a ``nursery`` it comes with its imports done.
    """
    command = shlex.join(["demo", "--serve", "--port", str(port), *options])
    async with bot_run(command, folder, {"PYTHONUNBUFFERED": "1"}, nursery=nursery) as run:
        await eventually(lambda: ADDRESS.search(run.told()) or not run.running, START_SECONDS)
        found = ADDRESS.search(run.told())
        assert found, f"the demo named no address:\n{run.told()}\n{run.said()}"
        yield found[0]
        ended = await run.send(signal.SIGINT)
        assert ended.code == 0, ended.out + ended.err
