"""Tell members what was decided, in their direct messages: once, and after a crash too."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from discord.http import Route

from bot.delivery.audience import home_locale
from bot.delivery.contents import alone
from bot.delivery.found_posts import found_post, words_of
from bot.delivery.posts import Post, exchanged, message_id, posted
from bot.errors import DeliveryError, MessageGoneError
from bot.jobs.loops import Loops
from bot.views.moderation.telling import telling_view

if TYPE_CHECKING:
    import asyncio

    import discord
    from discord import ui

    from bot.domain.job import Job
    from bot.domain.moderation.casefile import Telling
    from bot.domain.ports import JobStore, MemberStore, TellingStore
    from bot.jobs.clock import Clock

LOOK_AGAIN = 60.0
"""Seconds between two looks for outcomes, in case nothing woke us."""

LEASE = timedelta(minutes=2)
"""How long an outcome is claimed for; longer than one attempt takes."""

NEWS_LIFE = timedelta(days=10)
"""What could not be delivered for so long is dropped; ``/cases`` shows it.

Longer than an approval waits for its message: it is told when that shows the image, or never will.
"""

PACE = 1.0
"""Seconds between two: Discord throttles clients that open direct messages fast."""

DIRECT = "/users/@me/channels"

LONGEST_REST = 60.0
"""Seconds that all wait because Discord says so."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Tellings:
    """Works on outcomes, one after the other; ``run`` wants a task of its own.

    Members whose direct messages are closed lose nothing: ``/cases`` shows the same.
    """

    def __init__(
        self,
        client: discord.Client,
        tellings: TellingStore,
        jobs: JobStore,
        members: MemberStore,
        clock: Clock,
        news: asyncio.Event,
    ) -> None:
        """Write by ``client`` what ``tellings`` has, in the languages that ``members`` chose.

        ``news`` is set by whoever knows that there is something to tell.
        """
        self._client = client
        self._tellings = tellings
        self._jobs = jobs
        self._members = members
        self._clock = clock
        self._news = news

    def look_again(self) -> None:
        """Look soon what there is to tell."""
        self._news.set()

    async def run(self) -> None:
        """Work until cancelled."""
        await Loops(self._clock).repeat("tellings", LOOK_AGAIN, self._work, self._news)

    async def _work(self) -> None:
        while True:
            now = self._clock.now()
            telling = await self._tellings.take(now=now, until=now + LEASE)
            if telling is None:
                return
            try:
                await self._told(telling)
            except MessageGoneError as error:
                log.info("telling.closed", case=telling.case.id, why=str(error))
            except DeliveryError as error:
                # It stays: when the lease is over it is tried again.
                log.info("telling.later", case=telling.case.id, why=str(error))
                await self._rest(telling, error.retry_after)
                continue
            await self._tellings.end(telling)
            await self._clock.wait(PACE)

    async def _rest(self, telling: Telling, asked: float | None) -> None:
        """Wait as long as Discord asks, and try this one again then."""
        if asked is not None:
            rest = min(asked, LONGEST_REST)
            await self._tellings.later(telling, self._clock.now() + timedelta(seconds=rest))
            await self._clock.wait(rest)

    async def _told(self, telling: Telling) -> None:
        """Write to a member, unless another attempt did, or it is no news any more.

        Raises:
            MessageGoneError: they let nobody write to them.
            DeliveryError: it did not work for now.

        """
        said_at = max((entry.at for entry in telling.entries), default=None)
        if said_at is None or self._clock.now() - said_at > NEWS_LIFE:
            return
        case = telling.case
        guild = self._client.get_guild(case.guild_id)
        job = await self._jobs.get(case.job_id) if case.job_id is not None else None
        locale = await self._locale(telling, job) or home_locale(self._client, case.guild_id)
        view = telling_view(telling, guild.name if guild is not None else "", job, locale)
        channel_id = await self._opened(telling)
        if telling.tries:
            first = min(entry.at for entry in telling.entries)
            words = _words(view)
            known = await found_post(
                self._client,
                channel_id,
                first,
                lambda message: list(words_of(message.components)) == words,
            )
            if known is not None:
                return
        await posted(self._client, channel_id, Post(view, ()), once=_name(telling))
        log.info("telling.told", case=case.id, member=telling.member)

    async def _locale(self, telling: Telling, job: Job | None) -> str:
        """Return the language of a member: what they chose, or what they last read there."""
        chosen = (await self._members.get(telling.member)).language
        if chosen:
            return chosen
        read = [str(entry.details.get("locale", "")) for entry in telling.entries]
        last = [locale for locale in read if locale] if telling.is_about_them else []
        if last:
            return last[-1]
        return job.address.locale if job is not None else ""

    async def _opened(self, telling: Telling) -> int:
        """Open their direct messages, which Discord does again and again with the same result."""
        payload = {"recipient_id": str(telling.member)}
        content = alone(payload)
        answer = await exchanged(self._client, Route("POST", DIRECT), content)
        return message_id(answer, has_files=False)


def _name(telling: Telling) -> str:
    numbers = ",".join(str(entry.id) for entry in telling.entries)
    return f"telling:{telling.member}:{numbers}"


def _words(view: ui.LayoutView) -> list[str]:
    return [content for item in view.walk_children() if (content := getattr(item, "content", ""))]
