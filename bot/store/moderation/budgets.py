"""Budgets, in SQL: held in the transaction that takes jobs in, so that none is overstepped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.budget import (
    Budget,
    BudgetChange,
    Notice,
    Spending,
    check,
    concerns,
    crossed,
    month_of,
)
from bot.domain.ids import GuildId, PlaceId
from bot.domain.moderation.budget_change import told
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.usage import Unit, unit_of
from bot.store.moderation import entries
from bot.store.moderation.budget_tables import budgets
from bot.store.schema import PRICED, jobs
from bot.store.types import Moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from bot.domain.budget import BudgetKey
    from bot.domain.ids import UserId
    from bot.domain.job import Job
    from bot.store.database import Database

AT_ONCE = 50
"""Notices that are looked for."""

_GUILD = budgets.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger)
_OF_GUILD = sa.select(budgets).where(_GUILD).order_by(budgets.c.place_id)
_OF_GUILDS = sa.select(budgets).where(
    budgets.c.guild_id.in_(sa.bindparam("guilds", expanding=True))
)
_ONE = sa.and_(
    _GUILD,
    budgets.c.place_id == sa.bindparam("place", type_=sa.BigInteger),
    budgets.c.unit == sa.bindparam("what", type_=sa.Text),
)
_CAP = sa.select(budgets.c.cap).where(_ONE)
_DELETE = budgets.delete().where(_ONE)
_INSERT = budgets.insert()
_WARNED = (
    budgets.update()
    .where(_ONE)
    .values(
        warned_month=sa.bindparam("month", type_=Moment),
        warned_percent=sa.bindparam("percent", type_=sa.Integer),
        told_percent=sa.case(
            (budgets.c.warned_month == sa.bindparam("month", type_=Moment), budgets.c.told_percent),
            else_=0,
        ),
    )
)
_DUE = (
    sa.select(budgets)
    .where(
        budgets.c.warned_month == sa.bindparam("month", type_=Moment),
        budgets.c.told_percent < budgets.c.warned_percent,
    )
    .limit(AT_ONCE)
)
_TOLD = (
    budgets.update()
    .where(_ONE, budgets.c.told_percent < sa.bindparam("percent", type_=sa.Integer))
    .values(told_percent=sa.bindparam("percent", type_=sa.Integer))
)
_SPENT = (
    sa.select(jobs.c.engine, sa.func.sum(jobs.c.cost))
    .where(
        jobs.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
        jobs.c.created_at >= sa.bindparam("month", type_=Moment),
        PRICED,
    )
    .group_by(jobs.c.engine)
)
_SPENT_IN = _SPENT.where(jobs.c.places.contains(sa.bindparam("inside", type_=sa.Text)))
"""Ids of places are long and unlike each other: what holds the digits of one holds it."""


class SqlBudgetStore:
    """A BudgetStore in one table beside the jobs."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def amend(
        self,
        key: BudgetKey,
        change: Callable[[float | None], float | None],
        *,
        by: UserId,
        now: datetime,
        undoes: int | None = None,
    ) -> BudgetChange:
        """See BudgetStore."""

        def amend(connection: sa.Connection) -> BudgetChange:
            before = connection.scalar(_CAP, _key(key))
            made = BudgetChange(key=key, before=before, after=change(before))
            if made.before == made.after:
                return made
            connection.execute(_DELETE, _key(key))
            if made.after is not None:
                row = {"guild_id": key.guild_id, "place_id": key.place, "unit": key.unit.value}
                connection.execute(_INSERT, row | {"cap": made.after})
            entry = told(made, by=by, at=now, undoes=undoes)
            return replace(made, entry=entries.added(connection, entry))

        return await self._database.transact(amend, lock=key.guild_id)

    async def standing(self, guild_id: GuildId, *, now: datetime) -> Sequence[Spending]:
        """See BudgetStore."""

        def read(connection: sa.Connection) -> list[Spending]:
            found = [_budget(row) for row in connection.execute(_OF_GUILD, {"guild": guild_id})]
            found.sort(key=lambda budget: (not budget.is_of_server, budget.place))
            return [_spending(connection, budget, now) for budget in found]

        return await self._database.read(read)

    async def due(self, *, now: datetime) -> Sequence[Notice]:
        """See BudgetStore."""
        asked = {"month": month_of(now)}
        found = await self._database.read(lambda connection: connection.execute(_DUE, asked).all())
        return [Notice(_budget(row), row.warned_percent) for row in found]

    async def told(self, notice: Notice) -> None:
        """See BudgetStore."""
        key = _key(notice.budget) | {"percent": notice.percent}
        await self._database.transact(lambda connection: connection.execute(_TOLD, key))

    async def spent(self, guild_id: GuildId, *, now: datetime) -> Sequence[tuple[Unit, float]]:
        """See BudgetStore."""
        asked = {"guild": guild_id, "month": month_of(now)}
        sums = await self._database.read(lambda connection: _sums(connection, _SPENT, asked))
        return [(unit, sums[unit]) for unit in Unit if sums.get(unit)]


