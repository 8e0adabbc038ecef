"""What a member may have in a place, for moderators who want to know: nothing is taken on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.allowances import Limit
from bot.domain.limits import check_policy
from bot.domain.ports import Grant, Wanted
from bot.domain.ranges import SIZE
from bot.domain.request import GenerationRequest
from bot.errors import ObstaclesError, RefusedError

if TYPE_CHECKING:
    from bot.domain.allowances import Allowance
    from bot.domain.ids import GuildId, PlaceId, UserId
    from bot.domain.policy import Policy
    from bot.domain.ports import Admission
    from bot.jobs.clock import Clock
    from bot.jobs.engines import Engines
    from bot.jobs.usages import Usages
    from bot.texts.text import Text

SIDE = int(SIZE.low)
LEAST = GenerationRequest(
    prompt="an image", model="any", width=SIDE, height=SIDE, steps=1, any_model=True
)
"""What is allowed wherever anything is."""

TIMES = frozenset({Limit.COOLDOWN, Limit.SLOWED})
"""Limits that let nothing through until they are over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Whom it is about, and where."""

    user_id: UserId
    guild_id: GuildId
    places: tuple[PlaceId, ...]
    """Nearest first."""
    roles: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How they stand there."""

    policy: Policy
    """The limits in force for them."""
    refusals: tuple[Text, ...] = ()
    """Why they get nothing, in the words that they would read."""
    is_held: bool = False
    """Whether their images wait for a moderator."""
    allowances: tuple[Allowance, ...] = ()

    @property
    def used_up(self) -> tuple[Allowance, ...]:
        """The limits that let nothing through now."""
        return tuple(each for each in self.allowances if _is_used_up(each))


class Standings:
    """Asks those who are asked before a job, and counts."""

    def __init__(
        self, admission: Admission, engines: Engines, usages: Usages, clock: Clock
    ) -> None:
        """Ask ``admission``; what was used is counted by ``usages``."""
        self._admission = admission
        self._engines = engines
        self._usages = usages
        self._clock = clock

    async def of(self, asker: Asker, policy: Policy) -> Standing:
        """Return how a member stands under the policy of a place."""
        grant, refusals = await self._granted(asker, policy)
        own = await self._usages.own(asker.user_id, asker.guild_id, grant.policy)
        return Standing(
            policy=grant.policy,
            refusals=refusals,
            is_held=bool(grant.hold),
            allowances=own.allowances,
        )

    async def cost(self, asker: Asker, policy: Policy, request: GenerationRequest) -> float | None:
        """Return what a request is expected to cost; None where nothing is charged, or refused."""
        try:
            return (await self._admission.admit(self._wanted(asker, policy, request))).cost
        except RefusedError:
            return None

    async def _granted(self, asker: Asker, policy: Policy) -> tuple[Grant, tuple[Text, ...]]:
        wanted = self._wanted(asker, policy, LEAST)
        grant = Grant(policy=policy)
        try:
            grant = await self._admission.admit(wanted)
            check_policy(LEAST, grant.policy)
        except ObstaclesError as error:
            return grant, tuple(each.text for each in error.obstacles)
        except RefusedError as error:
            return grant, (error.text,)
        return grant, ()

    def _wanted(self, asker: Asker, policy: Policy, request: GenerationRequest) -> Wanted:
        return Wanted(
            request=request,
            user_id=asker.user_id,
            guild_id=asker.guild_id,
            places=asker.places,
            roles=asker.roles,
            policy=policy,
            engine=self._engines.current.name,
            at=self._clock.now(),
            is_trial=True,
        )


def _is_used_up(allowance: Allowance) -> bool:
    if allowance.limit in TIMES:
        return allowance.returns_at is not None
    return not allowance.left
