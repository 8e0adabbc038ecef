"""A database that has seen quick tasks, so that the bot looks at a task soon after its submit."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.domain.fairness import Room
from bot.domain.ids import GuildId, JobId, UserId
from bot.domain.job import Address, Job, JobState
from bot.domain.policy import Policy
from bot.domain.polling import TRUSTED
from bot.domain.request import GenerationRequest
from bot.store.jobs.jobs import SqlJobStore
from bot.store.opening import open_database
from tests.made_once import made_once
from tests.wire.records import url_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest

MODEL = "dreamshaper_8_93211.safetensors"
FILE = "darkroom.db"
RUN_SECONDS = 0.02
MOST_IMAGES = 8


def experienced_file(
    factory: pytest.TempPathFactory,
    models: Sequence[str] = (MODEL,),
    most_images: int = MOST_IMAGES,
) -> Path:
    """Return the file of such a database, which is there to be copied."""

    def make(folder: Path) -> None:
        asyncio.run(write_experience(folder / FILE, models, most_images))

    return made_once(factory, f"experience-{len(models)}-{most_images}", make) / FILE


async def write_experience(
    database: Path, models: Sequence[str] = (MODEL,), most_images: int = MOST_IMAGES
) -> None:
    """Make a database in which each usual request took next to no time."""
    ended_at = datetime.now(UTC) - timedelta(days=2)
    async with open_database(url_of(database)) as opened:
        store = SqlJobStore(opened)
        kinds = [(model, n + 1) for model in models for n in range(most_images)]
        for number, (model, images) in enumerate(kinds * TRUSTED):
            job = _delivered(number, ended_at, model, images)
            await store.accept(
                job,
                policy=Policy(),
                max_queued=1,
                room=Room(jobs=0, per_user=0, images=0),
                now=ended_at,
            )


def _delivered(number: int, ended_at: datetime, model: str, images: int) -> Job:
    return Job(
        id=JobId(f"past{number}"),
        request=GenerationRequest(prompt="-", model=model, width=512, height=512, images=images),
        user_id=UserId(1),
        guild_id=GuildId(1),
        places=(),
        address=Address(
            application_id=1, interaction_id=1, token="", channel_id=1, size_limit=1, message_id=1
        ),
        created_at=ended_at,
        state=JobState.DELIVERED,
        due_at=ended_at,
        run_seconds=RUN_SECONDS,
        ended_at=ended_at,
        shown=True,
    )
