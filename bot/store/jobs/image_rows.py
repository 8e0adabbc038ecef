"""An image as a row and back; what changes in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.ids import JobId
from bot.domain.image import Image, ImageFile, ImageSeed, SeedSource
from bot.domain.policy import Action
from bot.domain.request import ImageFormat
from bot.domain.verdict import Finding, Judge, Judged, Treatment, Verdict
from bot.store.moderation.fingerprint_tables import from_bytes, to_bytes
from bot.store.prepared import Prepared
from bot.store.schema import images

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Row

_CHANGING = (
    *("treatment", "file", "format", "size", "attachment_id", "shown"),
    *("reviewed", "told", "action"),
)
_UPDATE = Prepared(
    images.update()
    .where(
        images.c.job == sa.bindparam("this", type_=sa.Text),
        images.c.number == sa.bindparam("image", type_=sa.Integer),
    )
    .values({name: sa.bindparam(name, type_=images.c[name].type) for name in _CHANGING})
)


def new_row(image: Image) -> dict[str, object]:
    """Return every column of an image."""
    judged = image.judged
    return _changes(image) | {
        "job": image.job_id,
        "number": image.number,
        "seed": image.seed.value,
        "seed_source": image.seed.source.value,
        "finding": judged.verdict.finding.value,
        "confidence": judged.verdict.confidence,
        "threshold": judged.verdict.threshold,
        "flagged": judged.verdict.flagged,
        "score": judged.verdict.score,
        "detector": judged.verdict.detector,
        "detector_threshold": judged.verdict.detector_threshold,
        "level": judged.level,
        "judge": judged.judge.value,
        "keepable": image.keepable,
        "fingerprint": to_bytes(image.fingerprint),
        "resembles": judged.resembles,
    }


def update(connection: sa.Connection, changed: Iterable[Image]) -> None:
    """Write what changes after an image was judged."""
    rows = [_changes(it) | {"this": it.job_id, "image": it.number} for it in changed]
    if rows:
        _UPDATE.run_each(connection, rows)


def to_image(row: Row[Any]) -> Image:
    """Return the image of a row of all columns."""
    judged = Judged(
        Verdict(
            Finding(row.finding),
            row.confidence,
            row.threshold,
            flagged=row.flagged,
            score=row.score,
            detector_threshold=row.detector_threshold,
            detector=row.detector,
        ),
        Treatment(row.treatment),
        level=row.level,
        action=Action(row.action),
        judge=Judge(row.judge),
        resembles=row.resembles,
    )
    file = row.file and ImageFile(
        name=row.file,
        format=ImageFormat(row.format),
        size=row.size,
        attachment_id=row.attachment_id,
    )
    return Image(
        job_id=JobId(row.job),
        number=row.number,
        seed=ImageSeed(row.seed, SeedSource(row.seed_source)),
        judged=judged,
        file=file,
        shown=row.shown,
        keepable=row.keepable,
        reviewed=row.reviewed,
        told=row.told,
        fingerprint=from_bytes(row.fingerprint),
    )


def _changes(image: Image) -> dict[str, object]:
    file = image.file
    return {
        "treatment": image.judged.treatment.value,
        "file": file and file.name,
        "format": file and file.format.value,
        "size": file and file.size,
        "attachment_id": file and file.attachment_id,
        "shown": image.shown,
        "reviewed": image.reviewed,
        "told": image.told,
        "action": image.judged.action.value,
    }
