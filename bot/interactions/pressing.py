"""A press that is about a job: the job, and what whoever pressed may do with it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.domain.policy import Buttons
from bot.errors import RefusedError
from bot.failure_kinds import FailureKind
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Awaitable

    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.views.component_ids import ComponentId

UNKNOWN = text("job.unknown")
MODERATORS_ONLY = text("buttons.moderators")
REQUESTER_ONLY = text("buttons.requester")
SLOW = text("press.slow")
NO_IMAGE = text("press.no_image")
NOT_TOLD = text("press.refused")

LOOK_SECONDS = 1.0
"""For each look: an answer counts for 3 s only."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Pressed:
    """A job somebody pressed a button of."""

    job: Job
    is_theirs: bool
    """Whether who pressed asked for it."""
    may_manage: bool
    """Whether they moderate where they pressed: Manage Messages."""


async def pressed(component: ComponentId, interaction: discord.Interaction[Darkroom]) -> Pressed:
    """Return the job that a component is about.

    Raises:
        RefusedError: there is none of this id in this server, or it is not for them to know of; or
            that cannot be told for now.

    """
    jobs = interaction.client.services.jobs
    job = await soon(jobs.of_server(component.job_id, interaction.guild_id))
    return known_to(interaction, job)


def known_to(interaction: discord.Interaction[Darkroom], job: Job) -> Pressed:
    """Return a job of this server with what whoever acts may do with it.

    Raises:
        RefusedError: it is somebody else's private one, or one whose prompt was refused.

    """
    is_theirs = interaction.user.id == job.user_id
    if job.request.private and not is_theirs:
        raise RefusedError(UNKNOWN)
    if job.failure is FailureKind.FILTERED and not is_theirs:
        raise RefusedError(NOT_TOLD)
    return Pressed(job, is_theirs, interaction.permissions.manage_messages)


async def soon(looking: Awaitable[Found]) -> Found:
    """Return what a look into the database finds, if it finds it in time for an answer.

    Raises:
        RefusedError: it does not.

    """
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            return await looking
    except TimeoutError as error:
        raise RefusedError(SLOW) from error


def check_may_make(press: Pressed, policy: Policy) -> None:
    """Refuse whom the place does not let make images by buttons.

    Raises:
        RefusedError: only moderators may, or only who asked for this one; or it was deleted, and
            what was asked for went with it.

    """
    if press.may_manage:
        return
    if press.job.deleted_by is not None and not press.is_theirs:
        raise RefusedError(NO_IMAGE)
    if policy.buttons is Buttons.MODERATORS:
        raise RefusedError(MODERATORS_ONLY)
    if policy.buttons is Buttons.REQUESTER and not press.is_theirs:
        raise RefusedError(REQUESTER_ONLY)
