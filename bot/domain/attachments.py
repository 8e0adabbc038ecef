"""Which files of a message stay and which are new: decided from the rows alone. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from bot.domain.verdict import Treatment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.domain.ids import JobId
    from bot.domain.image import Image

    Attached: TypeAlias = Mapping[str, int]
    """The attachments of a message: ids by file name."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An attachment that stays. Discord wants both: by id alone a gallery does not find it."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an edit does to a message's files; attachments that it does not name are deleted."""

    kept: tuple[Kept, ...]
    new: tuple[int, ...]
    """Numbers of the images whose files have to be uploaded."""


def plan(images: Iterable[Image]) -> Plan:
    """Return how a message comes to show just the files of these rows."""
    kept: list[Kept] = []
    new: list[int] = []
    for image in images:
        if image.file is None:
            continue
        if image.file.attachment_id is None:
            new.append(image.number)
        else:
            kept.append(Kept(image.file.attachment_id, image.file.name))
    return Plan(tuple(kept), tuple(new))


def posted(images: Iterable[Image], attached: Attached) -> tuple[Image, ...]:
    """Return the rows after Discord took a message with all their files.

    An id that its answer did not tell stays as it was known, or unknown.
    """
    return tuple(_with_id(image, attached, shown=image.file is not None) for image in images)


def found(images: Iterable[Image], attached: Attached) -> tuple[Image, ...]:
    """Return the rows by what a message was found to show: another file is not theirs."""
    return tuple(
        _with_id(image, attached, shown=image.file is not None and image.file.name in attached)
        for image in images
    )


def may_stay(job_id: JobId, attached: Attached, treatments: Mapping[int, Treatment]) -> bool:
    """Whether a message shows no more than each image's treatment of this moment allows.

    A file does not tell whether it is behind a spoiler: one that must be is taken not to be. Nor
    may a file stay that is of no image.
    """
    allowed: set[str] = set()
    for number, treatment in treatments.items():
        if treatment is Treatment.SHOWN:
            allowed.add(f"{job_id}-{number}")
        if treatment in {Treatment.SHOWN, Treatment.SPOILERED, Treatment.BLURRED}:
            allowed.add(f"{job_id}-{number}-blurred")
    return all(name.rpartition(".")[0] in allowed for name in attached)


def _with_id(image: Image, attached: Attached, *, shown: bool) -> Image:
    if (file := image.file) is not None:
        known = attached.get(file.name, file.attachment_id)
        file = replace(file, attachment_id=known)
    return replace(image, file=file, shown=shown, told=True)
