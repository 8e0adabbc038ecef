"""Where a result came from, and what was made from it: links to other messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.links import message_link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.job import Job
    from bot.texts.text import Text

MOST_CHILDREN = 4
"""Told; each link takes up to 120 characters."""


def lineage(
    job: Job, parent: Job | None, children: Sequence[Job], locale: str = ENGLISH
) -> list[str]:
    """Return a line for each.

    Args:
        job: Of which is told.
        parent: What it was made from, where anybody may be led there.
        children: What was made from it, oldest first; more than are told say that there are more.
        locale: Of who reads it.

    """
    lines: list[str] = []
    if job.parent_job is not None:
        lines.append(say(_made_from(job, parent, locale), locale))
    linked = [(link, it.user_id) for it in children if (link := message_link(it))]
    if linked:
        links = tuple(
            f"[{number}]({link}) <@{user_id}>"
            for number, (link, user_id) in enumerate(linked[:MOST_CHILDREN], 1)
        )
        more = ("…",) if len(linked) > MOST_CHILDREN else ()
        lines.append(say(text("details.children", links=(*links, *more)), locale))
    return lines


def _made_from(job: Job, parent: Job | None, locale: str) -> Text:
    where = message_link(parent) if parent is not None else None
    if where is None:
        return text("details.parent_gone")
    if job.parent_image is None:
        words = say(text("details.parent_result"), locale)
    else:
        words = say(text("details.parent_image", number=job.parent_image), locale)
    return text("details.parent", link=f"[{words}]({where})")
