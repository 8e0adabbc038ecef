"""Post what several members starred into a showcase: once, by its rules, after a crash too."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
import structlog

from bot.delivery.file_budget import CHANNEL_FILE_BYTES
from bot.delivery.posts import posted, remove_in, replaced
from bot.delivery.reposts.posted import UNREAD
from bot.delivery.reposts.reposts import RESTLESS
from bot.delivery.reposts.showcased import recall, showcased
from bot.domain.star import CLAIM_LIFE
from bot.errors import DeliveryError, FilesRefusedError, MessageGoneError, RefusedError
from bot.jobs.loops import Loops
from bot.texts.text import text
from bot.views.links import message_link
from bot.views.moderation.audit import deletion_reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.delivery.place_rules import PlaceRules
    from bot.delivery.posts import Post
    from bot.delivery.reposts.reposts import Reposts
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.domain.ports import JobStore, OptOuts, ShowcaseStore, StarStore
    from bot.domain.reposting import Showing
    from bot.domain.star import Showcase
    from bot.jobs.clock import Clock
    from bot.texts.text import Text

LOOK_AGAIN = 60.0
"""Seconds after which claims are looked for that nobody told us of."""

LEASE = timedelta(minutes=3)
"""How long a showcase is claimed for; longer than one attempt takes."""

PASSING = frozenset({UNREAD, RESTLESS})
"""Refusals after which it is tried again later."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is kept of jobs, stars and showcases."""

    jobs: JobStore
    claims: ShowcaseStore
    stars: StarStore
    opt_outs: OptOuts


class Showcases:
    """Works on claims, one after the other; ``run`` wants a task of its own."""

    def __init__(
        self,
        client: discord.Client,
        reposts: Reposts,
        rules: PlaceRules,
        memory: Memory,
        clock: Clock,
    ) -> None:
        """Post by ``client`` what ``memory`` has claims of."""
        self._client = client
        self._reposts = reposts
        self._rules = rules
        self._memory = memory
        self._clock = clock
        self._news = asyncio.Event()

    async def claim(self, job: Job, channel_id: int) -> None:
        """Have a result posted soon, unless it ever was."""
        if await self._memory.claims.claim(job.id, channel_id, now=self._clock.now()):
            log.info("showcase.claimed", job=job.id, channel=channel_id)
            self.look_again()

    def look_again(self) -> None:
        """Look soon what there is to do."""
        self._news.set()

    async def run(self) -> None:
        """Work until cancelled."""
        await Loops(self._clock).repeat("showcase", LOOK_AGAIN, self._work, self._news)

    async def _work(self) -> None:
        while True:
            now = self._clock.now()
            claim = await self._memory.claims.take(now=now, until=now + LEASE)
            if claim is None:
                return
            try:
                posted = await self._posted(claim)
            except DeliveryError as error:
                # It stays claimed: when the lease is over it is looked for, and tried again.
                log.info("showcase.later", job=claim.job_id, why=str(error))
                continue
            await self._memory.claims.end(claim.job_id, posted, now=self._clock.now())

    async def _posted(self, claim: Showcase) -> int | None:
        """Post a result, and return the message; None where there is and will be none.

        A message that is there already is made what may be seen by now, or taken away.

        Raises:
            DeliveryError: it did not work for now.

        """
        job = await self._memory.jobs.get(claim.job_id)
        is_old = self._clock.now() - claim.claimed_at > CLAIM_LIFE
        if job is None or (is_old and claim.message_id is None):
            log.info("showcase.dropped", job=claim.job_id)
            return None
        place = _Wall(self, claim, job, await self._memory.stars.count(job.id))
        try:
            place.sent = claim.message_id or await self._known(claim, job)
            if (await self._reposts.show(job, None, place)).seen:
                return place.sent
        except (FilesRefusedError, MessageGoneError) as error:
            log.warning("showcase.refused", job=job.id, why=str(error))
        except RefusedError as error:
            if error.text in PASSING:
                raise DeliveryError(str(error)) from error
            log.info("showcase.given_up", job=job.id, why=str(error))
        log.info("showcase.nothing_stays", job=job.id, channel=claim.channel_id)
        if place.sent is not None:
            await place.take_back()
        return None

    async def _known(self, claim: Showcase, job: Job) -> int | None:
        """Return the message that another attempt made; with the first there was none."""
        if self._clock.now() - claim.claimed_at < LEASE:
            return None
        return await showcased(self._client, claim, job)

    async def policy(self, job: Job, channel_id: int) -> Policy:
        """Return the policy of a showcase; nothing is shown there of who opted out."""
        policy = await self._rules.elsewhere(job, channel_id)
        is_out = await self._memory.opt_outs.is_opted_out(job.user_id)
        return replace(policy, enabled=policy.enabled and not is_out)

    async def post(self, job: Job, channel_id: int, post: Post) -> int:
        """Send a message; Discord makes one of all that are sent for the same job."""
        return await posted(self._client, channel_id, post, once=f"showcase:{job.id}")

    async def replace(self, channel_id: int, sent: int, post: Post) -> None:
        """Make a message show this, and nothing that it showed before."""
        await replaced(self._client, channel_id, sent, post)

    async def take_away(self, claim: Showcase, job: Job, sent: int | None) -> None:
        """Take a message away; one that no answer told of is looked for."""
        if sent is None:
            since = discord.utils.time_snowflake(claim.claimed_at)
            await recall(self._client, claim.channel_id, job, since)
            return
        await remove_in(self._client, claim.channel_id, sent, reason=deletion_reason(job))


class _Wall:
    """A showcase, on which one result is put up."""

    limit = CHANNEL_FILE_BYTES
    blurs = False

    def __init__(self, showcases: Showcases, claim: Showcase, job: Job, stars: int) -> None:
        self._showcases = showcases
        self._claim = claim
        self._channel_id = claim.channel_id
        self._job = job
        self._stars = stars
        self.sent: int | None = None
        self.doubtful: Showing | None = None

    @property
    def locale(self) -> str:
        """See Place: that of the server, in which the result was shown."""
        return self._job.address.locale

    async def policy(self) -> Policy:
        """See Place."""
        return await self._showcases.policy(self._job, self._channel_id)

    def lines(self, job: Job) -> Sequence[Text]:
        """See Place."""
        by = text("showcase.by", member=f"<@{job.user_id}>")
        stars = text("showcase.stars", count=self._stars)
        return by, stars, text("show.first", link=message_link(job) or "")

    async def send(self, post: Post) -> None:
        """See Place."""
        if self.sent is None:
            self.sent = await self._showcases.post(self._job, self._channel_id, post)
        else:
            await self._showcases.replace(self._channel_id, self.sent, post)

    async def take_back(self) -> None:
        """See Place."""
        await self._showcases.take_away(self._claim, self._job, self.sent)
        self.sent = None
