"""Say who judges images, and by which rule: to moderators, and in English to the operator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.capabilities import Detection
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.domain.judging import Sitting
    from bot.texts.text import Text

OFF = text("judges.off")
MISSING = text("judges.missing")
BLIND = frozenset({OFF, MISSING})
"""Sentences after which every image is unknown."""


def judges(sitting: Sitting) -> list[Text]:
    """Return the sentences that say who judges new images, while detection is on."""
    bench, engine = sitting.bench, sitting.engine
    if bench.engine_judges:
        told = [text("judges.engine", engine=engine)]
    else:
        told = [text("judges.no_confidence", engine=engine)]
    if bench.engine is Detection.FLAG:
        told.append(text("judges.flags", engine=engine))
    if bench.detector_judges:
        detector = text("judges.detector", detector=sitting.detector)
        told += [detector, text("judges.knows")] if sitting.detector else [MISSING]
    elif not bench.engine_judges:
        told.append(OFF)
    return told
