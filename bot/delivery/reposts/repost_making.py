"""The message by which images of a result are shown once more: judged, fetched, made; not sent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.delivery.files import Fitter
from bot.delivery.posts import Post
from bot.delivery.reposts.posted import GONE, UNREAD, address_of, posted_files
from bot.domain.ports import PostedImage, Result
from bot.domain.reposting import Showing, fits, leaving_out
from bot.domain.verdict import Treatment
from bot.engine_errors import ImageError
from bot.engines.pictures.stripping import stripped
from bot.errors import RefusedError
from bot.views.repost import repost_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import discord

    from bot.domain.fingerprint import Fingerprint, RememberedImages
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.judging import Bench
    from bot.domain.policy import Policy
    from bot.domain.ports import Blur, ImageStore, Likeness, Picture
    from bot.domain.reposting import Fit
    from bot.texts.text import Text

PATIENCE = 40.0
"""Seconds for fetching all files of a job."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Fetch(Protocol):
    """Fetches one image file from Discord."""

    async def __call__(self, url: str, /) -> Picture:
        """Return it, whole; raises ImageError."""
        ...


class Place(Protocol):
    """Where images are shown once more, and how they get there."""

    @property
    def locale(self) -> str:
        """The language of those who read it."""
        ...

    @property
    def limit(self) -> int:
        """Bytes that one file may have."""
        ...

    @property
    def blurs(self) -> bool:
        """Whether what is flagged there is shown blurred; else it is left out."""
        ...

    async def policy(self) -> Policy:
        """Return the policy in force at this moment."""
        ...

    def lines(self, job: Job) -> Sequence[Text]:
        """Return what is said of the images."""
        ...

    doubtful: Showing | None
    """What was sent last and had no answer: it may be there, or land later."""

    async def send(self, post: Post) -> None:
        """Send a message by one request.

        Raises:
            RefusedError: it never will be taken; the text says why.
            DeliveryError: it was not taken, as far as is known.

        """
        ...

    async def take_back(self) -> None:
        """Take away what was sent, also where no answer told its id.

        Raises:
            DeliveryError: it may still be there, or land later.

        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What images are made fit with."""

    client: discord.Client
    images: ImageStore
    bench: Callable[[Job], Bench | None]
    """Whose word counts now of what a job's engine makes; None where that is gone."""
    blur: Blur
    fetch: Fetch
    likeness: Likeness
    fitter: Fitter = field(default_factory=Fitter)


class Making:
    """Images of one job on their way into another place."""

    def __init__(
        self,
        sources: Sources,
        job: Job,
        numbers: Sequence[int] | None,
        place: Place,
        files: Mapping[str, str] | None,
    ) -> None:
        """See ``Reposts.show``."""
        self._sources = sources
        self._job = job
        self._numbers = numbers
        self._place = place
        self._files = files
        self._rows: dict[int, Image] = {}
        self._pictures: dict[int, Picture] = {}
        self._looks: dict[int, Fingerprint | None] = {}
        """Of those whose rows do not say how they look."""

    async def showing(self) -> Showing:
        """Return what may be seen there at this moment: rows first, the policy last."""
        rows = await self._sources.images.of(self._job.id)
        self._rows = {image.number: image for image in rows}
        remembered = await self._sources.likeness.remembered(self._job.guild_id)
        policy = await self._place.policy()
        numbers = list(self._rows) if self._numbers is None else self._numbers
        bench = self._sources.bench(self._job)
        told = fits(self._job, rows, numbers, policy, bench, blurs=self._place.blurs)
        alike = [row.number for row in rows if self._is_remembered(row, remembered)]
        return Showing(leaving_out(told, alike), policy.metadata)

    def _is_remembered(self, row: Image, remembered: RememberedImages) -> bool:
        """Whether an image is like one that is not to come again.

        One whose row does not say how it looks is fetched first, and looked at then.
        """
        if row.fingerprint is None and row.number not in self._looks:
            return False
        look = row.fingerprint or self._looks[row.number]
        return remembered.like(look) is not None

    async def post(self, showing: Showing) -> Post:
        """Make the message that shows just this.

        Raises:
            RefusedError: a file is not to be had, or cannot be blurred.

        """
        await self._fetch([fit.number for fit in showing.seen])
        images = [await self._image(fit) for fit in showing.seen]
        result = Result(images=tuple(images), seed=None, seconds=0.0, metadata=showing.metadata)
        uploads = await self._sources.fitter.uploads(self._job, result, each=self._place.limit)
        view = repost_view(
            self._job,
            images,
            {upload.number: upload.name for upload in uploads},
            self._place.lines(self._job),
            total=len(self._rows),
            locale=self._place.locale,
        )
        return Post(view, uploads)

    async def _image(self, fit: Fit) -> PostedImage:
        """Return what may be seen of one image: the only form that goes on from here."""
        row, picture = self._rows[fit.number], self._pictures[fit.number]
        if fit.form is Treatment.BLURRED:
            picture = await self._blurred(picture)
        return PostedImage(
            number=fit.number,
            verdict=replace(row.judged.verdict, finding=fit.finding),
            treatment=fit.form or Treatment.REFUSED,
            picture=picture,
            seed=row.seed,
        )

    async def _blurred(self, picture: Picture) -> Picture:
        try:
            return await self._sources.blur(picture)
        except Exception as error:
            log.exception("repost.not_blurred", job=self._job.id)
            raise RefusedError(UNREAD) from error

    async def _fetch(self, numbers: Sequence[int]) -> None:
        """Fetch what is not here yet, one after the other, as the message shows it now."""
        wanted = [number for number in numbers if number not in self._pictures]
        if not wanted:
            return
        if self._files is None:
            self._files = await posted_files(self._sources.client, self._job)
        try:
            async with asyncio.timeout(PATIENCE):
                for number in wanted:
                    address = address_of(self._rows[number], self._files)
                    picture = self._pictures[number] = await self._bare(address)
                    if self._rows[number].fingerprint is None:
                        look = await self._sources.likeness.fingerprint(picture)
                        self._looks[number] = look
        except ImageError as error:
            log.info("repost.not_fetched", job=self._job.id, why=str(error))
            raise RefusedError(UNREAD if error.transient else GONE) from error
        except TimeoutError as error:
            raise RefusedError(UNREAD) from error

    async def _bare(self, address: str) -> Picture:
        """Fetch a file, and take out what it tells of itself: that is another place's to say."""
        picture = await self._sources.fetch(address)
        return replace(picture, data=await asyncio.to_thread(stripped, picture.data))
