"""What is kept of a member is handed over, and deleted but for what must stay."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.fingerprint import Fingerprint
from bot.domain.ids import CaseId, JobId
from bot.domain.job import JobState
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.privacy import COUNTED, ERASED
from bot.domain.style import SavedStyle, Style, StyleId, member, server
from bot.store.jobs.images import SqlImageStore
from bot.store.jobs.jobs import SqlJobStore
from bot.store.moderation.cases import SqlCaseStore
from bot.store.studio import privacy as privacy_module
from bot.store.studio.members import SqlMemberStore
from bot.store.studio.privacy import SqlPrivacyStore
from bot.store.studio.stars import SqlStarStore
from bot.store.studio.styles import SqlStyleStore
from tests.store.builders import (
    ANN,
    BEN,
    GUILD,
    NOON,
    make_image,
    make_job,
    make_request,
    put,
    put_delivering,
    run_sql,
)

if TYPE_CHECKING:
    import pytest

    from bot.domain.ids import UserId
    from bot.domain.job import Job
    from bot.store.database import Database

SOON = NOON + timedelta(hours=1)
LATE = NOON + COUNTED + timedelta(days=1)
SECRET = "a very private fox"


async def delivered(store: SqlJobStore, name: str, user_id: UserId = ANN) -> Job:
    job = make_job(name, user_id=user_id, request=make_request(prompt=SECRET), notes=(SECRET,))
    job = replace(await put_delivering(store, job), state=JobState.DELIVERED, ended_at=NOON)
    assert await store.save(replace(job, shown=True, detail=SECRET), holder="w", now=NOON)
    return job


async def kept_of(database: Database, name: str) -> tuple[bool, int]:
    """Return whether anything of the secret stands in the rows of a job, and whose it is."""

    def read(connection: sa.Connection) -> tuple[bool, int]:
        jobs = connection.execute(sa.text("SELECT * FROM jobs WHERE id = :id"), {"id": name}).all()
        told = connection.execute(sa.text("SELECT * FROM events WHERE job = :id"), {"id": name})
        return SECRET in str([*jobs, *told]), jobs[0].user_id

    return await database.read(read)


async def test_what_a_member_made_is_handed_over_and_then_deleted(database: Database) -> None:
    store, privacy = SqlJobStore(database), SqlPrivacyStore(database)
    members, stars = SqlMemberStore(database), SqlStarStore(database)
    styles = SqlStyleStore(database)
    await delivered(store, "one")
    await delivered(store, "bens", BEN)
    await put(store, make_job("waits", request=make_request(prompt=SECRET)))
    await members.change(ANN, {"steps": 30})
    await stars.toggle(JobId("bens"), GUILD, ANN, now=NOON)
    for n, owner in enumerate((member(ANN), member(BEN), server(GUILD))):
        style = Style(name="noir", prompt="{prompt}, film noir")
        kept_style = SavedStyle(id=StyleId(f"s{n}"), owner=owner, style=style, by=ANN, at=NOON)
        await styles.put([kept_style], replace=True)

    kept = await privacy.gather(ANN, most=10)
    jobs = {str(job["id"]): job for job in kept.parts["jobs"]}
    assert set(jobs) == {"one", "waits"}
    assert SECRET in str(jobs["one"]["request"])
    assert "token" not in jobs["one"]
    assert [len(kept.parts[name]) for name in ("settings", "stars", "styles")] == [1, 1, 1]
    assert kept.is_whole
    newest = await privacy.gather(ANN, most=1)
    assert (len(newest.parts["jobs"]), newest.is_whole) == (1, False)

    gone = await privacy.erase(ANN, now=SOON)
    assert (gone.jobs, gone.under_way, gone.in_cases) == (1, 1, 0)
    assert await kept_of(database, "one") == (False, ANN)
    assert await kept_of(database, "waits") == (True, ANN)
    assert await kept_of(database, "bens") == (True, BEN)
    emptied = await store.get(JobId("one"))
    assert emptied is not None
    assert (emptied.request.prompt, emptied.request.width) == (ERASED, 512)
    assert (await members.get(ANN)).steps is None
    owners = [member(ANN), member(BEN), server(GUILD)]
    assert [it.owner for it in await styles.of(owners)] == owners[1:]
    assert await stars.count(JobId("bens")) == 0

    # What was under way follows; whose it was is forgotten when nothing counts by it.
    await store.cancel(JobId("waits"), now=SOON)
    assert await privacy.erase_due(now=SOON) == 0
    assert await kept_of(database, "waits") == (False, ANN)
    assert await privacy.erase_due(now=LATE) == 0
    assert await kept_of(database, "one") == (False, 0)
    assert (await privacy.gather(ANN, most=10)).parts["jobs"] == []
    assert await database.read(lambda it: it.scalar(sa.text("SELECT count(*) FROM erasures"))) == 0


async def test_what_moderators_have_to_decide_stays_until_they_did(database: Database) -> None:
    store, privacy = SqlJobStore(database), SqlPrivacyStore(database)
    job = await delivered(store, "held")
    case = Case(
        id=CaseId("case"),
        guild_id=GUILD,
        kind=CaseKind.IMAGE,
        subject=ANN,
        opened_at=NOON,
        job_id=job.id,
        image=1,
    )
    await SqlCaseStore(database).open(case, [])
    gone = await privacy.erase(ANN, now=SOON)
    assert (gone.jobs, gone.in_cases) == (0, 1)
    assert await privacy.erase_due(now=LATE) == 1
    assert await kept_of(database, "held") == (True, ANN)
    await run_sql(database, "UPDATE cases SET decision = 'kept'")
    await run_sql(
        database,
        "INSERT INTO appeals (case_id, guild_id, member, at, why, locale)"
        " SELECT id, guild_id, subject, 0, 'no', '' FROM cases",
    )
    assert await privacy.erase_due(now=LATE) == 1
    assert await kept_of(database, "held") == (True, ANN)
    await run_sql(database, "UPDATE appeals SET granted = false")
    assert await privacy.erase_due(now=LATE) == 0
    assert await kept_of(database, "held") == (False, 0)


async def test_how_an_image_looks_is_neither_handed_over_nor_kept(database: Database) -> None:
    store, privacy, images = (
        SqlJobStore(database),
        SqlPrivacyStore(database),
        SqlImageStore(database),
    )
    job = await put_delivering(store, make_job("one", user_id=ANN))
    seen = make_image(name="one", fingerprint=Fingerprint(5, 7))
    assert await images.write(job.id, [seen], [], [], holder="w")
    ended = replace(job, state=JobState.DELIVERED, ended_at=NOON, shown=True)
    assert await store.save(ended, holder="w", now=NOON, images=[seen])
    [told] = (await privacy.gather(ANN, most=9)).parts["jobs"]
    [result] = json.loads(json.dumps(told["results"]))
    assert result["number"] == 1
    assert not {"fingerprint", "resembles"} & result.keys()
    assert (await images.of(job.id))[0].fingerprint == Fingerprint(5, 7)
    await privacy.erase(ANN, now=SOON)
    assert (await images.of(job.id))[0].fingerprint is None


async def test_what_is_made_afterwards_is_kept(database: Database) -> None:
    store, privacy = SqlJobStore(database), SqlPrivacyStore(database)
    await delivered(store, "old")
    await privacy.erase(ANN, now=NOON)
    await put(store, make_job("new", created_at=SOON, request=make_request(prompt=SECRET)))
    await store.cancel(JobId("new"), now=SOON)
    await privacy.erase_due(now=LATE)
    assert await kept_of(database, "new") == (True, ANN)


async def test_a_job_that_ends_meanwhile_is_in_nobodys_case(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await delivered(SqlJobStore(database), "late")
    monkeypatch.setattr(privacy_module, "_empty", lambda *_: 0)  # it had not ended yet then
    gone = await SqlPrivacyStore(database).erase(ANN, now=SOON)
    assert (gone.jobs, gone.in_cases, gone.under_way) == (0, 0, 1)
