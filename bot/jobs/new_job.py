"""A job as it is taken on: what was asked for, by whom, and what is granted of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.job import Job
from bot.domain.ports import Wanted

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import GuildId, JobId, PlaceId, UserId
    from bot.domain.job import Address
    from bot.domain.policy import Policy
    from bot.domain.ports import Grant
    from bot.domain.request import GenerationRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks, where, and how they can be answered."""

    user_id: UserId
    guild_id: GuildId
    places: tuple[PlaceId, ...]
    address: Address
    age_restricted: bool = False
    """Whether only adults read what is posted there."""
    roles: frozenset[int] = frozenset()
    """Their roles in the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a request came from, beside what somebody typed."""

    job_id: JobId | None = None
    """The job whose button was pressed."""
    image: int | None = None
    """Which of its images."""
    action: str = ""
    """Of that button."""
    channel_id: int | None = None
    """Where the message of that job stands, as far as others can go there."""
    message_id: int | None = None
    notes: tuple[str, ...] = ()
    """What of the wish was left out or brought to the nearest: a line for each, for people."""
    told: tuple[str, ...] = ()
    """The words of theirs that the notes repeat."""
    ignored: tuple[str, ...] = ()
    """Keys of a pasted block that meant nothing here."""


TYPED = Origin()
"""Of what came from no button, and wants no words beside it."""


def new_job(  # noqa: PLR0913 - the one call
    job_id: JobId,
    request: GenerationRequest,
    caller: Caller,
    origin: Origin,
    grant: Grant,
    *,
    engine: str,
    now: datetime,
) -> Job:
    """Return the job of a request that nothing refuses."""
    return Job(
        id=job_id,
        request=request,
        user_id=caller.user_id,
        guild_id=caller.guild_id,
        places=caller.places,
        address=caller.address,
        age_restricted=caller.age_restricted,
        created_at=now,
        due_at=now,
        engine=engine,
        parent_job=origin.job_id,
        parent_image=origin.image,
        made_by=origin.action,
        parent_channel=origin.channel_id,
        parent_message=origin.message_id,
        notes=(*origin.notes, *grant.notes),
        hold=grant.hold,
        cost=grant.cost,
        tells_cost=grant.policy.show_cost,
        ignored=origin.ignored,
    )


def wanted(
    request: GenerationRequest,
    caller: Caller,
    policy: Policy,
    origin: Origin,
    engine: str,
    now: datetime,
) -> Wanted:
    """Return what moderators are asked about before."""
    return Wanted(
        request=request,
        user_id=caller.user_id,
        guild_id=caller.guild_id,
        places=caller.places,
        roles=caller.roles,
        policy=policy,
        engine=engine,
        at=now,
        told=(*origin.told, *origin.ignored),
    )
