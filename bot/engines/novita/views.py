"""From what Novita says of a task to what the jobs know of it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ports import TaskImage, TaskStatus, TaskView
from bot.engines.words import as_id, for_member

if TYPE_CHECKING:
    from bot.engines.novita.models import DebugInfo, TaskResult

STATUSES = {
    "TASK_STATUS_QUEUED": TaskStatus.PENDING,
    "TASK_STATUS_PROCESSING": TaskStatus.PENDING,
    "TASK_STATUS_SUCCEED": TaskStatus.SUCCEEDED,
    "TASK_STATUS_FAILED": TaskStatus.FAILED,
}
"""Source: https://novita.ai/docs/api-reference/model-apis-task-result. All else is pending."""

LONGEST = 86_400.0
"""Seconds; an estimate or a run time beyond is nonsense."""

LARGEST_PERCENT = 1000.0
"""Up to here more than 100 is taken for 100; beyond it is nonsense."""


def view(result: TaskResult) -> TaskView:
    """Return what the jobs may know.

    Progress and estimate are left out when they are 0, which the engine sends for
    "not filled in"; neither ever says that a task is done.
    """
    task = result.task
    named = as_id(task.task_id)
    return TaskView(
        status=STATUSES.get(task.status, TaskStatus.PENDING),
        progress=_positive_percent(task.progress_percent),
        remaining=task.eta if task.eta is not None and 0 < task.eta <= LONGEST else None,
        reason=for_member(task.reason),
        images=tuple(
            TaskImage(url=image.image_url, detection=image.nsfw_detection_result, task_id=named)
            for image in result.images
        ),
        seed=result.extra.seed,
        run_seconds=_run_seconds(result.extra.debug_info),
        task_id=named,
    )


def _positive_percent(progress: float | None) -> int | None:
    if progress is None or not 1 <= progress <= LARGEST_PERCENT:
        return None
    return min(int(progress), 100)


def _run_seconds(info: DebugInfo) -> float | None:
    begun, done = info.submit_time_ms, info.complete_time_ms
    if begun is None or done is None or not 0 < begun <= done:
        return None
    seconds = (done - begun) / 1000
    return seconds if seconds <= LONGEST else None