class Ledger:
    """The budgets that jobs taken in together may spend of; see ``accepting``."""

    def __init__(self, connection: sa.Connection, wanted: Iterable[Job], now: datetime) -> None:
        """Read them in the caller's transaction, which no other accepts in meanwhile."""
        self._connection = connection
        self._now = now
        guilds = {job.guild_id for job in wanted if job.cost}
        rows = connection.execute(_OF_GUILDS, {"guilds": list(guilds)}).all() if guilds else []
        self._warned = {_budget(row): row for row in rows}
        self._known: dict[Budget, Spending] = {}

    def spend(self, job: Job) -> None:
        """Take what a job is expected to cost.

        Raises:
            RefusedError: a budget does not allow it; nothing is taken.

        """
        amount = job.cost or 0.0
        concerned = [self._of(budget) for budget in self._warned if concerns(budget, job)]
        for spending in concerned:
            check(spending, amount, now=self._now)
        for spending in concerned:
            self._warn(spending, amount)
            self._known[spending.budget] = replace(spending, spent=spending.spent + amount)

    def _of(self, budget: Budget) -> Spending:
        if budget not in self._known:
            self._known[budget] = _spending(self._connection, budget, self._now)
        return self._known[budget]

    def _warn(self, spending: Spending, amount: float) -> None:
        """Tell moderators once a month of each part, even if some of it comes back."""
        budget, percent = spending.budget, crossed(spending, amount)
        row, month = self._warned[budget], month_of(self._now)
        warned = row.warned_percent if row.warned_month == month else 0
        if percent is None or percent <= warned:
            return
        self._connection.execute(_WARNED, _key(budget) | {"month": month, "percent": percent})
        details = {"percent": percent, "cap": budget.cap, "unit": budget.unit.value}
        entry = Entry(
            guild_id=budget.guild_id,
            kind=EntryKind.BUDGET_WARNED,
            at=self._now,
            place=budget.place,
            details=details,
        )
        entries.add(self._connection, [entry])


def _spending(connection: sa.Connection, budget: Budget, now: datetime) -> Spending:
    asked: dict[str, object] = {"guild": budget.guild_id, "month": month_of(now)}
    which: sa.Select[Any] = _SPENT
    if not budget.is_of_server:
        which, asked = _SPENT_IN, asked | {"inside": str(budget.place)}
    spent = _sums(connection, which, asked).get(budget.unit, 0.0)
    return Spending(budget=budget, spent=spent)


def _sums(
    connection: sa.Connection, which: sa.Select[Any], asked: dict[str, object]
) -> dict[Unit, float]:
    sums: dict[Unit, float] = {}
    for engine, cost in connection.execute(which, asked):
        unit = unit_of(engine)
        sums[unit] = sums.get(unit, 0.0) + cost
    return sums


def _key(budget: BudgetKey) -> dict[str, object]:
    return {"guild": budget.guild_id, "place": budget.place, "what": budget.unit.value}


def _budget(row: Row[Any]) -> Budget:
    return Budget(
        guild_id=GuildId(row.guild_id),
        place=PlaceId(row.place_id),
        unit=Unit(row.unit),
        cap=row.cap,
    )
