"""Requests made of jobs: for the engine and the place of now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.image import ImageSeed, SeedSource
from bot.domain.obstacles import each
from bot.domain.policy import Policy
from bot.domain.ranges import SEED
from bot.domain.request import Hires, HiresScale, HiresUpscaler, Lora
from bot.errors import RefusedError
from bot.jobs.engines import Engines
from bot.jobs.remaking import Remaking, neighbour
from bot.jobs.requests import Built, Requests
from bot.texts.say import say
from tests.store.builders import make_image, make_job, make_request
from tests.unit.jobs.clock import LoopClock
from tests.unit.jobs.engine import ScriptedEngine
from tests.unit.jobs.test_requests import ANYTHING, TAKES, FewModels

if TYPE_CHECKING:
    from bot.domain.capabilities import Capabilities
    from bot.domain.image import Image
    from bot.domain.job import Job

SIDES = {"width": 512, "height": 512}
BIG = {"model": "Big.safetensors", **SIDES}


def remaking(policy: Policy = ANYTHING, takes: Capabilities = TAKES) -> Remaking:
    clock = LoopClock()
    engine = ScriptedEngine(clock)
    engine.catalogue = FewModels()
    engine.capabilities = replace(takes, bounds={})
    return Remaking(Requests(Engines(engine, clock, default_model="own.safetensors")), policy)


def job(**said: Any) -> Job:  # noqa: ANN401 - any field of a request
    engine = ScriptedEngine(LoopClock())
    return make_job(request=make_request(**(BIG | said)), engine=engine.name)


def image(seed: int | None = 100, source: SeedSource = SeedSource.TOLD, number: int = 1) -> Image:
    return replace(make_image(number), seed=ImageSeed(seed, source))


async def refused(making: Any) -> str:  # noqa: ANN401 - a coroutine
    with pytest.raises(RefusedError) as caught:
        await making
    return "\n".join(str(obstacle) for obstacle in each(caught.value))


def notes(built: Built) -> str:
    return " ".join(map(say, built.notes))


async def test_again_is_the_same_but_for_the_seed() -> None:
    old = job(seed=5, steps=33, prompt="Ann draws", mentions=(0,), loras=(Lora("Detail", 0.3),))
    built = await remaking().again(old)
    assert built.request == replace(old.request, seed=-1)
    assert built.notes == ()


async def test_what_nobody_asked_for_is_the_engines_and_bends_to_the_place() -> None:
    old = job(model="theirs", any_model=True)
    built = await remaking(Policy(max_steps=10)).again(old)
    assert (built.request.model, built.request.any_model) == ("own.safetensors", True)
    assert built.request.steps == 10
    asked = remaking(Policy(max_steps=10, max_images=2)).again(job(steps=30, images=3))
    said = await refused(asked)
    assert "steps" in said
    assert "images" in said


async def test_what_the_engine_of_now_lacks_is_refused_by_name() -> None:
    said = await refused(remaking().again(job(model="gone", clip_skip=2, sampler="DDIM")))
    assert "gone" in said
    # What else is wrong is said in the same go.
    assert "clip_skip" in said
    assert "DDIM" in said


async def test_sides_are_brought_to_what_the_engine_makes_and_it_is_said() -> None:
    built = await remaking().again(job(width=500))
    assert built.request.size == (512, 512)
    assert "500×512" in notes(built)


async def test_vary_makes_as_many_as_there_were_by_the_next_seeds() -> None:
    built = await remaking().varied(job(images=3, seed=99), image(101, number=3))
    assert (built.request.seed, built.request.images) == (102, 3)
    built = await remaking(Policy(max_images=2)).varied(job(images=3), image())
    assert built.request.images == 2
    assert "Again" in await refused(
        remaking().varied(job(), image(None, SeedSource.UNKNOWN, number=2))
    )


@pytest.mark.parametrize("images", [1, 8])
def test_neighbours_are_seeds_and_not_the_image_itself(images: int) -> None:
    last = int(SEED.high)
    for seed in (0, 1, last - images, last - 1, last):
        made = range(neighbour(seed, images), neighbour(seed, images) + images)
        assert seed not in made
        assert made[0] >= 0
        assert made[-1] <= last
        assert seed in {made[0] - 1, made[-1] + 1}


async def test_upscale_makes_one_image_larger() -> None:
    built = await remaking().upscaled(job(images=4), image(7))
    assert (built.request.seed, built.request.images) == (7, 1)
    assert built.request.hires == Hires(HiresScale.X2)
    assert built.notes == ()
    derived = await remaking().upscaled(job(images=4), image(8, SeedSource.DERIVED, number=2))
    assert "image 2 was worked out" in notes(derived)
    assert "isn't known" in await refused(
        remaking().upscaled(job(), image(None, SeedSource.UNKNOWN))
    )


async def test_upscale_is_as_large_as_engine_and_place_let_it_be() -> None:
    async def scale(policy: Policy = ANYTHING, **said: Any) -> HiresScale | None:  # noqa: ANN401
        built = await remaking(policy).upscaled(job(**said), image())
        return built.request.hires.scale if built.request.hires else None

    assert await scale(width=2048, height=2048) is HiresScale.X2
    assert await scale(Policy(max_pixels=800**2)) is HiresScale.X1_5
    esrgan = Hires(HiresScale.X1_5, HiresUpscaler.ESRGAN_ANIME, 0.123)
    built = await remaking().upscaled(job(hires=esrgan), image())
    assert built.request.hires == replace(esrgan, scale=HiresScale.X2)
    assert await scale(hires=Hires(HiresScale.X2)) is HiresScale.X4
    largest = {"hires": Hires(HiresScale.X2), "width": 2048, "height": 2048}
    for said in (largest, {"hires": Hires(HiresScale.X4)}):
        assert "already as large" in await refused(remaking().upscaled(job(**said), image()))
    tight = remaking(Policy(max_pixels=600**2)).upscaled(job(), image())
    assert "hires" in await refused(tight)
    without = replace(TAKES, options=TAKES.options - {"hires"})
    assert "hires" in await refused(remaking(takes=without).upscaled(job(), image()))


async def test_another_engine_draws_the_same_seed_differently_and_it_is_said() -> None:
    old = replace(job(), engine="another")
    assert "differently" in notes(await remaking().upscaled(old, image()))
    assert "differently" in notes(await remaking().varied(old, image()))
    assert "differently" not in notes(await remaking().again(old))
