"""Values for the store's tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.fairness import Room
from bot.domain.ids import GuildId, JobId, PlaceId, UserId
from bot.domain.image import Image, ImageFile, ImageSeed, Original, SeedSource
from bot.domain.job import Address, Job, JobState
from bot.domain.policy import Action, Policy
from bot.domain.request import GenerationRequest, ImageFormat
from bot.domain.verdict import Finding, Judge, Judged, Treatment, Verdict

if TYPE_CHECKING:
    from bot.domain.ports import JobStore
    from bot.store.database import Database

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
LATER = NOON + 30 * SECOND
"""When leases taken at noon run out."""
ANN, BEN = UserId(900_000_000_000_000_001), UserId(900_000_000_000_000_002)
GUILD = GuildId(700_000_000_000_000_007)
FULL = Room(jobs=0, per_user=0, images=0)
AMPLE = Room(jobs=1000, per_user=1000, images=100_000)
TOKEN = "a-secret"
MESSAGE = 1_234_567_890_123_456_789


async def run_sql(database: Database, statement: str, **values: object) -> None:
    """Change a database behind the back of its stores."""
    await database.transact(
        lambda connection: connection.execute(sa.text(statement), values).rowcount
    )


def make_request(**said: Any) -> GenerationRequest:  # noqa: ANN401 # any field
    values: dict[str, Any] = {
        "prompt": "a fox",
        "model": "fox.safetensors",
        "width": 512,
        "height": 768,
    } | said
    return GenerationRequest(**values)


def make_job(name: str = "a", *, images: int = 1, **said: Any) -> Job:  # noqa: ANN401 # any field
    address = Address(
        application_id=1,
        interaction_id=2**63 - 1,
        token=TOKEN,
        channel_id=4,
        size_limit=10_485_760,
    )
    values: dict[str, Any] = {
        "id": JobId(name),
        "request": make_request(images=images),
        "user_id": ANN,
        "guild_id": GUILD,
        "places": (PlaceId(4), PlaceId(GUILD)),
        "address": address,
        "created_at": NOON,
    }
    values |= said
    return Job(**{"due_at": values["created_at"], **values})


def make_image(
    number: int = 1,
    *,
    name: str = "a",
    treatment: Treatment = Treatment.SHOWN,
    attachment_id: int | None = None,
    **said: Any,  # noqa: ANN401 # any field
) -> Image:
    """Return an image of the job ``name``, flagged by a rule that is not the default."""
    verdict = Verdict(Finding.FLAGGED, 81.5, 60.0)
    file = ImageFile(
        name=f"{name}-{number}.jpg", format=ImageFormat.JPEG, size=1000, attachment_id=attachment_id
    )
    values: dict[str, Any] = {
        "job_id": JobId(name),
        "number": number,
        "seed": ImageSeed(7, SeedSource.TOLD),
        "judged": Judged(verdict, treatment, level=2, action=Action.HOLD, judge=Judge.ENGINE),
        "file": file,
        "keepable": True,
    }
    return Image(**(values | said))


def make_original(
    number: int = 1, *, name: str = "a", data: bytes = b"untouched", expires_at: datetime = LATER
) -> Original:
    return Original(
        job_id=JobId(name),
        number=number,
        data=data,
        format=ImageFormat.JPEG,
        expires_at=expires_at,
    )


async def put_delivering(store: JobStore, job: Job, holder: str = "w") -> Job:
    """Store a job and have it brought to where its images are posted."""
    job = await put_claimed(store, job, holder)
    for state in (JobState.RUNNING, JobState.DELIVERING):
        job = replace(job, state=state)
        assert await store.save(job, holder=holder, now=NOON)
    return job


async def put(store: JobStore, job: Job, *, answer: bool = True) -> Job:
    """Store a job that nothing refuses, answered or not."""
    if answer:
        job = replace(job, address=replace(job.address, message_id=MESSAGE))
    await store.accept(job, policy=Policy(), max_queued=10_000, room=FULL, now=job.created_at)
    return job


async def reread(store: JobStore, job: Job) -> Job:
    found = await store.get(job.id)
    assert found is not None
    return found


async def put_claimed(store: JobStore, job: Job, holder: str = "w") -> Job:
    """Store a job and have it claimed at noon."""
    await put(store, job)
    claimed = await store.claim(holder, now=NOON, until=LATER, room=AMPLE)
    return next(found for found in claimed if found.id == job.id)
