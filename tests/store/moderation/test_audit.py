"""What happened is found by who, whom, where, what and when; and no look reads all there is."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import dialect as postgres_dialect
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from bot.domain.ids import CaseId, GuildId, JobId, PlaceId, UserId
from bot.domain.moderation.audit import MOST_COUNTED, Sought, Told
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.casefile import CaseSearch
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.within import Within
from bot.store.moderation.audit import SqlAuditStore, count_of, page_of, piece_of
from tests.store.builders import ANN, BEN, GUILD, MESSAGE, NOON, SECOND, make_job, put

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.domain.ports import AuditStore, CaseStore, JobStore
    from bot.store.database import Database

CAT = UserId(3)
HERE, THERE = PlaceId(4), PlaceId(2**62)


def entry(kind: EntryKind, seconds: int, **said: Any) -> Entry:  # noqa: ANN401 # any field
    usual: dict[str, Any] = {"guild_id": GUILD, "kind": kind, "at": NOON + seconds * SECOND}
    return Entry(**(usual | said))


HAPPENED = [
    entry(EntryKind.BLOCKED, 0, by=BEN, member=ANN, why="spam"),
    entry(EntryKind.REPORTED, 1, by=ANN, member=CAT, place=HERE),
    entry(EntryKind.STRUCK, 2, member=ANN, place=THERE),
    entry(EntryKind.POLICY_CHANGED, 2, by=BEN, place=HERE),
    entry(EntryKind.DELETED, 3, by=ANN, member=ANN, place=HERE),
    entry(EntryKind.DELETED, 3, guild_id=GuildId(8), by=ANN, member=ANN, place=HERE),
]
LOOKS: list[tuple[dict[str, Any], list[int]]] = [
    ({}, [4, 3, 2, 1, 0]),
    ({"member": ANN}, [4, 2, 1, 0]),
    ({"moderator": ANN}, [4, 1]),
    ({"moderator": BEN, "member": ANN}, [0]),
    ({"within": Within(frozenset({HERE}))}, [4, 3, 1]),
    ({"within": Within(frozenset({THERE, PlaceId(5)}), at_large=True)}, [2, 0]),
    ({"within": Within(frozenset()), "kinds": frozenset({EntryKind.DELETED})}, []),
    ({"within": Within(frozenset({HERE})), "member": ANN}, [4, 1]),
    ({"within": Within(frozenset({HERE})), "moderator": BEN}, [3]),
    ({"kinds": frozenset({EntryKind.STRUCK, EntryKind.DELETED})}, [4, 2]),
    ({"kinds": frozenset({EntryKind.DELETED}), "member": CAT}, []),
    (
        {
            "kinds": frozenset({EntryKind.DELETED, EntryKind.REPORTED}),
            "within": Within(frozenset({HERE})),
        },
        [4, 1],
    ),
    ({"since": NOON + SECOND, "until": NOON + 3 * SECOND}, [3, 2, 1]),
]


def numbers(found: Sequence[Told]) -> list[int]:
    return [HAPPENED.index(replace(it.entry, id=0)) for it in found]


async def test_each_look_finds_its_entries_the_latest_first(audit: AuditStore) -> None:
    await audit.add(HAPPENED)
    for said, expected in LOOKS:
        sought = Sought(guild_id=GUILD, **said)
        found, total = await audit.page(sought, limit=9)
        assert (numbers(found), total) == (expected, len(expected)), said
        assert await audit.page(sought, limit=1, offset=1) == (found[1:2], total)
        first = await audit.piece(sought, limit=2)
        assert list(first) == list(found[:2])
        if first:
            rest = await audit.piece(sought, limit=9, before=first[-1].entry)
            assert list(rest) == list(found[2:])


async def test_what_leads_to_an_entry_is_told_with_it(
    audit: AuditStore, cases: Sequence[CaseStore], database: Database, store: JobStore
) -> None:
    await put(store, make_job("open"))
    await put(store, make_job("hidden", request=replace(make_job().request, private=True)))
    case = Case(id=CaseId("c"), guild_id=GUILD, kind=CaseKind.MEMBER, subject=ANN, opened_at=NOON)
    await cases[0].open(replace(case, id=CaseId("first")), [])
    await cases[0].open(case, [entry(EntryKind.STRUCK, 2, job_id=JobId("open"))])
    await audit.add([entry(EntryKind.DELETED, 1, job_id=JobId("hidden"))])
    await audit.add([entry(EntryKind.DELETED, 0, case_id=CaseId("gone"))])
    found, _ = await audit.page(Sought(guild_id=GUILD), limit=9)
    leads = [(it.case, it.channel_id, it.message_id) for it in found]
    assert leads == [(2, 4, MESSAGE), (None, None, None), (None, None, None)]
    assert not database.busy()


async def test_places_are_told_with_what_they_stood_in(
    audit: AuditStore, cases: Sequence[CaseStore], store: JobStore
) -> None:
    thread = make_job("one", places=(THERE, HERE, PlaceId(GUILD)))
    await put(store, thread)
    await put(store, make_job("two", places=(PlaceId(9), PlaceId(GUILD))))
    await audit.add(
        [
            *HAPPENED,
            entry(EntryKind.DELETED, 1, place=THERE, job_id=thread.id),
            entry(EntryKind.STRUCK, 9, place=HERE, job_id=JobId("two")),
            entry(EntryKind.DELETED, 1, guild_id=GuildId(8), place=PlaceId(7)),
        ]
    )
    assert await audit.places(GUILD, limit=9) == {THERE: thread.places, HERE: ()}
    assert await audit.places(GUILD, limit=1) == {THERE: thread.places}
    assert await audit.places(GuildId(9), limit=9) == {}
    # What is told of a case happened where it stands.
    case = Case(id=CaseId("c"), guild_id=GUILD, kind=CaseKind.IMAGE, subject=ANN, opened_at=NOON)
    case = await cases[0].open(replace(case, place=PlaceId(6)), [])
    await cases[1].add(case.id, [entry(EntryKind.NOTED, 2), entry(EntryKind.KEPT, 3, place=HERE)])
    assert [it.place for it in await cases[0].entries(case.id)] == [PlaceId(6), HERE]
    for within, total in (
        (Within(frozenset({PlaceId(6)})), 1),
        (Within(frozenset({HERE})), 0),
        (Within(frozenset(), at_large=True), 0),
    ):
        assert (await cases[0].waiting(GUILD, limit=9, within=within))[1] == total
        sought = CaseSearch(guild_id=GUILD, within=within)
        assert (await cases[0].sought(sought, limit=9))[1] == total


MANY = 10_000
WHOSE = [
    Sought(guild_id=GUILD),
    Sought(guild_id=GUILD, member=UserId(77)),
    Sought(guild_id=GUILD, moderator=UserId(1077)),
    Sought(guild_id=GUILD, within=Within(frozenset({PlaceId(2077)}))),
    Sought(guild_id=GUILD, kinds=frozenset({EntryKind.BLOCKED, EntryKind.STRUCK})),
    Sought(guild_id=GUILD, since=NOON + 60 * SECOND, until=NOON + 90 * SECOND),
    Sought(guild_id=GuildId(1)),
]


async def test_a_look_into_many_entries_reads_few(database: Database, kind: str) -> None:
    """Two in a hundred of the entries are of each member, moderator and place."""
    kinds = (EntryKind.REPORTED, EntryKind.DELETED, EntryKind.WITHHELD)
    happened = [
        entry(
            EntryKind.BLOCKED if n % 200 == 0 else kinds[n % 3],
            n,
            member=UserId(n % 100),
            by=UserId(1000 + n % 100),
            place=PlaceId(2000 + n % 100),
        )
        for n in range(MANY)
    ]
    store = SqlAuditStore(database)
    await store.add(happened)
    if kind == "postgres":
        await database.transact(lambda connection: connection.execute(sa.text("ANALYZE")).rowcount)
    work = partial(_work, database, _steps if kind == "sqlite" else _rows)
    everything = await work(_all(GUILD))
    for sought in WHOSE:
        for statement in (page_of(sought, 10, 10), piece_of(sought, 20)):
            assert await work(statement) < everything / 20, sought
        assert await work(count_of(sought)) < everything / 4, sought
    many = Sought(guild_id=GUILD, within=Within(frozenset(map(PlaceId, range(2040, 2100)))))
    assert await work(page_of(many, 10, 10)) < everything / 20
    assert await work(count_of(many)) < everything / 2
    page, total = await store.page(Sought(guild_id=GUILD), limit=10, offset=680)
    assert total == MOST_COUNTED + 1
    assert [it.entry.at for it in page] == [happened[-681 - n].at for n in range(10)]


async def test_a_file_is_read_in_pieces_that_miss_and_repeat_nothing(audit: AuditStore) -> None:
    happened = [entry(EntryKind.DELETED, n // 3, by=ANN) for n in range(50)]
    await audit.add(happened)
    sought, last, read = Sought(guild_id=GUILD, member=ANN), None, list[Entry]()
    while some := await audit.piece(sought, limit=7, before=last):
        read += [it.entry for it in some]
        last = read[-1]
    assert len({it.id for it in read}) == len(read) == 50
    assert all((a.at, a.id) > (b.at, b.id) for a, b in pairwise(read))


async def _work(
    database: Database,
    measure: Callable[[sa.Connection, sa.Select[Any]], float],
    statement: sa.Select[Any],
) -> float:
    return await database.read(lambda connection: measure(connection, statement))


def _all(guild: GuildId) -> sa.Select[Any]:
    table = sa.table("entries", sa.column("guild_id"), sa.column("why"))
    return sa.select(sa.func.count(table.c.why)).where(table.c.guild_id == guild)


def _steps(connection: sa.Connection, statement: sa.Select[Any]) -> float:
    """Return the steps that SQLite's machine takes."""
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1
        return 0

    text = _literal(statement, sqlite_dialect())
    raw: Any = connection.connection.dbapi_connection
    raw.set_progress_handler(step, 1)
    try:
        with closing(raw.execute(text)) as cursor:
            cursor.fetchall()
    finally:
        raw.set_progress_handler(None, 0)
    return steps


def _rows(connection: sa.Connection, statement: sa.Select[Any]) -> float:
    """Return the rows of entries that PostgreSQL reads."""
    text = _literal(statement, postgres_dialect())  # type: ignore[no-untyped-call]
    found = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {text}").scalar_one()
    plan = found if isinstance(found, list) else json.loads(found)
    return _read(plan[0]["Plan"])


def _read(node: dict[str, Any]) -> float:
    below = sum(_read(each) for each in node.get("Plans", ()))
    if node.get("Relation Name") != "entries":
        return below
    rows = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
    return float(below + rows * node["Actual Loops"])


def _literal(statement: sa.Select[Any], dialect: sa.Dialect) -> str:
    return str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
