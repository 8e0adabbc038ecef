"""Task ids: which API has a task, of which job it is, and what its server does not tell. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.ids import TaskId

if TYPE_CHECKING:
    from bot.domain.ids import JobId
    from bot.domain.ports import Submission

_OURS = "darkroom"
_NATIVE = "sdcpp"


def task_of(job_id: JobId, attempt: int) -> TaskId:
    """Return the id of an attempt, which the web UI is told before it begins."""
    return TaskId(f"{_OURS}-{job_id}-{attempt}")


@dataclass(frozen=True, slots=True)
class NativeTask:
    """A task of stable-diffusion.cpp, which gives it a name and tells no seeds."""

    name: str
    """The server's, which it may give again after a restart."""
    first_seed: int
    images: int

    def id_of(self, submission: Submission) -> TaskId:
        """Return an id that no other attempt has."""
        attempt = f"{submission.job_id}-{submission.replies_lost}"
        return TaskId(f"{_NATIVE}-{attempt}-{self.first_seed}-{self.images}-{self.name}")


def native(task_id: TaskId) -> NativeTask | None:
    """Return what an id says of a task of stable-diffusion.cpp, or None for another's."""
    parts = task_id.split("-", 5)
    if len(parts) != 6 or parts[0] != _NATIVE:
        return None
    _, _, _, first_seed, images, name = parts
    if not (first_seed.isdecimal() and images.isdecimal()):
        return None
    return NativeTask(name, int(first_seed), int(images))
