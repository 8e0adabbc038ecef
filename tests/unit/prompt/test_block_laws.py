"""A block reads as what it says, however its keys are ordered, written, quoted and ended."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.choices import SAMPLERS, HiresScale, HiresUpscaler
from bot.domain.request import GenerationRequest, Hires, Lora
from bot.prompt.build import build
from bot.prompt.options import Options
from bot.prompt.parse import merge, parse
from bot.prompt.render import as_block

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = (
    st.lists(
        st.sampled_from(
            [
                *(
                    "a fox",
                    "(snow:1.2)",
                    "[day:night:0.5]",
                    "red, blue",
                    "“quoted”",
                    '"quoted"',
                    "—",
                ),
                *(
                    "Negative space",
                    "steps of stone",
                    "size: of a house",
                    "{a|b}",
                    r"\(paint\)",
                    "3:2",
                ),
                *(
                    "BREAK",
                    "a: b",
                    "well-known",
                    "水墨画",
                    "😀",
                    "<3",
                    "1 < 2",
                    "two -- three",
                    "'s",
                ),
            ]
        ),
        min_size=1,
        max_size=6,
    )
    .map(" ".join)
    # Quotes around all that a label names are no part of it.
    .filter(lambda words: words.strip('"“”') != "quoted")
)
NAMES = st.text("abcXY 019_.-+,:[]()'é", min_size=1, max_size=20).map(str.strip).filter(bool)
NAME = NAMES.filter(lambda name: name.casefold() not in {"none", "automatic", "default"})
UNIT = st.integers(0, 100).map(lambda hundredths: hundredths / 100)
FOREIGN = {
    "Model hash": st.from_regex("[0-9a-f]{10}", fullmatch=True),
    "Version": st.sampled_from(["v1.7.0", "f2.0.1v1.10.1-previous-527", "ComfyUI"]),
    "ADetailer prompt": WORDS.map(lambda words: f"{words}, Steps: 3, Seed: 4 <lora:x:1> --n 8"),
    "ADetailer negative prompt": WORDS.map(lambda words: f"{words}, Negative prompt: x --foo"),
    "Lora hashes": st.just("ink: 8d6cab12, fog: e3b0c442"),
    "Civitai resources": WORDS.map(
        lambda words: json.dumps([{"type": "lora", "name": f"{words}]}}, Clip skip: 3"}])
    ),
    "RNG": st.just("CPU"),
    "Hires steps": st.integers(1, 40).map(str),
    "Created Date": st.just("2025-11-28T09:18:43.5269343Z"),
}


@st.composite
def requests(draw: st.DrawFn) -> GenerationRequest:
    stretch = st.builds(Hires, *map(st.sampled_from, (HiresScale, HiresUpscaler)), UNIT)
    return GenerationRequest(
        prompt=draw(WORDS),
        negative_prompt=draw(st.just("") | WORDS),
        model=draw(NAME),
        width=draw(st.integers(128, 1024)),
        height=draw(st.integers(128, 1024)),
        steps=draw(st.integers(1, 100)),
        guidance=draw(st.integers(10, 300)) / 10,
        sampler=draw(st.sampled_from(SAMPLERS)),
        seed=draw(st.integers(-1, 2**32 - 1)),
        clip_skip=draw(st.none() | st.integers(1, 12)),
        loras=tuple(draw(st.lists(st.builds(Lora, st.sampled_from("xyz"), UNIT), max_size=2))),
        hires=draw(st.none() | stretch),
        vae=draw(st.none() | NAME),
    )


def pairs(request: GenerationRequest) -> dict[str, str]:
    """Return what a web UI writes of a request, by key."""
    written = {
        "Steps": request.steps,
        "Sampler": request.sampler.removesuffix(" Karras"),
        "Schedule type": "Karras" if request.sampler.endswith(" Karras") else None,
        "CFG scale": request.guidance,
        "Seed": request.seed,
        "Size": f"{request.width}x{request.height}",
        "Model": request.model,
        "VAE": request.vae,
        "Clip skip": request.clip_skip,
    }
    if request.hires is not None:
        written |= {
            "Hires upscale": request.hires.scale.factor,
            "Hires upscaler": request.hires.upscaler.value,
            "Denoising strength": request.hires.strength,
        }
    return {key: str(value) for key, value in written.items() if value is not None}


def quoted(value: str, marks: str) -> str:
    """Quote as the first web UI does: whatever holds a comma, a colon or a line end."""
    if not any(sign in value for sign in ',:\n"') and not marks:
        return value
    if marks == "“" and not set(value) & set("“”„"):
        return f"“{value}”"
    return json.dumps(value, ensure_ascii=False)


@st.composite
def blocks(draw: st.DrawFn) -> tuple[str, GenerationRequest]:
    """Return a block in one of its forms, and what it says."""
    request = draw(requests())
    cases: list[Callable[[str], str]] = [str, str.lower, str.upper, str.title]
    case = draw(st.sampled_from(cases))
    extra = draw(st.lists(st.sampled_from(sorted(FOREIGN)), unique=True))
    said = [*pairs(request).items(), *((key, draw(FOREIGN[key])) for key in extra)]
    said = draw(st.permutations(said)) if draw(st.booleans()) else said
    parts = [
        f"{case(key)}: {value if key == 'Civitai resources' else mark}"
        for key, value in said
        for mark in [quoted(value, draw(st.sampled_from(["", "", '"', "“"])))]
    ]
    tags = "".join(f" <lora:{lora.name}:{lora.strength}>" for lora in request.loras)
    lines = [draw(st.sampled_from(["", "Prompt: ", "Positive prompt: "])) + request.prompt + tags]
    if request.negative_prompt or draw(st.booleans()):
        lines.append(f"{case('Negative prompt')}: {request.negative_prompt}")
    lines.append(draw(st.sampled_from([", ", ",", ", \n"])).join(parts))
    return draw(st.sampled_from(["\n", " ", "\r\n", " \n"])).join(lines), request


def reread(text: str) -> GenerationRequest:
    parsed = parse(text)
    assert (parsed.obstacles, parsed.notes) == ((), ())
    options = merge(Options(), parsed.options)
    return build(options, default_model="another", native_side=512)


def once(request: GenerationRequest) -> GenerationRequest:
    """Return it without LoRAs that merge into one, with the strengths that go with them."""
    firsts = {lora.name: lora for lora in reversed(request.loras)}
    return replace(request, loras=tuple(dict.fromkeys(firsts[each.name] for each in request.loras)))


@given(blocks())
def test_a_block_of_a_web_ui_reads_as_what_it_says(block: tuple[str, GenerationRequest]) -> None:
    text, request = block
    assert reread(text) == once(request)


@given(requests())
@example(GenerationRequest(prompt="a, Steps: 3, Seed: 4", model="m", width=512, height=512))
def test_a_block_that_we_write_reads_as_the_same_request(request: GenerationRequest) -> None:
    assert reread(as_block(request)) == once(request)
