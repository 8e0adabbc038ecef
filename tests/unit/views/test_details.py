"""Details: all that is known of images, in words, and to be pasted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import JobId, UserId
from bot.domain.image import Image, ImageSeed, SeedSource
from bot.domain.job import Job, JobState
from bot.domain.policy import Action
from bot.domain.request import Hires, HiresScale, Lora
from bot.domain.verdict import Finding, Judge, Judged, Treatment, Verdict
from bot.failure_kinds import FailureKind
from bot.prompt.parse import parse
from bot.views.details import Details, details_view
from tests.unit.views.fullest import fullest
from tests.unit.views.samples import JOB, NOW, assert_within_limits, components, job, text

LOCALES = ["en-US", "de", "es-ES", "fr", "ja", "pt-BR", "zh-CN"]
SEED = 2**32 - 1


def image(number: int, source: SeedSource = SeedSource.TOLD, **said: Any) -> Image:  # noqa: ANN401 - any field
    """Return an image that both judged, at the longest."""
    verdict = Verdict(
        Finding.UNKNOWN,
        99.123,
        88.456,
        flagged=True,
        score=77.789,
        detector_threshold=66.012,
        detector="Marqo/nsfw-image-detection-384 1.0",
    )
    judged = Judged(verdict, Treatment.BLURRED, level=2, action=Action.REFUSE, judge=Judge.BOTH)
    seed = ImageSeed(None if source is SeedSource.UNKNOWN else SEED - 8 + number, source)
    return replace(Image(job_id=JOB.id, number=number, seed=seed, judged=judged), **said)


def by_detector(one: Image, name: str) -> Image:
    verdict = replace(one.judged.verdict, detector=name)
    return replace(one, judged=replace(one.judged, verdict=verdict))


def delivered(**said: Any) -> Job:  # noqa: ANN401 - any field
    done = job(JobState.DELIVERED)
    ended = NOW + timedelta(seconds=75)
    usual: dict[str, Any] = {"ended_at": ended, "run_seconds": 60.0}
    return replace(done, **usual | said)


def told(details: Details, locale: str = "en-US") -> tuple[str, dict[str, str]]:
    view, files = details_view(details, locale)
    assert_within_limits(view)
    shown = [part["file"]["url"] for part in components(view) if part["type"] == 13]
    assert shown == [f"attachment://{name}" for name in files]
    return text(view), files


def of(its: Job, *images: Image, **said: Any) -> Details:  # noqa: ANN401 - any field
    return Details(job=its, images=images, engine="the engine", **said)


@pytest.mark.parametrize("locale", LOCALES)
def test_at_its_longest_it_fits_and_nothing_is_cut_that_can_be_pasted(locale: str) -> None:
    for char in ("a", "<", "狐", "🦊"):
        wide = replace(
            fullest(char * 1024, char * 1024, char * 1024),
            state=JobState.FAILED,
            failure=FailureKind.REPLY_LOST,
            detail=char * 200,
            ended_at=NOW + timedelta(seconds=99_999),
            run_seconds=99_999.0,
            cost=99_999.99,
            parent_job=JobId("p" * 32),
            parent_image=8,
            ignored=(char * 120,) * 50,
            deleted_by=UserId(2**63),
        )
        far = replace(wide, address=replace(wide.address, channel_id=2**63, message_id=2**63))
        images = [by_detector(image(number), f"{number} {'d' * 60}") for number in range(1, 9)]
        whole = Details(
            job=wide,
            images=images,
            engine="e" * 40,
            parent=far,
            children=[far] * 9,
            for_moderators=True,
        )
        words, files = told(whole, locale)
        for number in range(1, 9):
            assert words.count(str(SEED - 8 + number)) >= 1
        assert words.count("77") >= 8
        assert list(files) == [f"{wide.id}-command.txt", f"{wide.id}-parameters.txt"]
        read = parse(files[f"{wide.id}-command.txt"].removeprefix("/imagine prompt:"))
        assert read.options.prompt == char * 1024
        assert (read.options.seed, read.obstacles) == (SEED, ())
        # Beyond that whole lines are left out, and never what stands above the files.
        words, files = told(replace(whole, engine="e" * 400), locale)
        assert len(files) == 2
        assert "…" in words


def test_every_setting_is_told_in_words() -> None:
    said = delivered(
        request=replace(
            job().request,
            loras=(Lora("fox", 0.7),),
            hires=Hires(HiresScale.X2),
            negative_prompt="rain",
        ),
        notes=("`--mood` left out",),
        ignored=("Mood", "Sky"),
        cost=12.5,
        engine="horde",
    )
    words, _ = told(of(said, image(1)))
    for each in ("dreamshaper_8", "512×512", "20 steps", "guidance 7.5", "Euler a", "JPEG"):
        assert each in words
    for each in ("`fox` 0.7", "with Latent", "at 0.5", "without rain", "left out", "`Mood`, `Sky`"):
        assert each in words
    for each in ("Engine: the engine", "Marqo", "1 min 15 s", "1 min at", "12.5 kudos", "<@50>"):
        assert each in words


def test_the_seed_of_each_image_is_told_and_how_it_is_known() -> None:
    sources = [SeedSource.TOLD, SeedSource.ASKED, SeedSource.DERIVED, SeedSource.UNKNOWN]
    images = [image(number, source) for number, source in enumerate(sources, 1)]
    words, _ = told(of(delivered(), *images))
    assert f"Image 1: seed `{SEED - 7}`, told by the engine" in words
    assert f"Image 2: seed `{SEED - 6}`, as requested" in words
    assert f"Image 3: seed `{SEED - 5}`, counted on" in words
    assert "Image 4: seed unknown" in words
    assert f"--seed {SEED - 7}" in words
    assert f"Seed: {SEED - 7}" in words
    without_rows, _ = told(of(delivered(seed=7)))
    assert "seed `7`" in without_rows
    assert "--seed 7" in without_rows


def test_how_an_image_was_judged_is_for_moderators() -> None:
    verdicts = ("99.12", "88.46", "77.79", "66.01", "level 2", "`refuse`", "judged by both")
    words, _ = told(of(delivered(), image(1)))
    assert not [each for each in verdicts if each in words]
    words, _ = told(of(delivered(), image(1), for_moderators=True))
    assert [each for each in verdicts if each in words] == [*verdicts]
    nobody = Judged(
        Verdict(Finding.CLEAR), Treatment.SHOWN, level=0, action=Action.BLUR, judge=Judge.NOBODY
    )
    words, _ = told(of(delivered(), image(1, judged=nobody), for_moderators=True))
    assert "clear · level 0, action `blur` · judged by nobody" in words


def test_what_is_pasted_is_the_request_and_never_breaks_out_of_its_block() -> None:
    words, files = told(of(delivered()))
    assert not files
    command, block = (part.strip() for part in words.split("```")[1::2])
    assert command.startswith("/imagine prompt:a fox in the snow --")
    assert "Steps: 20" in block
    hostile = delivered(request=replace(job().request, prompt="a fox ```` @everyone"))
    words, files = told(of(hostile))
    assert "```" not in words
    assert len(files) == 2
    assert all("````" in content for content in files.values())


def test_what_belongs_to_a_result_is_linked() -> None:
    other = replace(JOB, id=JobId("other"), user_id=UserId(51))
    words, _ = told(of(delivered(parent_job=other.id, parent_image=2), parent=other))
    assert "[image 2 of this result](https://discord.com/channels/60/30/40)" in words
    words, _ = told(of(delivered(parent_job=other.id), parent=other))
    assert "[this result](https://discord.com/channels/60/30/40)" in words
    words, _ = told(of(delivered(parent_job=other.id)))
    assert "can't be shown" in words
    words, _ = told(of(delivered(), children=[other] * 5))
    assert "[4](https://discord.com/channels/60/30/40) <@51>, …" in words
    assert "[5]" not in words
    words, _ = told(of(delivered()))
    assert "Made from" not in words


def test_what_became_of_a_job_without_images_is_told() -> None:
    words, _ = told(of(replace(job(JobState.FAILED), failure=FailureKind.TIMED_OUT)))
    assert "Generation failed" in words
    assert "too long" in words
    words, _ = told(of(delivered(deleted_by=UserId(7)), image(1)))
    assert "Deleted by <@7>." in words
    words, _ = told(of(job(JobState.RUNNING)))
    assert "from request to result" not in words
