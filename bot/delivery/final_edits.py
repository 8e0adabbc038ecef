"""Makes the edits by which a message becomes final, or changes after that; sends nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.delivery.file_budget import CHANNEL_FILE_BYTES
from bot.delivery.files import Fitter
from bot.delivery.routes import Edit
from bot.domain import attachments
from bot.views.ended import ended_view
from bot.views.result import result_of, result_view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.delivery.files import Upload
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.ports import Picture, Result, Said


class FinalEdits:
    """Edits for one of the ways to a message, with files that fit it."""

    def __init__(self) -> None:
        self._fitter = Fitter()

    async def final(self, job: Job, result: Result | None, *, by_token: bool) -> Edit:
        """Return what shows the result, or the words for a job without images."""
        if result is None:
            return Edit(ended_view(job, job.address.locale), (), by_token=by_token)
        uploads = await self._uploads(job, result, by_token=by_token)
        names = {upload.number: upload.name for upload in uploads}
        view = result_view(job, result, names, job.address.locale)
        return Edit(view, uploads, by_token=by_token)

    async def revised(
        self,
        job: Job,
        images: Sequence[Image],
        pictures: Mapping[int, Picture],
        *,
        by_token: bool,
        said: Said,
    ) -> Edit:
        """Return what shows the rows of a delivered job; attachments that they name stay."""
        if job.deleted_by is not None:
            return await self.final(job, None, by_token=by_token)
        plan = attachments.plan(images)
        new = {number: pictures[number] for number in plan.new}
        told = result_of(job, images, new)
        result = replace(told, metadata=said.metadata, stars=said.stars, engine=said.engine)
        uploads = await self._uploads(job, result, by_token=by_token)
        names = {image.number: image.file.name for image in images if image.file}
        names |= {upload.number: upload.name for upload in uploads}
        view = result_view(job, result, names, job.address.locale)
        return Edit(view, uploads, by_token=by_token, kept=plan.kept)

    async def _uploads(self, job: Job, result: Result, *, by_token: bool) -> tuple[Upload, ...]:
        limit = job.address.size_limit
        each = limit if by_token else min(limit, CHANNEL_FILE_BYTES)
        return await self._fitter.uploads(job, result, each=each)
