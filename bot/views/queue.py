"""What ``/queue`` says: a member's own jobs that wait, and what is ahead of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.clean import shown
from bot.views.layout import ACCENT_CANCELLED, layout
from bot.views.links import message_link
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.domain.queueing import OwnQueue, Queued
    from bot.texts.text import Text

MOST = 10
"""Jobs that are told one by one."""

PROMPT_ROOM = Room(120, 240)

NOTHING, NEXT, OPEN = text("queue.nothing"), text("queue.next"), text("history.open")
HINT = text("queue.hint")


def queue_view(
    queue: OwnQueue, locale: str = ENGLISH, *, beside: Sequence[Text] = ()
) -> ui.LayoutView:
    """Show the queue to its member, who alone reads it; ``beside`` it is said why no more fits."""
    lines = "\n".join([*_lines(queue, locale), *(say(each, locale) for each in beside)])
    return layout(ACCENT_CANCELLED, ui.TextDisplay[ui.LayoutView](lines))


def _lines(queue: OwnQueue, locale: str) -> Iterator[str]:
    under_way = say(text("queue.under_way", count=queue.under_way), locale)
    if not queue.total:
        yield say(NOTHING, locale)
        if queue.under_way:
            yield under_way
        return
    yield say(text("queue.heading", count=queue.total), locale)
    for queued in queue.waiting:
        yield _line(queued, locale)
    if (more := queue.total - len(queue.waiting)) > 0:
        yield say(text("queue.more", count=more), locale)
    if queue.under_way:
        yield under_way
    yield f"-# {say(HINT, locale)}"


def _line(queued: Queued, locale: str) -> str:
    job = queued.job
    ahead = text("queue.ahead", count=queued.ahead) if queued.ahead else NEXT
    since = text("queue.since", at=int(job.created_at.timestamp()))
    parts = [say(ahead, locale), say(since, locale)]
    if link := message_link(job):
        parts.append(f"[{say(OPEN, locale)}]({link})")
    prompt = shown(job.request.prompt_read, PROMPT_ROOM) or "…"
    return f"**{prompt}**\n-# {' · '.join(parts)}"
