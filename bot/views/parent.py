"""One line that says which result another one was made of, by which button."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.texts.say import say
from bot.texts.text import text
from bot.views.buttons import AGAIN, EDIT, UPSCALE, VARY
from bot.views.layout import small
from bot.views.links import link_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.job import Job
    from bot.texts.text import Text

_MADE_BY: Mapping[str, Text] = {
    AGAIN: text("parent.again"),
    EDIT: text("parent.edit"),
    UPSCALE: text("parent.upscale"),
    VARY: text("parent.vary"),
}
_OTHERWISE = text("parent.other")
_UNLINKED = re.compile(r"\[([^]]*)\]\(\)")


def parent_lines(job: Job, locale: str) -> list[str]:
    """Return the line; none where nobody made it by a button.

    There is a link where others can follow it: a private message has none.
    """
    if job.parent_job is None:
        return []
    made = _MADE_BY.get(job.made_by, _OTHERWISE)
    link = ("link", _link(job))
    params = (link,) if job.parent_image is None else (link, ("number", job.parent_image))
    line = _UNLINKED.sub(r"\1", say(replace(made, params=params), locale))
    return [small([line])]


def _link(job: Job) -> str:
    if job.parent_channel is None or job.parent_message is None:
        return ""
    return link_to(job.guild_id, job.parent_channel, job.parent_message)
