"""How images came about: all that is known of a job, for whoever asks, and more for moderators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord import ui

from bot.domain.job import JobState
from bot.domain.usage import Unit, unit_of
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.adjusted import adjusted_line
from bot.views.clean import code, shown
from bot.views.deleted import deleted_line
from bot.views.details_images import detectors, image_lines
from bot.views.details_paste import Pasted, pasted
from bot.views.ended import failure_lines
from bot.views.layout import ACCENT_DONE, layout
from bot.views.lineage import lineage
from bot.views.result import NEGATIVE_ROOM
from bot.views.settings_text import every_setting
from bot.views.shorten import Room, fill
from bot.views.texts import STATES, duration

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.texts.text import Text

WHOLE = Room(4000, 10_050)
"""Of the 10,170 bytes of a message each of its texts takes 12 more."""

SETTINGS_ROOM = Room(700, 2000)
IGNORED_ROOM = Room(180, 500)
KEY_ROOM = Room(40, 120)
HEADINGS = " " * 160
"""As long as what stands above the two forms to be pasted, where both are files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is told of a job."""

    job: Job
    images: Sequence[Image]
    """Its rows, in order; none where an older version delivered it, or nobody did."""
    engine: str
    """What people call its engine."""
    parent: Job | None = None
    """What it was made from, where anybody may be led there."""
    children: Sequence[Job] = ()
    """What was made from it, oldest first, likewise."""
    for_moderators: bool = False


def details_view(details: Details, locale: str = ENGLISH) -> tuple[ui.LayoutView, dict[str, str]]:
    """Return the message, and the files that it shows: contents by name."""
    job = details.job
    wish, about = _wish(job, locale), _about(details, locale)
    left = WHOLE.less(wish).less(about)
    images = _images(details, left.less(HEADINGS), locale)
    sections = [wish, *([images] if images else []), about]
    paste = pasted(job, details.images, left.less(images), locale)
    items: list[ui.Item[ui.LayoutView]] = [ui.TextDisplay(section) for section in sections]
    items += _shown(paste)
    return layout(ACCENT_DONE, *items), {it.file: it.text for it in paste if it.file}


def _shown(paste: Sequence[Pasted]) -> Iterator[ui.Item[ui.LayoutView]]:
    for it in paste:
        yield ui.TextDisplay(it.words)
        if it.file:
            yield ui.File(f"attachment://{it.file}")


def _wish(job: Job, locale: str) -> str:
    """Say who asked for what, and what became of it where that is not images."""
    began = f"<t:{int(job.created_at.timestamp())}:f>"
    asked = text("details.asked", member=f"<@{job.user_id}>", when=began)
    lines = [f"**{say(text('details.title'), locale)}** `{job.id}`", say(asked, locale)]
    lines += [say(line, locale) for line in _state(job)]
    lines.append(_filled(every_setting(job.request, locale), SETTINGS_ROOM))
    if negative := shown(job.request.negative_read, NEGATIVE_ROOM):
        lines.append(say(text("result.without", negative=negative), locale))
    if job.notes:
        lines.append(adjusted_line(job.notes, locale))
    if job.ignored:
        keys = _filled([code(key, KEY_ROOM) for key in job.ignored], IGNORED_ROOM, ", ")
        lines.append(say(text("details.ignored", keys=keys), locale))
    return "\n".join(lines)


def _state(job: Job) -> Iterator[Text]:
    if job.deleted_by is not None:
        yield deleted_line(job)
    elif job.state is not JobState.DELIVERED:
        yield STATES[job.state]
        if job.state is JobState.FAILED:
            yield from failure_lines(job)[:1]


def _images(details: Details, room: Room, locale: str) -> str:
    for_moderators = details.for_moderators
    lines = image_lines(details.job, details.images, for_moderators=for_moderators, locale=locale)
    return _filled(lines, room, "\n")


def _about(details: Details, locale: str) -> str:
    """Say who made it, who judged it, how long it took, what it cost and what belongs to it."""
    parts = [say(each, locale) for each in _facts(details)]
    return "\n".join(
        [" · ".join(parts), *lineage(details.job, details.parent, details.children, locale)]
    )


def _facts(details: Details) -> Iterator[Text]:
    job = details.job
    yield text("details.engine", engine=details.engine)
    if names := detectors(details.images):
        yield text("details.detector", detector=names)
    if job.ended_at is not None:
        took = max(0.0, (job.ended_at - job.created_at).total_seconds())
        yield text("details.took", duration=duration(took))
    if job.run_seconds is not None:
        yield text("details.ran", duration=duration(job.run_seconds))
    if job.cost is not None:
        if unit_of(job.engine) is Unit.KUDOS:
            yield text("details.kudos", cost=round(job.cost, 2))
        else:
            yield text("details.dollars", cost=round(job.cost, 4))


def _filled(pieces: Sequence[str], room: Room, between: str = " · ") -> str:
    """Join pieces, as many as fit, and none by half."""
    last = len(pieces) - 1
    return fill([it if at == last else it + between for at, it in enumerate(pieces)], room)
