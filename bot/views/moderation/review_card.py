"""The card of a case: what a moderator has to know of an image, and what they can do with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from discord import ButtonStyle, MediaGalleryItem, ui

from bot.domain.ids import JobId
from bot.domain.moderation.entry import EntryKind
from bot.domain.verdict import Treatment
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.clean import code
from bot.views.component_ids import ComponentId, custom_id
from bot.views.details_images import detectors, judged_lines
from bot.views.layout import (
    ACCENT_CANCELLED,
    ACCENT_DONE,
    ACCENT_FAILED,
    ACCENT_WORKING,
    layout,
    quoted_prompt,
    subtext,
)
from bot.views.links import message_link
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.moderation.case import Case
    from bot.texts.text import Text

APPROVE, KEEP, REMOVE = "approve", "keep", "remove"
"""Decide about an image."""

REMEMBER = "remember"
"""Removes an image, and holds what is like it from then on."""

BLOCK = "block"
"""Blocks whoever asked for it."""

TUNE = "tune"
"""Shows what other thresholds would have done; of one of them, sets it."""

DECIDING = (APPROVE, KEEP, REMOVE, REMEMBER)
"""In the first row of a card."""

LOOK = "look"
"""Shows the original to one moderator alone."""

LABELS: Mapping[str, Text] = {
    APPROVE: text("review.approve"),
    KEEP: text("review.keep"),
    REMOVE: text("review.remove"),
    REMEMBER: text("review.remember"),
    BLOCK: text("review.block"),
    TUNE: text("review.tune"),
    LOOK: text("review.look"),
}
"""What the button of each action is called."""

_STYLES = {
    APPROVE: ButtonStyle.success,
    REMOVE: ButtonStyle.danger,
    REMEMBER: ButtonStyle.danger,
    BLOCK: ButtonStyle.danger,
}
_DECIDED = {
    EntryKind.APPROVED: text("review.approved"),
    EntryKind.KEPT: text("review.kept"),
    EntryKind.REMOVED: text("review.removed"),
    EntryKind.REMEMBERED: text("review.remembered"),
}
_ACCENTS = {
    EntryKind.APPROVED: ACCENT_DONE,
    EntryKind.KEPT: ACCENT_CANCELLED,
}
HOLD_ROOM = Room(200, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a card is made of."""

    case: Case
    job: Job | None
    """None where it is gone; its case stays."""
    image: Image | None
    engine: str = ""
    """What people call it."""
    reports: int = 0
    file: str = ""
    """The attachment that shows the image; empty for none."""
    has_original: bool = False
    """Whether it can be looked at, and shown if it is approved."""
    is_lost: bool = False
    """Whether what was decided could not be shown."""
    is_out_of_reach: bool = False
    """Whether that is since the message could not be changed, and shows what it showed."""
    is_blurred: bool = False
    """Whether the file is."""


def card_view(shown: Shown, locale: str = ENGLISH, *, is_own: bool = False) -> ui.LayoutView:
    """Show a case about an image.

    Args:
        shown: The case.
        locale: Of those who read it.
        is_own: Whether one moderator alone sees it, who has looked already.

    """
    case = shown.case
    accent = ACCENT_WORKING
    if case.decision is not None:
        accent = _ACCENTS.get(case.decision, ACCENT_FAILED)
    return layout(accent, *_items(shown, locale, is_own=is_own))


def decided(case: Case) -> Text:
    """Say who decided a case, what and when."""
    kind = case.decision or EntryKind.KEPT
    at = int(case.decided_at.timestamp()) if case.decided_at else 0
    who, when = f"<@{case.decided_by}>", f"<t:{at}:R>"
    return replace(_DECIDED[kind], params=(("moderator", who), ("when", when)))


def resembling(number: int) -> Text:
    """Say why an image is held that its judge may have found nothing in."""
    return text("review.resembles", number=number) if number else text("review.not_compared")


def _items(shown: Shown, locale: str, *, is_own: bool) -> Iterator[ui.Item[Any]]:
    case, job = shown.case, shown.job
    title = text("review.title", number=case.number, image=case.image or 1)
    lines = [f"**{say(title, locale)}**"]
    lines += [say(line, locale) for line in _state(shown)]
    yield ui.TextDisplay("\n".join(lines))
    if shown.file:
        alt = text("review.alt_blurred") if shown.is_blurred else text("review.alt")
        yield ui.MediaGallery(
            MediaGalleryItem(
                f"attachment://{shown.file}",
                description=say(alt, locale),
                spoiler=not shown.is_blurred,
            )
        )
    if job is not None:
        yield quoted_prompt(job)
    yield subtext(list(_particulars(shown, locale, is_own=is_own)))
    yield from _rows(shown, locale, is_own=is_own)


def _state(shown: Shown) -> Iterator[Text]:
    case, image = shown.case, shown.image
    if case.decision is not None:
        yield decided(case)
        if shown.is_lost:
            yield text("review.unchanged") if shown.is_out_of_reach else text("review.lost")
        return
    if shown.is_lost and shown.is_out_of_reach:
        yield text("review.unchanged")
    elif shown.is_lost and shown.has_original:
        yield text("review.put_back")
    elif image is None or image.judged.treatment is Treatment.REMOVED:
        yield text("review.image_gone")
    elif not shown.has_original:
        yield text("review.original_gone")


def _particulars(shown: Shown, locale: str, *, is_own: bool) -> Iterator[str]:
    case, job, image = shown.case, shown.job, shown.image
    yield say(text("review.asked", member=f"<@{case.subject}>"), locale)
    yield f"<t:{int(case.opened_at.timestamp())}:R>"
    if shown.reports:
        yield say(text("review.reports", count=shown.reports), locale)
    if image is not None:
        if (number := image.judged.resembles) is not None:
            yield say(resembling(number), locale)
        for line in judged_lines(image):
            yield say(line, locale)
        if shown.engine:
            yield say(text("result.engine", engine=shown.engine), locale)
        if names := detectors([image]):
            yield say(text("review.detector", detector=names), locale)
    if job is not None and job.hold and is_own:  # others may read the channel
        yield say(text("review.hold", why=code(job.hold, HOLD_ROOM)), locale)
    if job is not None and (link := message_link(job)):
        yield f"[{say(text('review.message'), locale)}]({link})"


def _rows(shown: Shown, locale: str, *, is_own: bool) -> Iterator[ui.ActionRow[ui.LayoutView]]:
    case = shown.case
    look = (LOOK,) if shown.has_original and not is_own else ()
    if case.decision is not None:
        if look:
            yield ui.ActionRow(_button(LOOK, case, locale))
        return
    yield ui.ActionRow(*(_button(each, case, locale) for each in DECIDING))
    yield ui.ActionRow(*(_button(each, case, locale) for each in (BLOCK, TUNE, *look)))


def _button(action: str, case: Case, locale: str) -> ui.Button[ui.LayoutView]:
    return ui.Button(
        label=say(LABELS[action], locale),
        style=_STYLES.get(action, ButtonStyle.secondary),
        custom_id=custom_id(ComponentId(action, JobId(case.id))),
    )
