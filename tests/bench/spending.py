"""CPU spent by the bot and by us: on a busy machine it says more than how long somebody waited."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

    from tests.bench.bot_process import BotProcess


class Spending:
    """Seconds of CPU while they were counted."""

    def __init__(self, bot: BotProcess) -> None:
        """Count nothing yet."""
        self._bot = bot
        self._of_bot = self._of_stand_ins = 0.0

    @contextmanager
    def counted(self) -> Generator[None]:
        """Count what is spent meanwhile."""
        bot, ours = self._bot.cpu_seconds, time.process_time()
        try:
            yield
        finally:
            self._of_bot += self._bot.cpu_seconds - bot
            self._of_stand_ins += time.process_time() - ours

    def line(self, count: int) -> str:
        """Tell what each of ``count`` took."""
        bot, ours = (each / count * 1000 for each in (self._of_bot, self._of_stand_ins))
        return f"  CPU until then         {bot:.1f} ms each; of the stand-ins, here, {ours:.1f} ms"
