"""An image of an earlier result in another place: the image, its prompt, and where it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import MediaGalleryItem, ui

from bot.domain.reposting import Bar
from bot.domain.verdict import Finding, Treatment
from bot.texts.say import say
from bot.texts.text import text
from bot.views.clean import plain
from bot.views.layout import ACCENT_DONE, layout, quoted_prompt, subtext
from bot.views.result import ALT_ROOM, alt_text
from bot.views.shorten import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.domain.job import Job
    from bot.domain.ports import PostedImage
    from bot.domain.reposting import Fit
    from bot.texts.text import Text


def repost_view(
    job: Job,
    images: Sequence[PostedImage],
    names: Mapping[int, str],
    lines: Iterable[Text],
    *,
    total: int,
    locale: str,
) -> ui.LayoutView:
    """Show images of a job once more; there are no buttons, since it may be anywhere.

    Args:
        job: Theirs.
        images: Those that are shown, in the form that they are shown in.
        names: The attachment of each, by the image's number.
        lines: What is said of them.
        total: How many the job has.
        locale: Of those who read it.

    """
    prompt = shorten(plain(job.request.prompt_read), ALT_ROOM) or "…"
    items = [
        MediaGalleryItem(
            f"attachment://{names[image.number]}",
            description=alt_text(image, prompt, locale, total=total),
            spoiler=image.treatment is Treatment.SPOILERED,
        )
        for image in images
    ]
    said = subtext([say(line, locale) for line in lines])
    return layout(ACCENT_DONE, ui.MediaGallery(*items), quoted_prompt(job), said)


def left_out(fit: Fit) -> Text:
    """Say why nothing of an image is shown."""
    number = fit.number
    match fit.bar:
        case Bar.CHANNEL:
            return text("repost.channel", number=number)
        case Bar.RULES if fit.finding is Finding.FLAGGED:
            return text("repost.flagged", number=number)
        case Bar.RULES:
            return text("repost.unknown", number=number)
        case Bar.REMEMBERED:
            return text("repost.remembered", number=number)
        case Bar.OFF:
            return text("repost.off")
        case _:
            return text("repost.absent", number=number)


def all_left_out(fits: Sequence[Fit]) -> list[Text]:
    """Say it of each, once."""
    return list(dict.fromkeys(left_out(fit) for fit in fits if fit.form is None))
