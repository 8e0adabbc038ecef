"""Files on messages: what comes up, what stays, and what Discord makes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from bot.playground.discord.complaints import Complaints
from bot.playground.discord.refusals import TOO_LARGE, TOO_MANY_FILES, RefusalError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.playground.discord.payload import Payload
    from bot.playground.discord.snowflakes import Snowflakes
    from bot.playground.discord.uploads import Upload

    Link = Callable[["Attachment"], str]

MOST_FILES = 10
IS_SPOILER = 1 << 3
SPOILER_PREFIX = "SPOILER_"
TYPES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file. ``size_px`` is its width and height if it is an image."""

    id: int
    name: str
    data: bytes
    content_type: str
    size_px: tuple[int, int] | None
    description: str | None = None
    spoiler: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """The files of a message after a request, and the names the request may show them by."""

    attachments: tuple[Attachment, ...]
    named: Mapping[str, Attachment]


def sanitised(name: str) -> str:
    """Return the file name as Discord stores it."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", name)


def merge(
    old: tuple[Attachment, ...],
    listed: list[Payload] | None,
    uploads: Mapping[int, Upload],
    ids: Snowflakes,
    limit: int,
) -> Kept:
    """Return a message's files after a request.

    A list is complete: what it leaves out is deleted. Without one all old files stay. A file
    may be shown as ``attachment://name`` only if this request uploads it, or keeps it by id
    *and* name.

    Args:
        old: The files so far.
        listed: The request's ``attachments``, ``None`` when absent.
        uploads: New files by the n of their ``files[n]``.
        ids: Where new ids come from.
        limit: Most bytes a file may have.

    Raises:
        RefusalError: a file is empty or too large, or there are too many.

    """
    _check_uploads(uploads, listed, limit)
    notes = {str(each.get("id")): each for each in listed or []}
    kept = [each for each in old if listed is None or str(each.id) in notes]
    renewed = [_annotated(each, notes.get(str(each.id), {})) for each in kept]
    new = [stored(upload, notes.get(str(n), {}), ids) for n, upload in uploads.items()]
    if len(renewed) + len(new) > MOST_FILES:
        raise RefusalError(*TOO_MANY_FILES)
    shown = [each for each in renewed if _is_named(each, notes)] + new
    return Kept((*renewed, *new), {each.name: each for each in shown})


def _check_uploads(
    uploads: Mapping[int, Upload], listed: Iterable[Payload] | None, limit: int
) -> None:
    if any(len(upload.data) > limit for upload in uploads.values()):
        raise RefusalError(*TOO_LARGE)
    complaints = Complaints()
    for n, upload in uploads.items():
        if not upload.data:
            complaints.add(("files", n), "BASE_TYPE_REQUIRED", "The file is empty")
    for at, note in enumerate(listed or []):
        complaints.text(note, ("attachments", at, "description"), 0, 1024)
        if "id" not in note:
            complaints.add(("attachments", at, "id"), "BASE_TYPE_REQUIRED", "Required")
    complaints.settle()


def _is_named(attachment: Attachment, notes: Mapping[str, Payload]) -> bool:
    return sanitised(str(notes.get(str(attachment.id), {}).get("filename"))) == attachment.name


def _annotated(attachment: Attachment, note: Payload) -> Attachment:
    return replace(
        attachment,
        description=note.get("description", attachment.description),
        spoiler=bool(note.get("is_spoiler", attachment.spoiler)),
    )


def stored(upload: Upload, note: Payload, ids: Snowflakes) -> Attachment:
    """Return a new file as Discord keeps it; ``note`` is what a request says of it."""
    name = sanitised(str(note.get("filename") or upload.name))
    return Attachment(
        id=ids.next(),
        name=name,
        data=upload.data,
        content_type=sniffed(upload.data),
        size_px=_size(upload.data),
        description=note.get("description"),
        spoiler=bool(note.get("is_spoiler")) or name.startswith(SPOILER_PREFIX),
    )


def sniffed(data: bytes) -> str:
    """Return a file's content type by its first bytes, never by its name."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    known = [kind for magic, kind in TYPES if data.startswith(magic)]
    return known[0] if known else "application/octet-stream"


def _size(data: bytes) -> tuple[int, int] | None:
    if not sniffed(data).startswith("image/"):
        return None
    try:
        with Image.open(BytesIO(data)) as image:
            return image.size
    except (OSError, Image.DecompressionBombError):
        return None
