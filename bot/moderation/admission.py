"""What moderators have a say in before a job is taken on: one check after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.domain.ports import Grant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ports import Wanted


class Check(Protocol):
    """One of them."""

    async def __call__(self, wanted: Wanted, grant: Grant, /) -> Grant:
        """Return what is left of the grant, or more; RefusedError says no."""
        ...


class Checks:
    """An Admission made of several checks, the cheapest and strictest first."""

    def __init__(self, checks: Sequence[Check]) -> None:
        """Ask ``checks`` in this order; what one refuses, the others are not asked of."""
        self._checks = checks

    async def admit(self, wanted: Wanted) -> Grant:
        """See Admission."""
        grant = Grant(policy=wanted.policy)
        for check in self._checks:
            grant = await check(wanted, grant)
        return grant
