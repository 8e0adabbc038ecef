"""Which faults make sense: a plan that could not be carried out is a mistake of the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.discord.faults import Fault


def check(fault: Fault) -> None:
    """Check that the parts of a fault go together.

    Raises:
        ValueError: they do not; the words say which, and why.

    """
    for complaint, wrong in _rules(fault).items():
        if wrong:
            raise ValueError(complaint)


def _rules(fault: Fault) -> dict[str, bool]:
    """Return what may be wrong, and whether it is."""
    least = min(fault.delay, fault.late, fault.skip, fault.retry_after, fault.times or 0)
    ends = bool(fault.drop or fault.status)
    held_after = fault.hold == "after"
    return {
        "no time and no count is below zero": least < 0,
        "status: a refusal is 400 to 599": fault.status != 0 and not 400 <= fault.status <= 599,
        "status: a connection that is reset gets no answer": bool(fault.status and fault.drop),
        "code: only a refusal has one; name its status": bool(fault.code and not fault.status),
        "html: only a refusal can be a page; name its status": fault.html and not fault.status,
        "html: the page of a proxy has no code": bool(fault.html and fault.code),
        "late: needs drop=True or a status": bool(fault.late and not fault.prevents),
        "body: is the answer to what was done, so no drop, no status": fault.body is not None
        and ends,
        "hold: nothing is done that could be held after it": held_after and fault.prevents,
    }
