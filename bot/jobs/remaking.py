"""From a job to the request of another one that a button makes of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.choices import HiresScale
from bot.domain.image import SeedSource
from bot.domain.ranges import RANDOM_SEED, SEED
from bot.domain.request import Hires
from bot.errors import InvalidOptionError, RefusedError
from bot.jobs.naming import nobody
from bot.prompt.options import Options, Parsed
from bot.prompt.requested import options_of
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.domain.request import GenerationRequest
    from bot.jobs.naming import TellNames
    from bot.jobs.requests import Built, Requests
    from bot.prompt.edited import Edit
    from bot.prompt.form import Form
    from bot.texts.text import Text

_LARGER = {
    None: (HiresScale.X2, HiresScale.X1_5),
    HiresScale.X1_5: (HiresScale.X2,),
    HiresScale.X2: (HiresScale.X4,),
    HiresScale.X4: (),
}
"""What comes after each scale, the first that fits."""

_AS_LARGE_AS_IT_GETS = text("upscale.largest")


@dataclass(frozen=True, slots=True)
class Remaking:
    """Makes requests of requests, for the engine and the place of now."""

    requests: Requests
    policy: Policy

    async def again(self, job: Job) -> Built:
        """Return the same request with a seed that nobody knows yet.

        Raises:
            RefusedError: the engine or the place of now does not take it.

        """
        return await self._remade(job.request, replace(options_of(job.request), seed=RANDOM_SEED))

    async def varied(self, job: Job, image: Image) -> Built:
        """Return the same request with the seeds next to that of an image.

        Raises:
            RefusedError: see ``again``; or nobody knows that seed.

        """
        old = job.request
        images = old.images
        if self.policy.max_images is not None:
            images = max(1, min(images, self.policy.max_images))
        first = neighbour(_seed(image, text("vary.no_seed", number=image.number)), images)
        built = await self._remade(old, replace(options_of(old), seed=first, images=images))
        return replace(built, notes=(*self._notes(job), *built.notes))

    async def upscaled(self, job: Job, image: Image) -> Built:
        """Return the request for one image by the same seed, larger.

        Raises:
            RefusedError: see ``varied``; or it cannot be larger.

        """
        seed = _seed(image, text("upscale.no_seed", number=image.number))
        old = replace(job.request, seed=seed, images=1)
        built = await self._remade(old, options_of(self._larger(old)))
        notes = list(self._notes(job))
        if image.seed.source is SeedSource.DERIVED:
            notes.append(text("note.seed_derived", number=image.number))
        return replace(built, notes=(*notes, *built.notes))

    async def edited(self, edit: Edit, form: Form, tell: TellNames) -> Built:
        """Return a request as somebody edited it.

        Raises:
            RefusedError: see ``again``.

        """
        inline, slash = await asyncio.to_thread(edit.read, form)
        return await self.requests.anew(edit.request, inline, slash, self.policy, tell)

    def _larger(self, old: GenerationRequest) -> GenerationRequest:
        """Return the first larger request that is taken; if none is, one that says why."""
        larger = list(_larger(old))
        if not larger:
            raise RefusedError(_AS_LARGE_AS_IT_GETS)
        taken = (each for each in larger if self.requests.takes(each, self.policy))
        return next(taken, larger[0])

    async def _remade(self, old: GenerationRequest, wish: Options) -> Built:
        inline = Parsed(Options(prompt=wish.prompt))
        slash = Parsed(replace(wish, prompt=None))
        return await self.requests.anew(old, inline, slash, self.policy, nobody)

    def _notes(self, job: Job) -> Iterator[Text]:
        """Yield what makes images by the same seed other ones."""
        engine = self.requests.current
        if engine.name != job.engine:
            yield text("note.other_engine", engine=engine.title)


def neighbour(seed: int, images: int) -> int:
    """Return the first of so many seeds next to one: the one after it, as far as there are some."""
    return seed + 1 if seed + images <= SEED.high else seed - images


def _larger(old: GenerationRequest) -> Iterator[GenerationRequest]:
    """Yield what is larger, as far as any engine makes images so large."""
    hires = old.hires
    for scale in _LARGER[hires.scale if hires else None]:
        try:
            yield replace(old, hires=replace(hires, scale=scale) if hires else Hires(scale))
        except InvalidOptionError:
            continue


def _seed(image: Image, unknown: Text) -> int:
    if image.seed.value is None:
        raise RefusedError(unknown)
    return image.seed.value
