"""Laws: parsing raises nothing but its own error, in linear time; rendering loses nothing."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.request import (
    SAMPLERS,
    GenerationRequest,
    Hires,
    HiresScale,
    HiresUpscaler,
    ImageFormat,
    Lora,
)
from bot.prompt.build import build
from bot.prompt.clean import tidy
from bot.prompt.flags import FLAGS
from bot.prompt.options import Options
from bot.prompt.parse import merge, parse
from bot.prompt.render import as_flags

PIECES = [
    *(f"--{flag}" for flag in FLAGS),
    *(
        "--foo",
        "--",
        "---",
        "—no",
        "–ar",
        "—",
        "-1",
        "7",
        "0.5",
        "2x",
        "16:9",
        "512x768",
        "Euler a",
    ),
    *("<lora:x:0.7>", "<lora:", ">", "<", '"', "“", "”", "\\", '\\"', "\\\\", "=", ",", ":", "\n"),
    *("Negative prompt:", "Steps: 20", "Sampler: Euler a", "Seed: 3", "Model:", "VAE: x", "Foo: b"),
    *("cat", "@everyone", "`", "😀", "\u200d", "\u200b", "\u202e", "\0", "\ud800", "١", " ", ", "),
]
PROMPT_LIKE = st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map(" ".join) | st.lists(
    st.sampled_from(PIECES)
).map("".join)


@given(PROMPT_LIKE | st.text())
def test_parse_raises_nothing(text: str) -> None:
    parsed = parse(text)
    assert parsed.options.prompt == tidy(parsed.options.prompt or "")


def tidied(texts: st.SearchStrategy[str], low: int = 0) -> st.SearchStrategy[str]:
    return texts.map(lambda text: tidy(tidy(text)[:1024])).filter(lambda text: len(text) >= low)


TEXTS = tidied(PROMPT_LIKE | st.text())
NAMES = tidied(PROMPT_LIKE | st.text(max_size=20), 1)
EXTRA_NAMES = NAMES.map(lambda name: tidy(name.replace(",", "").replace(":", ""))).filter(bool)
UNIT = st.floats(0, 1)


@st.composite
def requests(draw: st.DrawFn) -> GenerationRequest:
    lora_names = draw(st.lists(EXTRA_NAMES, max_size=5, unique_by=str.casefold))
    stretch = draw(
        st.none() | st.builds(Hires, *map(st.sampled_from, (HiresScale, HiresUpscaler)), UNIT)
    )
    side = st.integers(128, 1024 if stretch else 2048)
    return GenerationRequest(
        prompt=draw(TEXTS.filter(bool)),
        negative_prompt=draw(TEXTS),
        model=draw(NAMES),
        width=draw(side),
        height=draw(side),
        images=draw(st.integers(1, 8)),
        steps=draw(st.integers(1, 100)),
        guidance=draw(st.floats(1, 30)),
        sampler=draw(st.sampled_from(SAMPLERS)),
        seed=draw(st.integers(-1, 2**32 - 1)),
        clip_skip=draw(st.none() | st.integers(1, 12)),
        loras=tuple(Lora(name, draw(UNIT)) for name in lora_names),
        embeddings=tuple(draw(st.lists(EXTRA_NAMES, max_size=5, unique_by=str.casefold))),
        hires=stretch,
        vae=draw(st.none() | NAMES),
        format=draw(st.sampled_from(ImageFormat)),
    )


def reread(request: GenerationRequest) -> GenerationRequest:
    options = merge(Options(), parse(as_flags(request)).options)
    return build(options, default_model="another", native_side=512)


@given(requests())
def test_a_request_written_as_flags_reads_as_the_same_request(request: GenerationRequest) -> None:
    assert reread(request) == request


@given(TEXTS.filter(bool), TEXTS)
@example("a cat --ar 16:9 <lora:x:1>", r'no "dogs\" --seed 7 \\')
@example("a cat Steps: 20, Seed: 3", "Negative prompt: x Steps: 20")
@example("a <lora:", "x>")
@example("--", "--")
@example('"quoted"', "“curly”")
def test_any_prompt_can_be_written_as_flags(prompt: str, negative: str) -> None:
    request = GenerationRequest(
        prompt=prompt, negative_prompt=negative, model="m", width=512, height=512
    )
    assert reread(request) == request
