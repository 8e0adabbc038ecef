"""What a job may come to, made without an engine."""

from __future__ import annotations

from bot.domain.ports import Picture, PostedImage, Result
from bot.domain.request import ImageFormat
from bot.domain.verdict import Finding, Treatment, Verdict
from tests.wire import pictures


def jpeg(shade: int) -> Picture:
    data = pictures.jpeg(shade)
    return Picture(data=data, format=ImageFormat.JPEG, width=64, height=64)


def result() -> Result:
    verdicts = [
        (Verdict(Finding.CLEAR), Treatment.SHOWN, jpeg(10)),
        (Verdict(Finding.FLAGGED, 90, 70), Treatment.BLURRED, jpeg(20)),
        (Verdict(Finding.FLAGGED, 90, 70), Treatment.SPOILERED, jpeg(30)),
        (Verdict(Finding.UNKNOWN), Treatment.REFUSED, None),
    ]
    images = tuple(
        PostedImage(number=number, verdict=verdict, treatment=treatment, picture=picture)
        for number, (verdict, treatment, picture) in enumerate(verdicts, start=1)
    )
    return Result(images=images, seed=7, seconds=4.2)
