"""A job's request to be pasted: as a command of ours, and as web UIs write it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.image import is_seed
from bot.domain.request import RANDOM_SEED
from bot.prompt.render import as_block, as_flags
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.request import GenerationRequest
    from bot.views.shorten import Room

FENCE = "```"

COMMAND = text("details.command")
BLOCK = text("details.block")


@dataclass(frozen=True, slots=True)
class Pasted:
    """One form of a request."""

    words: str
    """Shown; with the request itself in a code block where it fits."""
    text: str
    file: str = ""
    """The name of the file that holds it where it does not."""


def pasted(
    job: Job, images: Sequence[Image], room: Room, locale: str = ENGLISH
) -> tuple[Pasted, ...]:
    """Return the command and the block, in what is left of a message, else in files.

    With the seed that the images really have, where it is known.
    """
    request = _as_made(job, images)
    command, block = f"/imagine prompt:{as_flags(request)}", as_block(request)
    headings = [say(COMMAND, locale), say(BLOCK, locale)]
    # Each may have to be a file, whose heading is to fit beside what comes before.
    first = _pasted(headings[0], command, f"{job.id}-command.txt", room.less(headings[1]))
    second = _pasted(headings[1], block, f"{job.id}-parameters.txt", room.less(first.words))
    return first, second


def _pasted(heading: str, content: str, file: str, room: Room) -> Pasted:
    words = f"{heading}\n{FENCE}\n{content}\n{FENCE}"
    if FENCE not in content and room.holds(words):
        return Pasted(words, content)
    return Pasted(heading, content, file)


def _as_made(job: Job, images: Sequence[Image]) -> GenerationRequest:
    request = job.request
    first = images[0].seed.value if images else job.seed
    if request.seed != RANDOM_SEED or first is None or not is_seed(first):
        return request
    return replace(request, seed=first)
