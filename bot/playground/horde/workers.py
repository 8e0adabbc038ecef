"""What the workers think of the images that they have made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.novita.detection import confidence

if TYPE_CHECKING:
    from bot.playground.horde.tasks import Task

LEVEL = 1
CONFIDENT = 50


def is_judged_hot(task: Task, index: int) -> bool:
    """Return whether a worker would censor an image where that is asked for; of several, one."""
    prompt = task.prompt.partition("###")[0].strip()
    seed, count = task.slots[0].seed, len(task.slots)
    return confidence(prompt, seed, index, count=count, level=LEVEL) > CONFIDENT
