"""Tell moderators, in their review channel, how much of a budget is spent: once for each part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.delivery.audience import language_of
from bot.delivery.posts import Post, posted
from bot.domain.budget import month_of
from bot.domain.ids import PlaceId
from bot.errors import DeliveryError, MessageGoneError
from bot.jobs.loops import Loops
from bot.views.budget import notice_view

if TYPE_CHECKING:
    import discord

    from bot.domain.budget import Notice
    from bot.domain.policy import Policy
    from bot.domain.ports import BudgetStore, PolicyBook
    from bot.jobs.clock import Clock

LOOK_AGAIN = 60.0
"""Seconds between two looks: no bill grows much in that time."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class BudgetNotices:
    """Posts what is due; ``run`` wants a task of its own."""

    def __init__(
        self, client: discord.Client, store: BudgetStore, policies: PolicyBook, clock: Clock
    ) -> None:
        """Post by ``client`` what ``store`` knows to be due."""
        self._client = client
        self._store = store
        self._policies = policies
        self._clock = clock

    async def run(self) -> None:
        """Look until cancelled."""
        await Loops(self._clock).repeat("budgets", LOOK_AGAIN, self._work)

    async def _work(self) -> None:
        for notice in await self._store.due(now=self._clock.now()):
            try:
                await self._post(notice)
            except MessageGoneError as error:
                log.warning("budget.not_told", guild=notice.budget.guild_id, why=str(error))
            except DeliveryError as error:
                log.info("budget.told_later", guild=notice.budget.guild_id, why=str(error))
                continue
            await self._store.told(notice)

    async def _post(self, notice: Notice) -> None:
        """Post a notice where moderators read: in the log, if they have no review channel any more.

        Raises:
            MessageGoneError: it cannot be posted, now or later.
            DeliveryError: it did not work for now.

        """
        budget = notice.budget
        places = dict.fromkeys((budget.place, PlaceId(budget.guild_id)))
        policy = await self._policies.in_force(budget.guild_id, tuple(places))
        channels = filter(None, dict.fromkeys((policy.review_channel, policy.log_channel)))
        gone: MessageGoneError | None = None
        for channel_id in channels:
            try:
                return await self._post_in(channel_id, notice, policy)
            except MessageGoneError as error:
                gone = error
        if gone is not None:
            raise gone
        return None

    async def _post_in(self, channel_id: int, notice: Notice, policy: Policy) -> None:
        """Post a notice in a channel; Discord makes one message of two tries."""
        budget, now = notice.budget, self._clock.now()
        locale = language_of(self._client, budget.guild_id, policy)
        view = notice_view(budget, notice.percent, now, locale)
        told = f"{budget.place}:{budget.unit}:{month_of(now)}:{notice.percent}:{budget.cap}"
        await posted(self._client, channel_id, Post(view, ()), once=told)
