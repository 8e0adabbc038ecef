"""A message after its end: made as the rows of its images say, since somebody decided about them.

What was decided stands in the rows before; they count, whatever a judge said. As in a first
posting, files are made, the rows and the policy are read last, and one request follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.domain import attachments
from bot.domain.moderation.revising import Lost, as_made, rule_of, withheld_again
from bot.domain.ports import Said
from bot.domain.verdict import CLEAR
from bot.errors import FilesRefusedError, MessageGoneError, OutOfReachError, ThreadClosedError
from bot.jobs.insisting import insist, settle
from bot.jobs.steps.finish import closed_for, show_end
from bot.jobs.steps.restoring import LostError, pictures_of

if TYPE_CHECKING:
    from bot.domain.attachments import Attached
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.moderation.revising import Rule
    from bot.domain.ports import Ready
    from bot.jobs.tools import Tools

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class _DeletedError(Exception):
    """Its images were deleted meanwhile, which is another end."""

    def __init__(self, job: Job) -> None:
        super().__init__(job.id)
        self.job = job


@dataclass(frozen=True, slots=True)
class _Made:
    """A message that shows what the rows of one moment say."""

    job: Job
    rows: tuple[Image, ...]
    """As they were read."""
    shown: tuple[Image, ...]
    """As the message shows them, or is to."""
    rule: Rule
    ready: Ready
    new: tuple[int, ...]
    """Images that are uploaded."""

    @property
    def uploads_clear(self) -> bool:
        """Whether an image is uploaded that is seen as it is."""
        return any(it.judged.treatment in CLEAR for it in self.shown if it.number in self.new)


async def revise(tools: Tools, job: Job) -> None:
    """Make the message of a delivered job show its rows, and stay until it does.

    An image that cannot be shown goes back to what it was, and its case says so; where the message
    is gone, the cases say that.
    """
    if not await tools.patiently(lambda: tools.images.of(job.id)):
        # Delivered by a Darkroom that wrote none: nothing can have been decided.
        await tools.shown(job)
        return
    revising = _Revising(tools, job)
    try:
        while not await revising.is_told():
            log.info("message.changed_meanwhile")
    except _DeletedError as deleted:
        await show_end(tools, deleted.job)


class _Revising:
    """One message, until it shows what its rows say."""

    def __init__(self, tools: Tools, job: Job) -> None:
        self._tools = tools
        self._job = job
        self._made: _Made | None = None
        """What was sent last."""

    async def is_told(self) -> bool:
        """Show the rows, and note that they are shown; False where they changed meanwhile."""
        try:
            sent = await self._lastly()
            sent = await settle(self._tools, self._job, sent, self._lastly, holds=self._holds)
        except FilesRefusedError as error:
            log.warning("message.files_refused", why=str(error))
            return await self._give_up(Lost.FILES)
        except MessageGoneError as error:
            log.info("message.lost", why=str(error))
            return await self._give_up(Lost.MESSAGE)
        except ThreadClosedError as error:
            log.warning("message.out_of_reach", why=str(error))
            return await self._give_up(Lost.CLOSED)
        tools, job_id = self._tools, self._job.id
        is_told = await tools.patiently(
            lambda: tools.revisions.told(job_id, sent.rows, sent.shown),
        )
        if is_told:
            log.info("message.revised", new=len(sent.new))
            tools.to_tell.set()
        return is_told

    async def _lastly(self) -> _Made:
        """Send until the policy after the request is no stricter than the one before it."""
        while True:
            left = await closed_for(self._tools, self._job)
            bell = self._tools.doors.of(self._job.guild_id)
            sent = await insist(self._tools, self._once, closed_for=left, bell=bell)
            if not (sent.uploads_clear and (await self._rule()).is_stricter_than(sent.rule)):
                return sent
            log.info("policy.stricter")

    async def _once(self) -> _Made:
        """Make the message by the rows and the policy of this moment, and send one request."""
        await self._tools.leases.sure()
        await self._tools.publisher.landed(self._job.id)
        try:
            made = await self._make()
            while not await self._is_true(made):
                made = await self._make()
            self._made = made
            attached = await self._tools.publisher.finish(made.job, made.ready)
        except OutOfReachError as error:
            # It still shows what was there, to whom it is not hidden: like one in a closed thread.
            raise ThreadClosedError(str(error)) from error
        finally:
            self._tools.room.leave(self._job.id)
        self._made = replace(made, shown=attachments.posted(made.shown, attached))
        return self._made

    async def _make(self) -> _Made:
        """Make the message; what cannot be shown is put back before."""
        while True:
            job, rule, rows = await self._current(), await self._rule(), await self._rows()
            attached = await self._attached(job, rows)
            try:
                known, pictures = await pictures_of(self._tools, rows, attached, rule)
            except LostError as error:
                await self._put_back(error.image, attached, error.lost)
                continue
            ready = await self._tools.publisher.revise(
                job,
                known,
                pictures,
                Said(
                    metadata=rule.metadata,
                    stars=rule.stars,
                    engine=self._tools.engines.unusual(job),
                ),
            )
            return _Made(job, rows, as_made(known, ready.files), rule, ready, tuple(pictures))

    async def _is_true(self, made: _Made) -> bool:
        """Whether the rows and the policy are what they were when it was made: the policy last."""
        return await self._rows() == made.rows and await self._rule() == made.rule

    async def _holds(self) -> bool:
        """Whether what was sent last is still what the rows say."""
        return self._made is not None and await self._rows() == self._made.rows

    async def _give_up(self, lost: Lost) -> bool:
        """Note what will not be shown; return whether nothing else can be."""
        tools, made = self._tools, self._made
        if lost is Lost.FILES and made is not None and made.new:
            job = await self._current()
            attached = await insist(tools, lambda: tools.publisher.shows_end(job)) or {}
            for image in made.rows:
                if image.number in made.new:
                    await self._put_back(image, attached, lost)
            return False
        at = tools.clock.now()
        await tools.patiently(lambda: tools.revisions.lost(self._job.id, lost, at=at))
        self._told_of()
        return True

    async def _put_back(self, image: Image, attached: Attached, lost: Lost) -> None:
        log.warning("image.put_back", number=image.number, why=lost.value)
        after, at = withheld_again(image, attached), self._tools.clock.now()
        await self._tools.patiently(
            lambda: self._tools.revisions.put_back(image, after, lost, at=at)
        )
        self._told_of()

    def _told_of(self) -> None:
        """Have moderators see what could not be shown, and members hear of it."""
        self._tools.to_review.set()
        self._tools.to_tell.set()

    async def _attached(self, job: Job, rows: tuple[Image, ...]) -> Attached:
        """Return what the message shows, where the rows do not tell it."""
        if all(it.file is None or it.file.attachment_id is not None for it in rows):
            return {}
        return await self._tools.publisher.shows_end(job) or {}

    async def _rows(self) -> tuple[Image, ...]:
        return tuple(await self._tools.patiently(lambda: self._tools.images.of(self._job.id)))

    async def _rule(self) -> Rule:
        return rule_of(await self._tools.policy(self._job))

    async def _current(self) -> Job:
        """Return the job as it is now."""
        job = await self._tools.patiently(lambda: self._tools.store.get(self._job.id))
        if job is None:
            raise MessageGoneError("the job is gone")
        if job.deleted_by is not None:
            raise _DeletedError(job)
        return job
