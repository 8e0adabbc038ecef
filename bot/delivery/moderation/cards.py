"""Show cases in review channels: one message each, made anew whenever something happens."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.delivery.audience import may_view
from bot.delivery.file_budget import CHANNEL_FILE_BYTES
from bot.delivery.moderation.found_cards import found_card
from bot.delivery.moderation.review_making import Reading
from bot.delivery.posts import posted, replaced
from bot.delivery.resting import Resting
from bot.errors import (
    DeliveryError,
    FilesRefusedError,
    MessageGoneError,
    OutOfReachError,
    ThreadClosedError,
)
from bot.jobs.loops import Loops
from bot.texts.languages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import discord

    from bot.delivery.moderation.review_making import CardMaking
    from bot.delivery.place_rules import PlaceRules
    from bot.delivery.posts import Post
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.review import Card
    from bot.domain.ports import CardStore, CaseStore
    from bot.jobs.clock import Clock

LOOK_AGAIN = 60.0
"""Seconds after which cards are looked for that nobody told us of."""

GATHERED = 11.0
"""Seconds after which reports of an image are told that came together."""

LEASE = timedelta(minutes=3)
"""How long a card is claimed for; longer than one attempt takes."""

PAUSE = timedelta(seconds=20)
"""Before a card is tried again that Discord did not take, where it does not say when."""

PATIENCE = timedelta(hours=6)
"""For so long a server is waited for that Discord does not tell us of: we may be out of it."""

SOON = 2.0
"""Seconds between two looks whether it has."""

HIDDEN = timedelta(hours=1)
"""Before a card is tried again that stands where we may not go for now."""

HIDDEN_FOR = timedelta(days=30)
"""From the opening of its case on; in that time we may be let in again."""

FINAL = (FilesRefusedError, MessageGoneError, ThreadClosedError)
"""After these no card is tried again there."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Cards:
    """Works on cards, one after the other; ``run`` wants a task of its own."""

    def __init__(  # noqa: PLR0913, PLR0917 - the composition root's one call
        self,
        client: discord.Client,
        rules: PlaceRules,
        store: CardStore,
        cases: CaseStore,
        making: CardMaking,
        clock: Clock,
        news: asyncio.Event,
        *,
        sees_originals: Callable[[object], bool],
    ) -> None:
        """Post by ``client`` what ``store`` says is due.

        Args:
            client: The bot.
            rules: Say which review channel is in force where an image stands.
            store: Of cards.
            cases: What they are about.
            making: Makes them.
            clock: For waits and times.
            news: Set by whoever knows that there is something to show.
            sees_originals: Whether all who read a channel may see what members may not.

        """
        self._client = client
        self._rules = rules
        self._store = store
        self._cases = cases
        self._making = making
        self._clock = clock
        self._news = news
        self._sees_originals = sees_originals
        self._closed = set[int]()
        self._resting = Resting(clock.now)
        self._gathering: asyncio.TimerHandle | None = None

    def look_again(self) -> None:
        """Look soon what there is to show, and once more when the latest of it is gathered."""
        self._news.set()
        if self._gathering is not None:
            self._gathering.cancel()
        self._gathering = asyncio.get_running_loop().call_later(GATHERED, self._news.set)

    async def run(self) -> None:
        """Work until cancelled."""
        await Loops(self._clock).repeat("cards", LOOK_AGAIN, self._work, self._news)

    async def _work(self) -> None:
        while True:
            now = self._clock.now()
            card = await self._store.take(now=now, until=now + LEASE)
            if card is None:
                return
            try:
                await self._show(card)
            except DeliveryError as error:
                wait = timedelta(seconds=error.retry_after) if error.retry_after else PAUSE
                log.info("card.later", case=card.case_id, why=str(error))
                await self._store.later(card, self._clock.now() + wait)
                asyncio.get_running_loop().call_later(wait.total_seconds(), self._news.set)

    async def _show(self, card: Card) -> None:
        """Have the card say how its case stands; where that never will be, it has none.

        Raises:
            DeliveryError: Discord did not take it for now.

        """
        case = await self._cases.get(card.case_id)
        if case is None:
            return
        self._check_knows(case)
        channel_id = card.channel_id or await self._review_channel(case)
        shown, until = card, None
        if channel_id is not None:
            self._resting.check(channel_id)
            try:
                shown, until = await self._shown(card, case, channel_id)
                self._closed.discard(channel_id)
            except FINAL as error:
                self._given_up(case, channel_id, str(error))
                left, until = self._left(card, case, error)
                await self._store.end(left, again_at=until)
                return
            except DeliveryError as error:
                self._resting.begin(channel_id, error)
                raise
        await self._store.end(shown, again_at=until)
        await self._look_who_reads(shown)

    async def _look_who_reads(self, shown: Card) -> None:
        """Have a card made anew whose channel was opened to members while it was sent."""
        if shown.channel_id is None or not shown.shows_original:
            return
        channel = self._client.get_channel(shown.channel_id)
        if may_view(channel) and not self._sees_originals(channel):
            await self._store.veil(shown.channel_id, now=self._clock.now())
            self._news.set()

    def _left(self, card: Card, case: Case, error: DeliveryError) -> tuple[Card, datetime | None]:
        """Leave a card as it is; where it is only hidden from us, look after it again.

        It may show an original: once we are let in, it is looked at who reads it.
        """
        now = self._clock.now()
        is_there = isinstance(error, OutOfReachError) and card.message_id is not None
        if is_there and now - case.opened_at < HIDDEN_FOR:
            return replace(card, shows_original=True), now + HIDDEN
        return replace(card, channel_id=None, message_id=None, shows_original=False), None

    async def _shown(self, card: Card, case: Case, channel_id: int) -> tuple[Card, datetime | None]:
        """Send a card, or make the one that stands there anew; say until when it stays true."""
        sent = card.message_id
        if sent is None and card.begun_at is not None:
            sent = await found_card(self._client, channel_id, case)
        if sent is None and case.decision is not None:
            return card, None
        reading = await self._reading(case, channel_id)
        made = await self._making.made(case, reading)
        if sent is None:
            sent = await self._post(case, channel_id, made.post)
        else:
            await replaced(self._client, channel_id, sent, made.post)
        log.info("card.shown", case=case.id, guild=case.guild_id, decided=case.decision)
        shows = reading.sees_originals and bool(made.post.uploads)
        there = replace(card, channel_id=channel_id, message_id=sent, shows_original=shows)
        return there, made.until

    def _check_knows(self, case: Case) -> None:
        """Wait until Discord has told who reads which channel, at a start.

        Raises:
            DeliveryError: it has not.

        """
        guild = self._client.get_guild(case.guild_id)
        is_new = self._clock.now() - case.opened_at < PATIENCE
        if is_new and (guild is None or guild.unavailable):
            raise DeliveryError("its server is not known yet", retry_after=SOON)

    async def _review_channel(self, case: Case) -> int | None:
        """Return where the card goes by the policy of this moment; None for nowhere."""
        policy = await self._rules.in_channel(case.guild_id, case.place or 0)
        channel_id = policy.review_channel
        channel = self._client.get_channel(channel_id) if channel_id is not None else None
        guild = getattr(channel, "guild", None)
        if guild is not None and guild.id != case.guild_id:
            return None
        return channel_id

    async def _reading(self, case: Case, channel_id: int) -> Reading:
        job, _ = await self._making.subject(case)
        locale = (job.address.locale if job is not None else "") or ENGLISH
        sees = self._sees_originals(self._client.get_channel(channel_id))
        return Reading(locale, CHANNEL_FILE_BYTES, sees)

    async def _post(self, case: Case, channel_id: int, post: Post) -> int:
        """Send a card; Discord makes one of all that are sent for the same case."""
        return await posted(self._client, channel_id, post, once=f"card:{case.id}")

    def _given_up(self, case: Case, channel_id: int, why: str) -> None:
        """Say once of a channel that its cases are to be found by the command alone."""
        tell = log.info if channel_id in self._closed else log.warning
        self._closed.add(channel_id)
        tell("card.given_up", case=case.id, guild=case.guild_id, channel=channel_id, why=why)
