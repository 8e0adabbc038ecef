"""Jobs and results at their longest."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.ids import UserId
from bot.domain.job import Job, JobState
from bot.domain.ports import PostedImage, Result
from bot.domain.request import Hires, HiresScale, HiresUpscaler, ImageFormat, Lora
from bot.domain.verdict import Finding, Treatment, Verdict
from tests.unit.views.samples import job


def fullest(prompt: str, negative: str, name: str) -> Job:
    """Set every option, at its longest."""
    return replace(
        job(
            JobState.DELIVERING,
            prompt=prompt,
            negative_prompt=negative,
            model=name,
            vae=name,
            images=8,
            seed=2**32 - 1,
            steps=99,
            guidance=29.123,
            sampler="DPM++ 2S a Karras",
            clip_skip=12,
            format=ImageFormat.WEBP,
            loras=(Lora(name, 0.123456789),) * 5,
            embeddings=(name,) * 5,
            hires=Hires(HiresScale.X1_5, HiresUpscaler.ESRGAN_ANIME, strength=0.123456789),
        ),
        user_id=UserId(2**64 - 1),
        notes=tuple(f"{number} {name[:110]}" for number in range(50)),
    )


def treated(kinds: list[tuple[Treatment, Finding]]) -> Result:
    images = tuple(
        PostedImage(number=number, verdict=Verdict(finding), treatment=treatment, picture=None)
        for number, (treatment, finding) in enumerate(kinds, start=1)
    )
    return Result(images=images, seed=2**32 - 1, seconds=99_999)


def names_of(made: Result) -> dict[int, str]:
    return {image.number: f"{'j' * 32}-{image.number}-blurred.jpg" for image in made.images}
