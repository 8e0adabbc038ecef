"""The card of a case, made for whoever reads it; not sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivery.posts import Post
from bot.domain.moderation.casefile import is_lost
from bot.domain.moderation.entry import EntryKind
from bot.domain.moderation.revising import Lost
from bot.views.moderation.review_card import Shown, card_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    import discord

    from bot.delivery.files import Upload
    from bot.delivery.moderation.review_pictures import ReviewPictures
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.entry import Entry
    from bot.domain.ports import CaseStore, ImageStore, JobStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What is kept of cases and of what they are about."""

    cases: CaseStore
    jobs: JobStore
    images: ImageStore


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads a card."""

    locale: str
    limit: int
    """Bytes that a file may have there."""
    sees_originals: bool
    is_own: bool = False
    """Whether it is one moderator alone."""


@dataclass(frozen=True, slots=True)
class Made:
    """A card ready to be sent."""

    post: Post
    until: datetime | None
    """When it has to be made anew, since the original that it shows or offers is deleted."""


class CardMaking:
    """Makes the cards of cases."""

    def __init__(
        self, files: Files, pictures: ReviewPictures, engine: Callable[[Job], str]
    ) -> None:
        """Read ``files``; ``engine`` says what people call the engine of a job."""
        self._files = files
        self._pictures = pictures
        self._engine = engine

    async def subject(self, case: Case) -> tuple[Job | None, Image | None]:
        """Return what a case is about, as far as it is still there."""
        if case.job_id is None:
            return None, None
        job = await self._files.jobs.get(case.job_id)
        rows = await self._files.images.of(case.job_id)
        return job, next((image for image in rows if image.number == case.image), None)

    async def own(
        self, case: Case, locale: str, limit: int
    ) -> tuple[discord.ui.LayoutView, Mapping[str, bytes]]:
        """See PrivateCards."""
        made = await self.made(case, Reading(locale, limit, sees_originals=True, is_own=True))
        return made.post.view, {it.name: it.data for it in made.post.uploads}

    async def made(self, case: Case, reading: Reading) -> Made:
        """Make the card of a case as it stands now."""
        job, image = await self.subject(case)
        kept = None
        if job is not None and image is not None:
            kept = await self._pictures.find(job, image)
        upload: Upload | None = None
        if job is not None and image is not None and kept is not None:
            upload = await self._pictures.upload(
                job,
                image,
                kept.picture,
                blurred=not reading.sees_originals,
                limit=reading.limit,
            )
        entries = await self._files.cases.entries(case.id)
        shown = Shown(
            case=case,
            job=job,
            image=image,
            engine=self._engine(job) if job is not None else "",
            reports=sum(entry.kind is EntryKind.REPORTED for entry in entries),
            is_lost=is_lost(entries),
            is_out_of_reach=_is_out_of_reach(entries),
            file=upload.name if upload is not None else "",
            has_original=kept is not None and (kept.until is not None or case.is_open),
            is_blurred=not reading.sees_originals,
        )
        view = card_view(shown, reading.locale, is_own=reading.is_own)
        post = Post(view, (upload,) if upload is not None else ())
        return Made(post, kept.until if kept is not None else None)


def _is_out_of_reach(entries: Sequence[Entry]) -> bool:
    """Whether the last that could not be shown stands in a message that we may not change."""
    lost = [entry for entry in entries if entry.kind is EntryKind.LOST]
    return bool(lost) and lost[-1].details.get("lost") == Lost.CLOSED
