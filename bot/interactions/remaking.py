"""A press that makes a new job of an old one, for who pressed and where they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.domain.image import PICKABLE
from bot.errors import RefusedError
from bot.interactions.asking import ask
from bot.interactions.pressing import NO_IMAGE, check_may_make, pressed, soon
from bot.jobs.new_job import Origin
from bot.jobs.remaking import Remaking

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.jobs.requests import Built
    from bot.views.component_ids import ComponentId


class Make(Protocol):
    """Makes the new request."""

    async def __call__(self, remaking: Remaking, job: Job, /) -> Built:
        """Return it; what cannot be made is refused."""
        ...


async def remake(
    component: ComponentId, interaction: discord.Interaction[Darkroom], make: Make
) -> None:
    """Answer with the status message of a new job, private where the old one was.

    Raises:
        RefusedError: there is no such job here, or whoever pressed may not have this.

    """
    with interaction.client.services.courtesy.answering():
        press = await pressed(component, interaction)
    job = press.job

    async def build(policy: Policy) -> Built:
        check_may_make(press, policy)
        return await make(Remaking(interaction.client.services.requests, policy), job)

    # Nobody can follow a link to a message that was for one member's eyes.
    shown = None if job.request.private else job.address
    origin = Origin(
        job_id=job.id,
        image=component.number,
        action=component.action,
        channel_id=shown.channel_id if shown else None,
        message_id=shown.message_id if shown else None,
    )
    await ask(interaction, build, private=job.request.private, origin=origin)


async def image_of(
    component: ComponentId, interaction: discord.Interaction[Darkroom], job: Job
) -> Image:
    """Return the image that a component is about: somebody sees something of it.

    Raises:
        RefusedError: there is none of that number, or it was withheld or taken away.

    """
    for image in await soon(interaction.client.services.images.of(job.id)):
        if image.number == (component.number or 1) and image.judged.treatment in PICKABLE:
            return image
    raise RefusedError(NO_IMAGE)
