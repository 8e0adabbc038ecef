"""Send images of a result to a member's direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.http import Route

from bot.delivery.contents import alone
from bot.delivery.faults import fault
from bot.delivery.file_budget import CHANNEL_FILE_BYTES
from bot.delivery.lately import Lately
from bot.delivery.posts import exchanged, message_id, remove_in
from bot.delivery.reposts.showcased import recall
from bot.domain.copies import Copy, CopyKind
from bot.errors import DeliveryError, FilesRefusedError, MessageGoneError, RefusedError
from bot.texts.text import text
from bot.views.links import message_link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import discord

    from bot.delivery.place_rules import PlaceRules
    from bot.delivery.posts import Post
    from bot.delivery.reposts.copies import Copies
    from bot.delivery.reposts.reposts import Reposts
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.domain.ports import Reader
    from bot.domain.reposting import Showing
    from bot.jobs.clock import Clock
    from bot.texts.text import Text

CLOSED = frozenset({50007, 50278})
"""Codes: somebody lets no bot of that server write to them, or shares none with it any more."""

EXPLICIT = 20009

TRIES = 3
PAUSE = 1.0
"""Seconds before another; grows with each."""

LONGEST_PAUSE = 15.0

TWICE = text("send.twice")
FAILED = text("send.failed")


class DirectMessages:
    """Sends each thing once, however often it is asked for at once."""

    def __init__(
        self,
        client: discord.Client,
        reposts: Reposts,
        rules: PlaceRules,
        copies: Copies,
        clock: Clock,
    ) -> None:
        """Send by ``client`` what ``reposts`` makes fit by ``rules``, noted by ``copies``."""
        self._client = client
        self._reposts = reposts
        self._rules = rules
        self._copies = copies
        self._clock = clock
        self._lately = Lately()

    async def send(
        self,
        job: Job,
        numbers: Sequence[int] | None,
        reader: Reader,
        files: Mapping[str, str] | None = None,
    ) -> Showing:
        """Send what may leave the channel of a job and its server; see ``Reposts.show``.

        Raises:
            RefusedError: they were sent a moment ago, or it does not work; the text says why.

        """
        name = f"{reader.user_id}:{job.id}:{numbers}"
        if not self._lately.begin(name, self._clock.steady()):
            raise RefusedError(TWICE)
        try:
            showing = await self._insisted(job, numbers, reader, files)
        except BaseException:
            self._lately.undo(name)
            raise
        if showing.seen:
            self._lately.end(name, self._clock.steady())
        else:
            self._lately.undo(name)
        return showing

    async def _insisted(
        self,
        job: Job,
        numbers: Sequence[int] | None,
        reader: Reader,
        files: Mapping[str, str] | None,
    ) -> Showing:
        """Try again what passes; each try is judged anew, and Discord takes but one of them."""
        place = _Direct(self._client, self._rules, self._copies, job, reader)
        for attempt in range(1, TRIES + 1):
            try:
                return await self._reposts.show(job, numbers, place, files)
            except (FilesRefusedError, MessageGoneError) as error:
                raise RefusedError(FAILED) from error
            except DeliveryError as error:
                pause = max(error.retry_after or 0.0, PAUSE * attempt)
                if attempt == TRIES or pause > LONGEST_PAUSE:
                    raise RefusedError(FAILED) from error
                await self._clock.wait(pause)
        raise RefusedError(FAILED)


class _Direct:
    """The direct messages of one member, to whom one press sends images."""

    limit = CHANNEL_FILE_BYTES
    blurs = False

    def __init__(
        self, client: discord.Client, rules: PlaceRules, copies: Copies, job: Job, reader: Reader
    ) -> None:
        self._client = client
        self._rules = rules
        self._copies = copies
        self._job = job
        self._reader = reader
        self._opened: int | None = None
        self._sent: int | None = None
        self.doubtful: Showing | None = None

    @property
    def locale(self) -> str:
        """See Place."""
        return self._reader.locale

    async def policy(self) -> Policy:
        """See Place."""
        return await self._rules.outside(self._job.guild_id, self._job.address.channel_id)

    def lines(self, job: Job) -> Sequence[Text]:
        """See Place; to a private result leads no link."""
        link = message_link(job)
        return (text("send.from", link=link),) if link else (text("send.private"),)

    async def send(self, post: Post) -> None:
        """See Place."""
        channel_id = self._opened = await self._channel()
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel_id)
        content = post.content(nonce=f"send-{self._reader.press_id}")
        async with self._copies.noting(self._copy(post, channel_id)) as sending:
            answer = await exchanged(self._client, route, content, seconds=post.seconds)
            if answer.code in CLOSED:
                raise RefusedError(text("send.closed"))
            if answer.code == EXPLICIT:
                raise RefusedError(text("send.explicit"))
            self._sent = sending.message_id = message_id(answer, has_files=True)

    async def take_back(self) -> None:
        """See Place."""
        if self._opened is None:
            return
        await self._copies.recall(self._reader.press_id)
        if self._sent is None:
            await recall(self._client, self._opened, self._job, self._reader.press_id)
        else:
            await remove_in(self._client, self._opened, self._sent)
        await self._copies.gone(self._reader.press_id)

    def _copy(self, post: Post, channel_id: int) -> Copy:
        return Copy(
            press_id=self._reader.press_id,
            job_id=self._job.id,
            kind=CopyKind.SENT,
            numbers=post.numbers,
            channel_id=channel_id,
            owner=self._reader.user_id,
        )

    async def _channel(self) -> int:
        """Open them, which Discord does again and again with the same result."""
        content = alone({"recipient_id": str(self._reader.user_id)})
        answer = await exchanged(self._client, Route("POST", "/users/@me/channels"), content)
        if answer.code in CLOSED:
            raise RefusedError(text("send.closed"))
        if not answer.is_taken:
            raise fault(answer, has_files=False)
        return message_id(answer, has_files=False)
