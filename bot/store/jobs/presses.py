"""Presses that made jobs lately: what comes twice makes one job, in whatever process it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.ids import JobId, UserId
from bot.domain.job import JobState
from bot.domain.presses import WINDOW, Press, press_of
from bot.store.schema import CHILD, jobs, state_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.job import Job

_LATELY = sa.select(
    jobs.c.user_id,
    jobs.c.parent_job,
    jobs.c.made_by,
    jobs.c.parent_image,
    jobs.c.interaction_id,
).where(
    CHILD,
    jobs.c.parent_job.in_(sa.bindparam("parents", expanding=True)),
    jobs.c.interaction_id > sa.bindparam("since", type_=sa.BigInteger),
    # What nobody was told of, or somebody took back, may be pressed for again at once.
    ~state_in([JobState.CANCELLED]),
)


def lately(connection: sa.Connection, wished: Iterable[Job]) -> list[Press]:
    """Return the presses that may be the same as those which wish for these jobs."""
    presses = [press for job in wished if (press := press_of(job))]
    if not presses:
        return []
    since = min(press.interaction_id for press in presses) - WINDOW
    said = {"parents": list({press.parent for press in presses}), "since": since}
    return [
        Press(UserId(user), JobId(parent), action, image, interaction)
        for user, parent, action, image, interaction in connection.execute(_LATELY, said)
    ]
