"""``darkroom export JOB``: all that is kept of a job, for whoever has to explain it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.domain.ids import JobId
from bot.errors import StoreError
from bot.store.database import connect
from bot.store.facts import inspect_database
from bot.store.jobs.events import SqlEventStore
from bot.store.jobs.images import SqlImageStore
from bot.store.jobs.jobs import SqlJobStore
from bot.store.jobs.request_json import encode
from bot.store.migrate import HEAD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.event import Event
    from bot.domain.image import Image
    from bot.domain.job import Job


async def export(url: str, job_id: str) -> str:
    """Return a job with its images and events as JSON; neither pixels nor tokens are in it.

    Nothing is changed, and the bot may run meanwhile.

    Raises:
        StoreError: there is no such job or database, or it is not up to date.

    """
    facts = await inspect_database(url)
    if not facts.exists or facts.revision != HEAD:
        why = "is not up to date: start the bot once" if facts.exists else "does not exist"
        raise StoreError(f"the database {facts.place} {why}")
    database = await connect(url)
    try:
        job = await SqlJobStore(database).get(JobId(job_id))
        if job is None:
            raise StoreError(f"{facts.place} has no job {job_id}")
        images = await SqlImageStore(database).of(job.id)
        events = await SqlEventStore(database).of(job.id)
    finally:
        await database.close()
    return told(job, images, events)


def told(job: Job, images: Sequence[Image], events: Sequence[Event]) -> str:
    """Return what is kept as JSON. Ids are strings, as Discord's: a number would lose digits."""
    kept = {
        "job": _job(job),
        "images": [_image(image) for image in images],
        "events": [_event(event) for event in events],
    }
    return json.dumps(kept, indent=2, ensure_ascii=False)


def _job(job: Job) -> dict[str, object]:
    return {
        "id": job.id,
        "state": job.state,
        "user_id": str(job.user_id),
        "guild_id": str(job.guild_id),
        "channel_id": str(job.address.channel_id),
        "message_id": _id(job.address.message_id),
        "interaction_id": str(job.address.interaction_id),
        "places": [str(place) for place in job.places],
        "locale": job.address.locale,
        "request": json.loads(encode(job.request)),
        "notes": job.notes,
        "ignored": job.ignored,
        "parent_job": job.parent_job,
        "parent_image": job.parent_image,
        "made_by": job.made_by,
        "engine": job.engine,
        "task_id": job.task_id,
        "seed": job.seed,
        "detection_asked": job.detection_asked,
        "detection_level": job.detection_level,
        "created_at": _moment(job.created_at),
        "first_submit_at": _moment(job.first_submit_at),
        "submit_at": _moment(job.submit_at),
        "submits_lost": job.submits_lost,
        "refusals": job.refusals,
        "run_seconds": job.run_seconds,
        "ended_at": _moment(job.ended_at),
        "failure": job.failure,
        "detail": job.detail,
        "shown": job.shown,
        "deleted_by": _id(job.deleted_by),
    }


def _image(image: Image) -> dict[str, object]:
    judged, file = image.judged, image.file
    return {
        "number": image.number,
        "seed": image.seed.value,
        "seed_source": image.seed.source,
        "finding": judged.verdict.finding,
        "confidence": judged.verdict.confidence,
        "threshold": judged.verdict.threshold,
        "flagged": judged.verdict.flagged,
        "score": judged.verdict.score,
        "detector": judged.verdict.detector,
        "detector_threshold": judged.verdict.detector_threshold,
        "level": judged.level,
        "action": judged.action,
        "judge": judged.judge,
        "treatment": judged.treatment,
        "file": file and file.name,
        "format": file and file.format,
        "size": file and file.size,
        "attachment_id": _id(file.attachment_id) if file else None,
        "shown": image.shown,
        "keepable": image.keepable,
    }


def _event(event: Event) -> dict[str, object]:
    return {
        "at": _moment(event.at),
        "kind": event.kind,
        "image": event.image,
        "by": _id(event.by),
        "why": event.why,
        "details": event.details,
    }


def _id(number: int | None) -> str | None:
    return None if number is None else str(number)


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
