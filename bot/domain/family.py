"""Jobs that came of each other, as indented lines. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.domain.ids import JobId
    from bot.domain.job import Job

DEEPEST = 4
"""Farther in no line is drawn: a phone has no room for it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A job in the place where its family puts it."""

    job: Job
    depth: int
    """0 stands at the margin."""
    is_listed: bool
    """Whether it belongs to the list; else it only tells where others come from."""


def lines(listed: Sequence[Job], ancestors: Sequence[Job] = ()) -> list[Line]:
    """Return jobs with their families together, each once.

    Families stand in the order of the first of ``listed`` that belongs to them; within one,
    whatever was made from a job stands below it, the oldest first. A parent that is not there is
    as none.

    Args:
        listed: What is to be shown, in order.
        ancestors: Other jobs that some of these came of.

    """
    known = {job.id: job for job in (*ancestors, *listed)}
    parents = {job.id: _parent(job, known) for job in known.values()}
    chains = [_chain(job.id, parents) for job in listed]
    needed = dict.fromkeys(job_id for chain in chains for job_id in chain)
    children: dict[JobId | None, list[Job]] = {}
    for job_id in needed:
        children.setdefault(parents[job_id], []).append(known[job_id])
    own = {job.id for job in listed}
    drawn = list[Line]()
    for root in dict.fromkeys(chain[-1] for chain in chains):
        drawn += _drawn(known[root], children, own)
    return drawn


def _parent(job: Job, known: Mapping[JobId, Job]) -> JobId | None:
    """Return the job's parent, if it is known and older: so none is its own ancestor."""
    parent = known.get(job.parent_job) if job.parent_job else None
    if parent is None or (parent.created_at, parent.id) >= (job.created_at, job.id):
        return None
    return parent.id


def _chain(job_id: JobId, parents: Mapping[JobId, JobId | None]) -> list[JobId]:
    """Return a job and all above it; the root is the last."""
    chain = [job_id]
    while (parent := parents[chain[-1]]) is not None:
        chain.append(parent)
    return chain


def _drawn(
    root: Job, children: Mapping[JobId | None, Sequence[Job]], own: set[JobId]
) -> Iterator[Line]:
    waiting = [(root, 0)]
    while waiting:
        job, depth = waiting.pop()
        yield Line(job, min(depth, DEEPEST), job.id in own)
        below = sorted(children.get(job.id, ()), key=lambda it: (it.created_at, it.id))
        waiting += [(child, depth + 1) for child in reversed(below)]
