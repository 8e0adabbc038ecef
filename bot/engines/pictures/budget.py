"""A bound on what all downloads together hold in memory, counted as it arrives."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator

TURN_SECONDS = 1.0
"""For how long one goes on alone while others wait."""

SMALLEST_SLACK = 1_000_000
"""Bytes; what comes by one read may be a quarter of this."""


class Loan:
    """What one download holds."""

    def __init__(self, budget: ByteBudget) -> None:
        """Be opened by ``ByteBudget.lend`` alone."""
        self._budget = budget
        self.size = 0
        """Bytes received so far."""

    def add(self, size: int) -> None:
        """Count bytes that have arrived; never waits."""
        self.size += size
        self._budget.free -= size

    @property
    def may_go_on(self) -> bool:
        """Whether more may be read now."""
        return self._budget.lets(self)

    async def turn(self) -> None:
        """Wait until more may be read; the sender is held up meanwhile."""
        await self._budget.turn(self)


class ByteBudget:
    """So many bytes for all downloads together; only those that arrived count.

    Once they are used up, all downloads but one pause. That one goes on to its end, for whatever
    it brings, so there is always one that ends; if it is slow, the next takes its turn. The bound
    is thereby exceeded by one file and a quarter of the bound at most.
    """

    def __init__(self, total: int, *, turn_seconds: float = TURN_SECONDS) -> None:
        """Lend ``total`` bytes."""
        self.free = total
        """Bytes that nobody holds; below zero when the bound is exceeded."""
        self._slack = max(total // 4, SMALLEST_SLACK)
        self._turn_seconds = turn_seconds
        self._line: dict[Loan, asyncio.Event] = {}
        """All loans; the first goes on whatever is free."""
        self._first_since = 0.0

    @contextmanager
    def lend(self) -> Generator[Loan]:
        """Open a loan, and give all of it back at the end."""
        loan = Loan(self)
        self._line[loan] = asyncio.Event()
        try:
            yield loan
        finally:
            self._close(loan)

    def lets(self, loan: Loan) -> bool:
        """Whether a loan may grow now."""
        return self.free > 0 or next(iter(self._line)) is loan

    async def turn(self, loan: Loan) -> None:
        """Wait until a loan may grow, and see to it that the first gives way in time."""
        called = self._line[loan]
        while not self.lets(loan):
            called.clear()
            try:
                async with asyncio.timeout(self._turn_seconds):
                    await called.wait()
            except TimeoutError:
                self._pass_on(asyncio.get_running_loop().time())

    def _pass_on(self, now: float) -> None:
        # Were each to have its turn again and again, all of them would grow to whole files.
        if now - self._first_since >= self._turn_seconds and -self.free <= self._slack:
            first = next(iter(self._line))
            self._line[first] = self._line.pop(first)
            self._first_since = now
            self._call()

    def _close(self, loan: Loan) -> None:
        del self._line[loan]
        self.free += loan.size
        self._call()

    def _call(self) -> None:
        for loan, called in self._line.items():
            if self.lets(loan):
                called.set()
