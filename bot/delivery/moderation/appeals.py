"""Show appeals in the review channel: once each, and how they were answered, after a crash too."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.delivery.audience import is_for_moderators, language_of
from bot.delivery.found_posts import found_post
from bot.delivery.posts import Post, posted, replaced
from bot.domain.moderation.casefile import Posted
from bot.errors import DeliveryError, MessageGoneError
from bot.jobs.loops import Loops
from bot.views.buttons import GRANT
from bot.views.carried import carried
from bot.views.component_ids import parse
from bot.views.links import message_link
from bot.views.moderation.appeal import appeal_view

if TYPE_CHECKING:
    import discord

    from bot.delivery.place_rules import PlaceRules
    from bot.domain.moderation.appeal import Appeal
    from bot.domain.moderation.case import Case
    from bot.domain.ports import AppealStore, CaseStore, JobStore
    from bot.jobs.clock import Clock

LOOK_AGAIN = 60.0
"""Seconds between two looks for appeals, in case nothing woke us."""

LEASE = timedelta(minutes=2)
"""How long an appeal is claimed for; longer than one attempt takes."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class AppealPosts:
    """Works on appeals, one after the other; ``run`` wants a task of its own.

    Without a review channel nothing is posted: they stand in ``/case list``.
    """

    def __init__(
        self,
        client: discord.Client,
        rules: PlaceRules,
        cases: CaseStore,
        appeals: AppealStore,
        jobs: JobStore,
        clock: Clock,
    ) -> None:
        """Post by ``client`` what ``appeals`` has, where ``rules`` say."""
        self._client = client
        self._rules = rules
        self._cases = cases
        self._appeals = appeals
        self._jobs = jobs
        self._clock = clock
        self._news = asyncio.Event()

    def look_again(self) -> None:
        """Look soon what there is to do."""
        self._news.set()

    async def run(self) -> None:
        """Work until cancelled."""
        await Loops(self._clock).repeat("appeals", LOOK_AGAIN, self._work, self._news)

    async def _work(self) -> None:
        while True:
            now = self._clock.now()
            appeal = await self._appeals.take(now=now, until=now + LEASE)
            if appeal is None:
                return
            try:
                posted = await self._posted(appeal)
            except MessageGoneError as error:
                log.info("appeal.not_posted", case=appeal.case_id, why=str(error))
                posted = None
            except DeliveryError as error:
                # It stays due: when the lease is over it is tried again.
                log.info("appeal.later", case=appeal.case_id, why=str(error))
                continue
            await self._appeals.posted(appeal, posted, now=self._clock.now())

    async def _posted(self, appeal: Appeal) -> Posted | None:
        """Make the message tell how an appeal stands; None where there is and will be none.

        Raises:
            MessageGoneError: it can never be made.
            DeliveryError: not for now.

        """
        case = await self._cases.get(appeal.case_id)
        if case is None:
            return None
        at = appeal.posted or await self._known(appeal, case)
        if at is not None:
            post = await self._post(appeal, case, at.channel_id)
            await replaced(self._client, at.channel_id, at.message_id, post)
            return at
        channel_id = await self._channel(case)
        if channel_id is None or appeal.is_granted is not None:
            return None
        post = await self._post(appeal, case, channel_id)
        sent = await posted(self._client, channel_id, post, once=f"appeal:{appeal.case_id}")
        return Posted(channel_id, sent)

    async def _channel(self, case: Case) -> int | None:
        policy = await self._rules.in_channel(case.guild_id, case.place or case.guild_id)
        return policy.review_channel

    async def _known(self, appeal: Appeal, case: Case) -> Posted | None:
        """Return the message that another attempt made; with the first there was none."""
        channel_id = await self._channel(case)
        if channel_id is None or self._clock.now() - appeal.at < LEASE:
            return None

        def is_it(message: discord.Message) -> bool:
            found = (parse(custom_id) for _, custom_id in carried(message.components))
            return any(
                it is not None and it.action == GRANT and str(it.job_id) == case.id for it in found
            )

        sent = await found_post(self._client, channel_id, appeal.at, is_it)
        return None if sent is None else Posted(channel_id, sent)

    async def _post(self, appeal: Appeal, case: Case, channel_id: int) -> Post:
        job = await self._jobs.get(case.job_id) if case.job_id is not None else None
        policy = await self._rules.in_channel(case.guild_id, channel_id)
        view = appeal_view(
            case,
            appeal,
            None if job is None else message_link(job),
            language_of(self._client, case.guild_id, policy),
            is_private=is_for_moderators(self._client.get_channel(channel_id)),
        )
        return Post(view, ())
