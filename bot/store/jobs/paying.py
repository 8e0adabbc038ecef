"""A job that goes to another engine, saved if budgets cover what it costs there: at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store.jobs import moves
from bot.store.moderation.budgets import Ledger
from bot.store.schema import jobs

if TYPE_CHECKING:
    from bot.store.jobs.moves import Saving

_UNPAID = (
    jobs.update()
    .where(
        jobs.c.id == sa.bindparam("this", type_=sa.Text),
        jobs.c.holder == sa.bindparam("by", type_=sa.Text),
    )
    .values(cost=None)
)


def save(connection: sa.Connection, saving: Saving) -> bool:
    """See JobStore.save_paid; nobody else accepts meanwhile.

    Raises:
        RefusedError: a budget does not allow it.

    """
    # What it was to cost where it was meant for is not spent, and would count twice.
    held = {"this": saving.job.id, "by": saving.holder}
    if not connection.execute(_UNPAID, held).rowcount:
        return False
    Ledger(connection, [saving.job], saving.now).spend(saving.job)
    return moves.save(connection, saving)
