"""A job as a row and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.domain.history import searched
from bot.domain.ids import GuildId, JobId, PlaceId, TaskId, UserId
from bot.domain.job import Address, Job, JobState
from bot.errors import DarkroomError, StoreError
from bot.failure_kinds import FailureKind
from bot.store.jobs.request_json import decode, encode
from bot.store.types import EPOCH

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sqlalchemy import Row

MODEL_LENGTH = 150
"""Characters of a model's name that are counted by: an index takes no text of any length."""


def new_row(job: Job) -> dict[str, object]:
    """Return every column of a job that nobody holds."""
    address = job.address
    return changes(job) | {
        "id": job.id,
        "images": job.request.images,
        "private": job.request.private,
        "user_id": job.user_id,
        "guild_id": job.guild_id,
        "places": json.dumps(job.places),
        "application_id": address.application_id,
        "interaction_id": address.interaction_id,
        "channel_id": address.channel_id,
        "size_limit": address.size_limit,
        "created_at": job.created_at,
        "holder": None,
        "leased_until": EPOCH,
        "age_restricted": job.age_restricted,
        "locale": address.locale,
        "parent_job": job.parent_job,
        "parent_image": job.parent_image,
        "made_by": job.made_by,
        "parent_channel": job.parent_channel,
        "parent_message": job.parent_message,
        "ignored": "\n".join(job.ignored),
        "searched": searched(job.request),
        "tells_cost": job.tells_cost,
    }


def changes(job: Job) -> dict[str, object]:
    """Return the columns that change in a job's life, its lease aside.

    The token of a job that is over is a secret without a use: it is erased.
    """
    return {
        "state": job.state.value,
        "request": encode(job.request),
        "model": job.request.model[:MODEL_LENGTH],
        "note": "\n".join(job.notes),
        "token": "" if is_over(job) else job.address.token,
        "message_id": job.address.message_id,
        "due_at": job.due_at,
        "first_submit_at": job.first_submit_at,
        "submit_at": job.submit_at,
        "submits_lost": job.submits_lost,
        "refusals": job.refusals,
        "task_id": job.task_id,
        "detection_asked": job.detection_asked,
        "detection_level": job.detection_level,
        "run_seconds": job.run_seconds,
        "seed": job.seed,
        "engine": job.engine,
        "cost": job.cost,
        "hold": job.hold,
        "ended_at": job.ended_at,
        "failure": job.failure and job.failure.value,
        "detail": job.detail,
        "shown": job.shown,
    }


def is_over(job: Job) -> bool:
    """Whether nothing is left to do for a job."""
    return job.shown and job.state.is_final


def to_job(row: Row[Any]) -> Job:
    """Return the job of a row of all columns.

    Raises:
        StoreError: the row is not one that we wrote.

    """
    fields = row._mapping  # noqa: SLF001 # SQLAlchemy's public name for it
    try:
        return _job(fields)
    except (ValueError, TypeError, DarkroomError) as error:
        raise StoreError(f"job {fields['id']} cannot be read: {error}") from error


def _job(row: Mapping[Any, Any]) -> Job:
    return Job(
        id=JobId(row["id"]),
        request=decode(row["request"]),
        user_id=UserId(row["user_id"]),
        guild_id=GuildId(row["guild_id"]),
        places=tuple(map(PlaceId, json.loads(row["places"]))),
        address=_address(row),
        created_at=row["created_at"],
        state=JobState(row["state"]),
        due_at=row["due_at"],
        first_submit_at=row["first_submit_at"],
        submit_at=row["submit_at"],
        submits_lost=row["submits_lost"],
        refusals=row["refusals"],
        task_id=row["task_id"] and TaskId(row["task_id"]),
        detection_asked=row["detection_asked"],
        detection_level=row["detection_level"],
        run_seconds=row["run_seconds"],
        ended_at=row["ended_at"],
        failure=row["failure"] and FailureKind(row["failure"]),
        detail=row["detail"],
        shown=row["shown"],
        engine=row["engine"],
        seed=row["seed"],
        parent_job=row["parent_job"] and JobId(row["parent_job"]),
        parent_image=row["parent_image"],
        made_by=row["made_by"],
        parent_channel=row["parent_channel"],
        parent_message=row["parent_message"],
        age_restricted=row["age_restricted"],
        cost=row["cost"],
        notes=tuple(row["note"].splitlines()),
        ignored=tuple(row["ignored"].splitlines()),
        hold=row["hold"],
        tells_cost=row["tells_cost"],
        deleted_by=row["deleted_by"] and UserId(row["deleted_by"]),
    )


def _address(row: Mapping[Any, Any]) -> Address:
    return Address(
        application_id=row["application_id"],
        interaction_id=row["interaction_id"],
        token=row["token"],
        channel_id=row["channel_id"],
        size_limit=row["size_limit"],
        message_id=row["message_id"],
        locale=row["locale"],
    )
