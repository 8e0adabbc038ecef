"""Show an image in a channel where somebody asks for it: a message of its own, for all to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from discord.http import Route

from bot.delivery.posts import exchanged, message_id, remove
from bot.delivery.reposts.showcased import recall
from bot.domain.copies import Copy, CopyKind
from bot.errors import DeliveryError, RefusedError
from bot.texts.text import text
from bot.views.links import message_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.delivery.place_rules import PlaceRules
    from bot.delivery.posts import Post
    from bot.delivery.reposts.copies import Copies
    from bot.delivery.reposts.reposts import Reposts
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.domain.ports import Spot
    from bot.domain.reposting import Showing
    from bot.texts.text import Text

FOLLOWUPS = "/webhooks/{webhook_id}/{webhook_token}"

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Followups:
    """Shows images by the interactions that ask for them."""

    def __init__(
        self, client: discord.Client, reposts: Reposts, rules: PlaceRules, copies: Copies
    ) -> None:
        """Post by ``client`` what ``reposts`` makes fit by ``rules``, noted by ``copies``."""
        self._client = client
        self._reposts = reposts
        self._rules = rules
        self._copies = copies

    async def show(self, job: Job, number: int, spot: Spot) -> Showing:
        """See Elsewhere. There is one attempt: of two Discord could make two messages."""
        try:
            place = _Here(self._client, self._rules, self._copies, job, spot)
            return await self._reposts.show(job, [number], place)
        except DeliveryError as error:
            log.info("show.failed", job=job.id, why=str(error))
            said = text("show.unsure") if error.may_land else text("show.failed")
            raise RefusedError(said) from error


class _Here:
    """The channel where somebody asked."""

    blurs = True

    def __init__(
        self, client: discord.Client, rules: PlaceRules, copies: Copies, job: Job, spot: Spot
    ) -> None:
        self._client = client
        self._rules = rules
        self._copies = copies
        self._job = job
        self._spot = spot
        self._sent: int | None = None
        self.doubtful: Showing | None = None

    @property
    def locale(self) -> str:
        """See Place."""
        return self._spot.locale

    @property
    def limit(self) -> int:
        """See Place."""
        return self._spot.size_limit

    async def policy(self) -> Policy:
        """See Place."""
        return await self._rules.elsewhere(self._job, self._spot.channel_id)

    def lines(self, job: Job) -> Sequence[Text]:
        """See Place."""
        who = text("show.by", member=f"<@{self._spot.user_id}>")
        link = message_link(job)
        return (who, text("show.first", link=link)) if link else (who,)

    async def send(self, post: Post) -> None:
        """See Place."""
        spot = self._spot
        route = Route("POST", FOLLOWUPS, webhook_id=spot.application_id, webhook_token=spot.token)
        query = {"wait": "true", "with_components": "1"}
        async with self._copies.noting(self._copy(post)) as sending:
            answer = await exchanged(
                self._client, route, post.content(), seconds=post.seconds, query=query
            )
            self._sent = sending.message_id = message_id(answer, has_files=True)

    async def take_back(self) -> None:
        """See Place."""
        await self._copies.recall(self._spot.press_id)
        await self._taken_back()
        await self._copies.gone(self._spot.press_id)

    def _copy(self, post: Post) -> Copy:
        return Copy(
            press_id=self._spot.press_id,
            job_id=self._job.id,
            kind=CopyKind.SHOWN,
            numbers=post.numbers,
            channel_id=self._spot.channel_id,
        )

    async def _taken_back(self) -> None:
        if self._sent is None:
            await recall(self._client, self._spot.channel_id, self._job, self._spot.press_id)
            return
        route = Route(
            "DELETE",
            f"{FOLLOWUPS}/messages/{{message_id}}",
            webhook_id=self._spot.application_id,
            webhook_token=self._spot.token,
            message_id=self._sent,
        )
        await remove(self._client, route)
