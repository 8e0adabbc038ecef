"""The final message of a job that failed or was cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.domain.job import JobState
from bot.errors import FailureKind
from bot.views.clean import shown
from bot.views.layout import ACCENT_CANCELLED, ACCENT_FAILED, layout, quoted_prompt, subtext
from bot.views.shorten import Room
from bot.views.texts import CANCELLED_FREE, CANCELLED_LATE, FAILURES, STATES

if TYPE_CHECKING:
    from bot.domain.job import Job

DETAIL_ROOM = Room(400, 900)
"""For the engine's own reason."""


def ended_view(job: Job) -> ui.LayoutView:
    """Say that a job was cancelled, or why it failed and what to do."""
    if job.state is JobState.CANCELLED:
        lines = [CANCELLED_LATE if job.first_submit_at else CANCELLED_FREE]
        accent = ACCENT_CANCELLED
    else:
        lines = failure_lines(job)
        accent = ACCENT_FAILED
    title = STATES[JobState.CANCELLED if job.state is JobState.CANCELLED else JobState.FAILED]
    return layout(
        accent,
        ui.TextDisplay("\n".join([f"**{title}**", *lines])),
        quoted_prompt(job),
        subtext([f"for <@{job.user_id}>"]),
    )


ENGINE = "The engine says"
SPEAKERS: dict[FailureKind | None, str] = {
    FailureKind.FILES_REFUSED: "Discord says",
    FailureKind.BUG: "Noted as",
}
"""Whose words the detail is; the engine's otherwise."""


def failure_lines(job: Job) -> list[str]:
    """Return why a job failed, what the engine said about it, and what to do."""
    failure = FAILURES[job.failure or FailureKind.BUG]
    detail = shown(job.detail, DETAIL_ROOM)
    said = [f"{SPEAKERS.get(job.failure, ENGINE)}: {detail}"] if detail else []
    return [failure.why, *said, failure.advice]
