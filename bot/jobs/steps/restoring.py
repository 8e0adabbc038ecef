"""The pictures of a message that is made anew: those that it does not show, from originals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.domain import attachments
from bot.domain.moderation.revising import Lost, identified
from bot.domain.verdict import CLEAR
from bot.jobs.picture_room import USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.attachments import Attached
    from bot.domain.image import Image
    from bot.domain.moderation.revising import Rule
    from bot.domain.ports import Picture
    from bot.jobs.tools import Tools

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class LostError(Exception):
    """An image cannot be shown as its row says."""

    def __init__(self, image: Image, lost: Lost) -> None:
        """Say which, and why."""
        super().__init__(lost.value)
        self.image = image
        self.lost = lost


async def pictures_of(
    tools: Tools, rows: Sequence[Image], attached: Attached, rule: Rule
) -> tuple[tuple[Image, ...], Mapping[int, Picture]]:
    """Return the rows with what the message has of them, and pictures of the others.

    The pictures have room, which whoever asked gives back.

    Args:
        tools: What steps work with.
        rows: All of a job's.
        attached: What its message shows, as far as the rows do not tell it.
        rule: Of this moment.

    Raises:
        LostError: of one there is and will be none.

    """
    # One that was shown is there by its name, though nobody told its id.
    known = [identified(it, attached) if it.shown else it for it in rows]
    new = attachments.plan(known).new
    if not new:
        return tuple(known), {}
    await tools.room.enter(rows[0].job_id, USUAL * len(new))
    pictures: dict[int, Picture] = {}
    for index, image in enumerate(known):
        if image.number not in new:
            continue
        if image.judged.treatment in CLEAR and not rule.enabled:
            raise LostError(image, Lost.SWITCHED_OFF)
        picture = await _picture(tools, image)
        if picture is not None:
            pictures[image.number] = picture
            continue
        known[index] = identified(image, attached)
        if known[index] == image:
            raise LostError(image, Lost.ORIGINAL)
    tools.room.resize(rows[0].job_id, sum(len(it.data) for it in pictures.values()))
    return tuple(known), pictures


async def _picture(tools: Tools, image: Image) -> Picture | None:
    """Return what is uploaded of an image, by its original; None if that is not to be had."""
    now = tools.clock.now()
    original = await tools.patiently(
        lambda: tools.originals.get(image.job_id, image.number, now=now)
    )
    if original is None:
        return None
    try:
        picture = await tools.opened(original)
        return picture if image.judged.treatment in CLEAR else await tools.blur(picture)
    except Exception:
        log.exception("image.not_restored", number=image.number)
        return None
