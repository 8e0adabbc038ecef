"""The final message of a delivered job: its images, how they came about, what is next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ports import PostedImage, Result
from bot.domain.request import RANDOM_SEED, SEED
from bot.domain.verdict import Treatment
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.adjusted import adjusted_line
from bot.views.card import Card, gallery, image, words
from bot.views.clean import plain, shown
from bot.views.costs import cost_told
from bot.views.layout import ACCENT_DONE, quotation, small
from bot.views.parent import parent_lines
from bot.views.rows import result_rows
from bot.views.settings_text import settings
from bot.views.shorten import Room, shorten
from bot.views.texts import (
    LABEL,
    blurred_alt,
    duration,
    for_member,
    image_note,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.ports import Picture
    from bot.texts.text import Text

ALT_ROOM = Room(940, 3800)
"""For the prompt in a description, which has 1,024 characters."""
NEGATIVE_ROOM = Room(150, 400)


def result_view(job: Job, result: Result, names: Mapping[int, str], locale: str = ENGLISH) -> Card:
    """Show what a job made.

    Args:
        job: The job.
        result: Its images, in order.
        names: The attachment of each image that is uploaded, by the image's number.
        locale: Of those who read it.

    """
    prompt_alt = shorten(plain(job.request.prompt_read), ALT_ROOM) or "…"
    said = [
        quotation(job),
        *parent_lines(job, locale),
        small(_particulars(job, result, locale)),
    ]
    if job.notes:
        said.append(small([adjusted_line(job.notes, locale)]))
    notes = _notes(job, result)
    if notes:
        said.insert(0, "\n".join(say(note, locale) for note in notes))
    items = [
        image(
            names[each.number],
            alt_text(each, prompt_alt, locale, total=len(result.images)),
            spoiler=each.treatment is Treatment.SPOILERED,
        )
        for each in result.images
        if each.number in names
    ]
    rows = result_rows(job, result.images, locale, stars=result.stars)
    return Card(ACCENT_DONE, [*([gallery(items)] if items else []), *map(words, said), *rows])


def result_of(job: Job, images: Iterable[Image], pictures: Mapping[int, Picture]) -> Result:
    """Return what a delivered job shows, as its rows tell it.

    Args:
        job: As it ended.
        images: Its rows, in order.
        pictures: What is uploaded anew, by the image's number.

    """
    took = (job.ended_at or job.created_at) - job.created_at
    return Result(
        images=tuple(
            PostedImage(
                number=image.number,
                verdict=image.judged.verdict,
                treatment=image.judged.treatment,
                picture=pictures.get(image.number),
                seed=image.seed,
                reviewed=image.reviewed,
            )
            for image in images
        ),
        seed=job.seed,
        seconds=max(0.0, took.total_seconds()),
    )


def alt_text(image: PostedImage, prompt: str, locale: str = ENGLISH, *, total: int = 1) -> str:
    """Describe one of ``total`` images to those who cannot see it; of a blurred one tell nothing.

    ``prompt`` is cut to ``ALT_ROOM``.
    """
    if image.treatment is Treatment.BLURRED:
        return say(blurred_alt(image.verdict.finding), locale)
    if total == 1:
        return say(text("alt.only", prompt=prompt), locale)
    return say(text("alt.image", number=image.number, total=total, prompt=prompt), locale)


def _notes(job: Job, result: Result) -> list[Text]:
    made, asked = len(result.images), job.request.images
    notes = [
        image_note(image.number, image.verdict.finding, image.treatment, is_reviewed=image.reviewed)
        for image in result.images
    ]
    notes += result.notes
    if made < asked:
        notes.append(text("result.fewer", count=asked, made=made))
    return [note for note in notes if note is not None]


def _particulars(job: Job, result: Result, locale: str) -> list[str]:
    request = job.request
    seed = request.seed if result.seed is None else result.seed
    is_known = seed in SEED and seed != RANDOM_SEED
    parts = [say(text("result.seed", seed=seed), locale)] if is_known else []
    parts += settings(request, locale)
    if negative := shown(request.negative_read, NEGATIVE_ROOM):
        parts.append(say(text("result.without", negative=negative), locale))
    if result.engine:
        parts.append(say(text("result.engine", engine=result.engine), locale))
    parts += cost_told(job, locale)
    told = (duration(result.seconds), for_member(job), LABEL)
    return [*parts, *(say(each, locale) for each in told)]
