"""From what AI Horde says of a task to what the jobs know of it. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.domain.ports import TaskImage, TaskStatus, TaskView
from bot.engines.horde import notes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.engines.horde.models import Check, Generation, Status

LONGEST = 86_400.0
"""Seconds; an estimate beyond is nonsense."""

CENSORSHIP = "censorship"
CSAM = "csam"


def has_ended(seen: Check) -> bool:
    """Whether no more images will come.

    ``done`` alone does not say so: it is set while a worker is still at it, once others have
    given the image up. What was given up for good still counts as waiting.
    """
    nothing_left = seen.processing == 0 and seen.waiting == 0
    return seen.faulted or (nothing_left and (seen.done or bool(seen.finished)))


def nearly_ended(seen: Check, within: float) -> bool:
    """Whether the last images are being made, and should be ready in so many seconds."""
    if seen.waiting != 0 or not seen.processing:
        return False
    return seen.wait_time is not None and seen.wait_time <= within


def pending(seen: Check) -> TaskView:
    """Return what may be known of a task that has not ended."""
    has_begun = bool(seen.processing or seen.finished)
    share = (seen.finished or 0) / seen.total if seen.total else 0.0
    # It is told in whole seconds, rounded up.
    wait = None if seen.wait_time is None else seen.wait_time - 0.5
    return TaskView(
        status=TaskStatus.PENDING,
        place=None if has_begun else seen.queue_position or None,
        remaining=wait if wait is not None and 0 < wait <= LONGEST else None,
        progress=int(100 * share) if 0 < share < 1 else None,
        notes=(notes.NO_WORKER,) if seen.is_possible is False else (),
        cost=seen.kudos,
    )


def ended(seen: Status) -> TaskView:
    """Return what a task has made; fewer images than were asked for are a success."""
    images = images_of(seen)
    if not images:
        tries = seen.restarted or 0
        reason = f"given up after {tries} attempts" if tries else ""
        return TaskView(status=TaskStatus.FAILED, reason=reason, cost=seen.kudos)
    return TaskView(
        status=TaskStatus.SUCCEEDED,
        images=images,
        seed=images[0].seed,
        notes=notes.of_generations(seen.generations),
        cost=seen.kudos,
    )


def images_of(seen: Status) -> tuple[TaskImage, ...]:
    """Return the images by their seeds: they come in no order.

    A worker that makes several at once makes them from one seed. By that, the first of them can
    be asked for again and no other; these are said to have none.
    """
    ordered = sorted(_each_once(seen), key=_order)
    counted = Counter[int]()
    images = list[TaskImage]()
    for made in ordered:
        seed = made.seed
        if seed is not None:
            counted[seed] += 1
            seed = seed if counted[seed] == 1 else None
        images.append(_image(made, seed))
    return tuple(images)


def seeds_of(seen: Status) -> tuple[int, ...]:
    """Return the seeds that a task's images were made from, in order; -1 is none."""
    return tuple(sorted(-1 if made.seed is None else made.seed for made in _each_once(seen)))


def _each_once(seen: Status) -> Iterable[Generation]:
    """Return each image once, however often it is listed: as it was judged most strictly."""
    found: dict[str, Generation] = {}
    for made in seen.generations:
        name = made.id or made.img
        found[name] = max(found.get(name, made), made, key=_strictness)
    return found.values()


def _strictness(made: Generation) -> tuple[bool, bool]:
    image = _image(made, None)
    return image.is_csam, image.is_placeholder


def _order(made: Generation) -> tuple[bool, int, int, str]:
    indices = [told.value for told in made.gen_metadata if told.type == "batch_index"]
    index = int(indices[0]) if indices and indices[0].isdecimal() else 0
    return made.seed is None, made.seed or 0, index, made.id


def _image(made: Generation, seed: int | None) -> TaskImage:
    said = {told.value for told in made.gen_metadata if told.type == CENSORSHIP}
    is_csam = CSAM in said
    # Strict: a worker that says anything but no has judged the image, and may have replaced it.
    is_censored = made.censored not in (None, False) or bool(said)
    return TaskImage(
        url=made.img if made.img.startswith("http") else "",
        seed=seed,
        is_flagged=is_censored,
        is_placeholder=is_censored,
        is_csam=is_csam,
    )
