"""Posting images: files first, the policy last, one request for each judgement.

What is posted is what the policy of that very moment allows. A policy that became stricter
while the request was on its way is obeyed at once, by another edit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.domain.attachments import posted
from bot.domain.judging import judge
from bot.domain.ports import PostedImage, Result
from bot.domain.verdict import Asked, Judged, Treatment, is_stricter
from bot.engine_errors import ImageError
from bot.errors import DeliveryError
from bot.jobs.insisting import insist, settle
from bot.jobs.steps import recording

if TYPE_CHECKING:
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.ports import Picture, Ready, TaskView
    from bot.jobs.steps.fetching import JobPictures
    from bot.jobs.tools import Tools

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class SwitchedOffError(Exception):
    """Image generation is switched off where the message stands."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What Discord took."""

    result: Result
    images: tuple[Image, ...]
    """The rows, as the message shows them."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """What the policy of one moment makes of the images."""

    judged: tuple[Judged, ...]
    metadata: bool
    """Whether their files carry the settings."""
    stars: bool
    """Whether members may star them."""

    def is_stricter_than(self, other: _Rule) -> bool:
        """Whether what was posted under another rule may not stay."""
        tells_less = other.metadata and not self.metadata
        return tells_less or is_stricter(self.judged, other.judged)


@dataclass(frozen=True, slots=True)
class _Prepared:
    rule: _Rule
    result: Result
    ready: Ready
    images: tuple[Image, ...]


@dataclass(frozen=True, slots=True)
class _Taken:
    rule: _Rule
    posted: Posted


class Posting:
    """One job's images on their way into its message."""

    def __init__(self, tools: Tools, job: Job, view: TaskView, pictures: JobPictures) -> None:
        """Judge what ``view`` says of the images in ``pictures``."""
        self._tools = tools
        self.job = job
        self._view = view
        self._pictures = pictures
        self._blurred: dict[int, Picture | None] = {}
        self._prepared: _Prepared | None = None
        self._record = recording.Record(tools, job)
        self._sent: list[_Rule] = []
        """By what rules something was sent, taken or not: it may have landed. They are few, and a
        list asks none for the hash of all that was judged."""

    async def post(self) -> Posted:
        """Post, and stay until nothing else can be the last word.

        Raises:
            NotOursError: somebody else works on the job now.
            SwitchedOffError: nothing may be posted here, nor stay.
            ImageError: no image is to be had any more.
            FilesRefusedError, MessageGoneError, ThreadClosedError: see ``insist``.

        """
        return await settle(self._tools, self.job, await self._lastly(), self._lastly)

    async def may_stay(self) -> bool:
        """Whether the policy of this moment lets be seen whatever of ours may be seen."""
        try:
            rule = await self._rule()
        except SwitchedOffError:
            return False
        return not any(rule.is_stricter_than(sent) for sent in self._sent)

    async def _lastly(self) -> Posted:
        """Post until the policy after the request is no stricter than the one before it."""
        while True:
            closed_for = self._tools.left(self.job)
            taken = await insist(self._tools, self._once, closed_for=closed_for)
            if not (await self._rule()).is_stricter_than(taken.rule):
                return taken.posted
            log.info("policy.stricter")

    async def _once(self) -> _Taken:
        """Judge by the policy of this moment, and send one request; return what was taken.

        What is sent stands in rows before: they are written before the policy is read last.
        """
        await self._tools.publisher.landed(self.job.id)
        rule = await self._rule()
        while self._prepared is None or self._prepared.rule != rule:
            self._prepared = await self._prepare(rule)
            rule = await self._rule()
        if rule not in self._sent:
            self._sent.append(rule)
        prepared = self._prepared
        try:
            attached = await self._tools.publisher.finish(self.job, prepared.ready)
        except DeliveryError:
            self._prepared = None
            self._pictures.make_room()
            raise
        return _Taken(rule, Posted(prepared.result, posted(prepared.images, attached)))

    async def _rule(self) -> _Rule:
        await self._tools.leases.sure()
        policy = await self._tools.policy(self.job)
        if not policy.enabled:
            raise SwitchedOffError
        await self._hold_if_forbidden()
        remembered = await self._tools.remembered(self.job)
        asked = Asked(self.job.detection_asked, self.job.detection_level)
        said, bench = self._pictures.evidence(remembered), self._pictures.bench
        private, hold = self.job.request.private, bool(self.job.hold)
        judged = judge(said, asked, policy, bench, private=private, hold=hold)
        return _Rule(judged, policy.metadata, policy.stars)

    async def _hold_if_forbidden(self) -> None:
        """Hold what a filter would not let through by now: it is made, and a moderator decides."""
        job, look = self.job, self._tools.second_look
        hold = await self._tools.patiently(lambda: look.before_posting(job))
        if hold != job.hold:
            self.job = replace(job, hold=hold)

    async def _prepare(self, rule: _Rule) -> _Prepared:
        pictures = await self._pictures.held()
        if self._pictures.may_come and self._tools.left(self.job) > 0:
            self._pictures.drop()
            raise DeliveryError("an image that made room for others has not come again")
        if self._pictures.none_came:
            raise ImageError("the images that made room for others are gone")
        named = self._pictures.images
        seeds = recording.seeds(self.job, self._view.seed, named)
        images = tuple(
            [
                replace(await self._image(index, one, picture), seed=seed)
                for index, (one, picture, seed) in enumerate(
                    zip(rule.judged, pictures, seeds, strict=True)
                )
            ]
        )
        seconds = (self._tools.clock.now() - self.job.created_at).total_seconds()
        result = Result(
            images=images,
            seed=self._view.seed,
            seconds=max(0.0, seconds),
            engine=self._tools.engines.unusual(self.job),
            notes=self._view.notes,
            metadata=rule.metadata,
            stars=rule.stars,
        )
        ready = await self._tools.publisher.prepare(self.job, result)
        looks = self._pictures.fingerprints
        rows = recording.rows(self.job, rule.judged, result, ready.files, named, looks)
        originals = recording.originals(self._tools, rows, pictures)
        await self._record.write(rows, originals, was_sent=bool(self._sent))
        return _Prepared(rule, result, ready, rows)

    async def _image(self, index: int, judged: Judged, picture: Picture | None) -> PostedImage:
        """Return what the channel may see of one image: the only form that goes on from here."""
        treatment, shown = judged.treatment, picture
        if treatment is Treatment.REPLACED:
            shown = None
        elif picture is None:
            treatment = Treatment.MISSING
        elif treatment is Treatment.BLURRED:
            shown = await self._blur(index, picture)
            treatment = treatment if shown else Treatment.REFUSED
        elif treatment not in {Treatment.SHOWN, Treatment.SPOILERED}:
            shown = None
        return PostedImage(
            number=index + 1, verdict=judged.verdict, treatment=treatment, picture=shown
        )

    async def _blur(self, index: int, picture: Picture) -> Picture | None:
        """Blur an image, once. What cannot be blurred is not shown; its clear neighbours are."""
        if index not in self._blurred:
            try:
                self._blurred[index] = await self._tools.blur(picture)
            except Exception:
                log.exception("image.not_blurred", number=index + 1)
                self._blurred[index] = None
        return self._blurred[index]
