"""From options to a request: defaults, lengths, and what needs something else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.request import (
    GenerationRequest,
    Hires,
    HiresScale,
    HiresUpscaler,
    ImageFormat,
    Lora,
)
from bot.errors import InvalidOptionError
from bot.prompt.build import build
from bot.prompt.options import Options
from tests.tables import each_row

CAT = Options(prompt="a cat")


def built(options: Options) -> GenerationRequest:
    return build(options, default_model="default.safetensors", native_side=512)


def test_a_prompt_alone_gets_the_defaults() -> None:
    assert built(CAT) == GenerationRequest(
        prompt="a cat",
        model="default.safetensors",
        width=512,
        height=512,
        negative_prompt="",
        images=1,
        steps=20,
        guidance=7.5,
        sampler="Euler a",
        seed=-1,
        clip_skip=None,
        loras=(),
        embeddings=(),
        hires=None,
        vae=None,
        format=ImageFormat.JPEG,
        private=False,
        any_model=True,
    )


def test_everything_said_is_in_the_request() -> None:
    options = Options(
        prompt=" a cat ",
        negative_prompt="dogs",
        model="m",
        aspect="16:9",
        width=256,
        height=384,
        images=2,
        steps=3,
        guidance=4.5,
        sampler="LMS",
        seed=0,
        clip_skip=2,
        loras=(Lora("l", 0.5),),
        embeddings=("e",),
        hires=HiresScale.X2,
        hires_upscaler=HiresUpscaler.ESRNET,
        hires_strength=0.0,
        vae="v",
        format=ImageFormat.PNG,
        private=True,
    )
    assert built(options) == GenerationRequest(
        prompt="a cat",
        negative_prompt="dogs",
        model="m",
        width=256,
        height=384,
        images=2,
        steps=3,
        guidance=4.5,
        sampler="LMS",
        seed=0,
        clip_skip=2,
        loras=(Lora("l", 0.5),),
        embeddings=("e",),
        hires=Hires(HiresScale.X2, HiresUpscaler.ESRNET, 0.0),
        vae="v",
        format=ImageFormat.PNG,
        private=True,
    )


def test_hires_alone_is_latent_with_half_strength() -> None:
    request = built(replace(CAT, hires=HiresScale.X2))
    assert request.hires == Hires(HiresScale.X2, HiresUpscaler.LATENT, 0.5)


@each_row(
    "options, size",
    [
        (Options(width=640), (640, 640)),
        (Options(height=640), (640, 640)),
        (Options(width=640, height=128), (640, 128)),
        (Options(width=640, aspect="16:9"), (640, 640)),
        (Options(aspect="16:9"), (704, 384)),
    ],
)
def test_width_and_height_win_over_the_shape(options: Options, size: tuple[int, int]) -> None:
    request = built(replace(options, prompt="a cat"))
    assert (request.width, request.height) == size


@each_row(
    "options, message",
    [
        (Options(hires_strength=0.5), "^`hires_strength` .* together with `hires`"),
        (Options(hires_upscaler=HiresUpscaler.LATENT), "^`hires_upscaler` .* with `hires`"),
        (Options(hires=HiresScale.X4, width=1025), "^`hires`: 4x of 1025x1025 makes `4100x4100`"),
        (Options(steps=101), "^`steps` must be between 1 and 100; you gave `101`"),
        (Options(guidance=float("nan")), "^`guidance` must be between 1 and 30; you gave `nan`"),
        (Options(aspect="5:1"), "^`aspect` .* `5:1`"),
        (Options(prompt=" "), "^There's no prompt: say what to draw"),
        (Options(prompt=" \u200b\u202e\0 "), "^There's no prompt"),
        (Options(prompt="😀" * 1025), "^`prompt` .* `1025`"),
        (Options(negative_prompt="a" * 1025), "^`negative_prompt` .* 0 and 1024 .* `1025`"),
    ],
)
def test_what_cannot_be_is_an_error_by_option_name(options: Options, message: str) -> None:
    with pytest.raises(InvalidOptionError, match=message):
        built(options if options.prompt is not None else replace(options, prompt="a cat"))


def test_a_prompt_is_required() -> None:
    with pytest.raises(InvalidOptionError, match=r"^There's no prompt"):
        built(Options())


@each_row("prompt", ["😀" * 1024, "א" * 1024, "`@everyone`", "a" * 1024 + "\u200b"])
def test_length_is_counted_in_visible_code_points(prompt: str) -> None:
    assert built(Options(prompt=prompt)).prompt == prompt.rstrip("\u200b")


def test_texts_from_slash_options_are_cleaned() -> None:
    request = built(
        Options(prompt="a\0 cat", negative_prompt="a\n\u202edog ", model=" ", vae="\u200bv")
    )
    texts = (request.prompt, request.negative_prompt, request.model, request.vae)
    assert texts == ("a cat", "a dog", "default.safetensors", "v")
