"""Databases that Darkroom 0.1 wrote, at each of its revisions: brought up to date, and worked off.

Its rows are written out here, since today's code writes others.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic import command

from bot.domain.event import EventKind
from bot.domain.ids import JobId
from bot.domain.job import JobState
from bot.jobs.clock import SystemClock
from bot.jobs.deadlines import Deadlines
from bot.jobs.leases import Leases
from bot.jobs.supervisor import Supervisor
from bot.store.jobs.events import SqlEventStore
from bot.store.jobs.images import SqlImageStore
from bot.store.jobs.jobs import SqlJobStore
from bot.store.jobs.originals import PIECE, SqlOriginalStore
from bot.store.migrate import HEAD, config, current, migrate
from bot.store.schema import metadata
from tests.store.builders import AMPLE, NOON, run_sql
from tests.store.conftest import lent
from tests.unit.jobs.engine import FLAGGED
from tests.unit.jobs.stage import Stage

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.store.database import Database

REVISIONS = pytest.mark.parametrize("revision", ["0001", "0002"])

REQUEST = json.dumps(
    {
        "prompt": "a fox",
        "model": "fox.safetensors",
        "width": 512,
        "height": 512,
        "negative_prompt": "",
        "images": 1,
        "steps": 20,
        "guidance": 7.5,
        "sampler": "Euler a",
        "seed": -1,
        "clip_skip": None,
        "loras": [],
        "embeddings": [],
        "hires": None,
        "vae": None,
        "format": "jpeg",
        "private": False,
    }
)
LEFT: dict[str, dict[str, object]] = {
    "queued": {"state": "queued"},
    "unanswered": {"state": "queued", "message_id": None},
    "submitting": {"state": "submitting"},
    "running": {"state": "running", "task_id": "t-running"},
    "delivering": {"state": "delivering", "task_id": "t-delivering"},
    "untold": {"state": "delivered", "task_id": "t-untold"},
    "delivered": {"state": "delivered", "task_id": "t-delivered", "shown": True, "token": ""},
    "failed": {"state": "failed", "failure": "task_failed", "detail": "no GPU"},
    "cancelled": {"state": "cancelled"},
}
"""Jobs in every state, as a process that was killed left them."""

ENDS = {
    "queued": JobState.DELIVERED,
    "unanswered": JobState.FAILED,
    "submitting": JobState.DELIVERED,
    "running": JobState.DELIVERED,
    "delivering": JobState.DELIVERED,
    "untold": JobState.DELIVERED,
    "delivered": JobState.DELIVERED,
    "failed": JobState.FAILED,
    "cancelled": JobState.CANCELLED,
}


def _old_row(name: str) -> dict[str, object]:
    begun = datetime.now(UTC) - timedelta(seconds=40)
    moment = (begun - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    has_begun = LEFT[name]["state"] not in {"queued", "cancelled"}
    row: dict[str, object] = {
        "id": name,
        "request": REQUEST,
        "images": 1,
        "private": False,
        "user_id": 900,
        "guild_id": 700,
        "places": "[4, 700]",
        "application_id": 1,
        "interaction_id": 2**63 - 1,
        "token": "a-secret",
        "channel_id": 4,
        "size_limit": 10_485_760,
        "message_id": 5,
        "created_at": moment,
        "due_at": moment,
        "first_submit_at": moment if has_begun else None,
        "submit_at": moment if has_begun else None,
        "submits_lost": 0,
        "refusals": 0,
        "task_id": None,
        "detection_asked": has_begun,
        "detection_level": 1 if has_begun else 0,
        "run_seconds": None,
        "ended_at": None,
        "failure": None,
        "detail": "",
        "shown": False,
        "holder": "gone" if has_begun else None,
        "leased_until": moment if has_begun else 0,
    }
    return row | LEFT[name]


async def write_old(database: Database, revision: str) -> None:
    """Make the tables of a revision of 0.1, with a job in every state."""

    def write(connection: sa.Connection) -> None:
        command.upgrade(config(connection), revision)
        for name in LEFT:
            row = _old_row(name)
            columns, values = ", ".join(row), ", ".join(f":{column}" for column in row)
            statement = f"INSERT INTO jobs ({columns}) VALUES ({values})"  # noqa: S608 - our own
            connection.execute(sa.text(statement), row)

    await database.transact(write)


async def jobs_of(database: Database) -> dict[str, Job]:
    store = SqlJobStore(database)
    found = {name: await store.get(JobId(name)) for name in LEFT}
    return {name: job for name, job in found.items() if job is not None}


@REVISIONS
async def test_old_jobs_are_kept_as_they_were_and_say_whose_they_are(
    blank_url: str, revision: str
) -> None:
    async with lent(blank_url) as database:
        await write_old(database, revision)
        await migrate(database)
        jobs = await jobs_of(database)
        assert {name: job.state for name, job in jobs.items()} == {
            name: row["state"] for name, row in LEFT.items()
        }
        assert {job.engine for job in jobs.values()} == {"novita"}
        assert {(job.address.locale, job.notes, job.ignored) for job in jobs.values()} == {
            ("", (), ())
        }
        assert {(job.seed, job.parent_job) for job in jobs.values()} == {(None, None)}
        assert await SqlImageStore(database).of(JobId("delivered")) == []


@REVISIONS
async def test_going_back_leaves_what_it_was(blank_url: str, revision: str) -> None:
    def back(connection: sa.Connection) -> list[str]:
        command.downgrade(config(connection), revision)
        return [column["name"] for column in sa.inspect(connection).get_columns("jobs")]

    async with lent(blank_url) as database:
        await write_old(database, revision)
        await migrate(database)
        assert await database.transact(back) == list(_old_row("queued"))[:1] + _COLUMNS
        count = sa.text("SELECT count(*) FROM jobs")
        assert await database.read(lambda found: found.scalar(count)) == len(LEFT)
        await migrate(database)
        assert await database.read(current) == HEAD
        assert len(await jobs_of(database)) == len(LEFT)


async def test_old_jobs_count_by_the_model_of_their_request(blank_url: str) -> None:
    models = {"queued": "füchse.safetensors", "running": "m" * 200, "failed": None}
    async with lent(blank_url) as database:
        await write_old(database, "0006")
        for name, model in models.items():
            said = json.dumps({"model": model}) if model else "nothing that can be read"
            await run_sql(
                database, "UPDATE jobs SET request = :said WHERE id = :id", said=said, id=name
            )
        await migrate(database)
        named = sa.text("SELECT id, model FROM jobs")
        found = await database.read(lambda connection: connection.execute(named).all())
        counted = {name: model for name, model in found}  # noqa: C416 - rows are no tuples
        assert [counted[name] for name in models] == ["füchse.safetensors", "m" * 150, ""]
        assert counted["delivered"] == "fox.safetensors"


async def test_what_was_adjusted_before_ignored_keys_were_kept_is_kept(blank_url: str) -> None:
    async with lent(blank_url) as database:
        await write_old(database, "0005")
        await run_sql(database, "UPDATE jobs SET note = 'size 500×700 → 504×704'")
        await migrate(database)
        jobs = (await jobs_of(database)).values()
        assert {(job.notes, job.ignored) for job in jobs} == {(("size 500×700 → 504×704",), ())}


async def test_an_original_is_cut_and_put_together_again(blank_url: str) -> None:
    def back(connection: sa.Connection) -> object:
        command.downgrade(config(connection), "0003")
        return connection.execute(sa.text("SELECT * FROM originals")).one()

    untouched = bytes(range(251)) * (5 * PIECE // 502)
    expires_at = NOON + timedelta(days=3)
    row: dict[str, object] = {"job": "delivered", "number": 2, "data": untouched, "format": "png"}
    row["expires_at"] = int(expires_at.timestamp()) * 1_000_000
    async with lent(blank_url) as database:
        await write_old(database, "0003")
        names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        await run_sql(database, f"INSERT INTO originals ({names}) VALUES ({values})", **row)  # noqa: S608 - our own
        await migrate(database)
        kept = await SqlOriginalStore(database).get(JobId("delivered"), 2, now=NOON)
        assert kept is not None
        assert (kept.data, kept.format, kept.expires_at) == (untouched, "png", expires_at)
        count = sa.text("SELECT count(*), max(length(data)) FROM original_pieces")
        assert await database.read(lambda found: found.execute(count).one()) == (3, PIECE)
        assert await database.transact(back) == tuple(row.values())


_ADDED = {
    *("seed", "engine", "locale", "parent_job", "parent_image", "note"),
    *("age_restricted", "cost", "ignored", "model", "searched"),
    *("made_by", "parent_channel", "parent_message", "deleted_by", "hold", "tells_cost"),
}
_COLUMNS = [it.name for it in metadata.tables["jobs"].c if it.name not in {"id"} | _ADDED]


@REVISIONS
async def test_every_job_that_0_1_left_comes_to_its_end(blank_url: str, revision: str) -> None:
    async with lent(blank_url) as database:
        await write_old(database, revision)
        await migrate(database)
        stage, store = _stage(database), SqlJobStore(database)
        await store.release_all()
        supervisor = Supervisor(stage.tools, AMPLE, alone=True)
        running = asyncio.create_task(supervisor.run())
        try:
            await _until_shown(database)
        finally:
            supervisor.stop()
            await running
        jobs = await jobs_of(database)
        assert {name: job.state for name, job in jobs.items()} == ENDS
        assert {job.address.token for job in jobs.values()} == {""}
        assert await _shown(database) == dict.fromkeys(("queued", "submitting", *_WATCHED), 1)


_WATCHED = ("running", "delivering")


async def _until_shown(database: Database) -> None:
    async with asyncio.timeout(30):
        while not all(job.shown for job in (await jobs_of(database)).values()):  # noqa: ASYNC110 - a database rings no bell
            await asyncio.sleep(0.05)


async def _shown(database: Database) -> dict[str, int]:
    """Return how many images each job shows, by its rows and by its events."""
    images, events = SqlImageStore(database), SqlEventStore(database)
    shown: dict[str, int] = {}
    for name in LEFT:
        count = sum(image.shown for image in await images.of(JobId(name)))
        told = [event.kind for event in await events.of(JobId(name))]
        assert told.count(EventKind.POSTED) == count
        if count:
            shown[name] = count
    return shown


def _stage(database: Database) -> Stage:
    """Return everything that jobs work with, on a real database and by the machine's clock."""
    stage, clock = Stage(), SystemClock()
    stage.engine.runs, stage.engine.detections = 0.0, [FLAGGED]
    stage.tools = replace(
        stage.tools,
        store=SqlJobStore(database),
        images=SqlImageStore(database),
        originals=SqlOriginalStore(database),
        clock=clock,
        deadlines=Deadlines(clock, timedelta(minutes=15)),
        leases=Leases(clock.steady, alone=True),
    )
    return stage
