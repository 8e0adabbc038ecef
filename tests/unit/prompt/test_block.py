"""Pasted parameter blocks, with newlines or with spaces."""

from __future__ import annotations

import pytest

from bot.domain.request import HiresScale, HiresUpscaler, Lora
from bot.prompt.parse import parse
from tests.tables import each_row
from tests.unit.prompt.said import said

PASTED = """\
(masterpiece:1.2), a cat: grey, <lora:fur:0.8>
in the rain
Negative prompt: ugly, (bad hands:1.3),
blurry
Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 1234567890, \
Size: 512x768, Model hash: 4726d3bab1, Model: dreamshaper_8, VAE: vae-ft-mse-840000, \
Clip skip: 2, Denoising strength: 0.4, Hires upscale: 1.5, Hires upscaler: Latent, \
Lora hashes: "fur: 0a1b, Steps: 3", Version: v1.9.4"""

EXPECTED = {
    "prompt": "(masterpiece:1.2), a cat: grey, in the rain",
    "negative_prompt": "ugly, (bad hands:1.3), blurry",
    "steps": 28,
    "sampler": "DPM++ 2M Karras",
    "guidance": 6.5,
    "seed": 1234567890,
    "width": 512,
    "height": 768,
    "model": "dreamshaper_8",
    "vae": "vae-ft-mse-840000",
    "clip_skip": 2,
    "loras": (Lora("fur", 0.8),),
    "hires": HiresScale.X1_5,
    "hires_upscaler": HiresUpscaler.LATENT,
    "hires_strength": 0.4,
}

SHORT = "a cat Negative prompt: dogs Steps: 20, Sampler: Euler a"


@each_row("end", ["\n", "\r\n", " ", "\n\n "])
def test_a_pasted_block_is_read_with_any_line_ends(end: str) -> None:
    assert said(PASTED.replace("\n", end)) == EXPECTED


@pytest.mark.parametrize("end", ["\n", " "])
def test_keys_that_are_not_used_are_named(end: str) -> None:
    assert parse(PASTED.replace("\n", end)).ignored == ("Model hash", "Lora hashes", "Version")


@each_row(
    "text, expected",
    [
        (SHORT, {"negative_prompt": "dogs", "steps": 20, "sampler": "Euler a"}),
        (
            f"{SHORT} --n 2",
            {"negative_prompt": "dogs", "steps": 20, "sampler": "Euler a", "images": 2},
        ),
        ("a cat Steps: 20, Seed: 3", {"steps": 20, "seed": 3}),
        ("a cat\nSteps: 20\nSeed: 3", {"steps": 20, "seed": 3}),
        ("a cat\nSampler: LMS\nSeed: 3\nSteps: 20", {"sampler": "LMS", "seed": 3, "steps": 20}),
        (
            "a cat Sampler: DPM++ 2M, Schedule type: Karras, Seed: 3",
            {"sampler": "DPM++ 2M Karras", "seed": 3},
        ),
        (
            "a cat Negative prompt: bad Steps: many of them",
            {"negative_prompt": "bad Steps: many of them"},
        ),
        ("a cat Negative prompt: b (Steps: 20", {"negative_prompt": "b (Steps: 20"}),
        ("a cat Steps: 20, Foo: bar", {"steps": 20}),
        ("a cat Negative prompt: dogs", {"negative_prompt": "dogs"}),
        ("a cat negative prompt: dogs Steps: 20,", {"negative_prompt": "dogs", "steps": 20}),
        ("a cat Negative prompt: Steps: 20, Seed: 3", {"steps": 20, "seed": 3}),
        ("a cat Seed: 3, Steps: 20, Foo: bar", {"seed": 3, "steps": 20}),
        ("a cat Seed: 3, Sampler: LMS, Steps: 20", {"seed": 3, "sampler": "LMS", "steps": 20}),
        (
            "a cat Seed: 3, Size: 512x512, Model: x",
            {"seed": 3, "width": 512, "height": 512, "model": "x"},
        ),
        ("a cat --no dogs Steps: 20, Seed: 3", {"negative_prompt": "dogs", "steps": 20, "seed": 3}),
        (
            'a cat Steps: 20, Model: "a, b: c", Seed: 3',
            {"steps": 20, "model": "a, b: c", "seed": 3},
        ),
        ("a cat Steps: 20, clipSkip: 2", {"steps": 20, "clip_skip": 2}),
        ('a cat Steps: 20, Notes: "open, Seed: 3', {"steps": 20, "seed": 3}),
        ("a cat Steps: 20, Model: animeX, Seed: 3", {"steps": 20, "model": "animeX", "seed": 3}),
        (
            "a cat --ar 1:1\nSteps: 20 --n 2\nSeed: 3",
            {"aspect": "1:1", "steps": 20, "images": 2, "seed": 3},
        ),
        (
            "a cat --no dogs --n 2\nSteps: 20, Seed: 3",
            {"negative_prompt": "dogs", "images": 2, "steps": 20, "seed": 3},
        ),
    ],
)
def test_a_block_may_be_partial(text: str, expected: dict[str, object]) -> None:
    assert said(text) == {"prompt": "a cat"} | expected


@each_row("end", ["\n", " "])
@each_row("key", ["Hires negative prompt", "ADetailer negative prompt"])
@each_row("value", ["blur, grain", '"blur, Seed: 4"'])
def test_the_negative_prompt_of_a_detail_is_one_ignored_key(end: str, key: str, value: str) -> None:
    text = f"a cat{end}Steps: 20, Seed: 3, {key}: {value}, Version: v1.10.1"
    assert said(text) == {"prompt": "a cat", "steps": 20, "seed": 3}
    assert parse(text).ignored == (key, "Version")


def test_a_block_needs_no_prompt() -> None:
    assert said("Negative prompt: dogs\nSteps: 20, Seed: 3") == {
        "prompt": "",
        "negative_prompt": "dogs",
        "steps": 20,
        "seed": 3,
    }


@each_row("end", ["\n", " ", ", "])
@each_row("tail", ["", ", Model hash: 4726d3bab1"])
def test_a_negative_prompt_may_follow_the_settings(end: str, tail: str) -> None:
    text = f"a cat\nSteps: 20, Sampler: Euler a{end}Negative prompt: dogs, blur{tail}"
    negative = {"negative_prompt": "dogs, blur"}
    assert said(text) == {"prompt": "a cat", "steps": 20, "sampler": "Euler a"} | negative


@each_row(
    "text",
    [
        "10 Steps: 20",
        "Steps: a cat climbs, slowly",
        "Model: Anna, Size: huge",
        "Model: Anna, Size: huge, Steps up a hill",
        "Seed: of doubt",
        "(Steps: 20, Seed: 3)",
        "a non-negative prompt: yes",
    ],
)
def test_a_key_alone_is_text(text: str) -> None:
    assert said(text) == {"prompt": text}


@pytest.mark.parametrize("key", ["Denoising strength: 0.4", "Hires upscaler: 4x-UltraSharp"])
def test_without_a_hires_fix_its_details_are_ignored_and_named(key: str) -> None:
    parsed = parse(f"a cat\nSteps: 20, {key}")
    options = parsed.options
    assert (options.hires, options.hires_strength, options.hires_upscaler) == (None, None, None)
    assert parsed.ignored == (key.partition(":")[0],)


@pytest.mark.parametrize("flag", ["", "--hires 2x"])
def test_a_denoising_strength_is_read_beside_a_hires_fix_from_elsewhere(flag: str) -> None:
    asked = None if flag else HiresScale.X2
    parsed = parse(f"a cat\nSteps: 20, Denoising strength: 0.4 {flag}", hires=asked)
    assert (parsed.options.hires_strength, parsed.ignored) == (0.4, ())


@pytest.mark.parametrize("schedule", ["DDIM", "Karras"])
def test_a_schedule_without_a_sampler_is_ignored_and_named(schedule: str) -> None:
    parsed = parse(f"a cat\nSteps: 20, Schedule type: {schedule}, Seed: 3")
    assert (parsed.options.sampler, parsed.ignored) == (None, ("Schedule type",))


@pytest.mark.parametrize("vae", ["None", "Automatic"])
def test_a_vae_that_is_none_is_ignored_and_named(vae: str) -> None:
    parsed = parse(f"a cat\nSteps: 20, VAE: {vae}")
    assert (parsed.options.vae, parsed.ignored) == (None, ("VAE",))


@each_row("key", ["ControlNet-0 Module", "Cutoff v1.1", "Mix and/or mask", "sv_x"])
def test_a_key_that_we_do_not_know_ends_the_value_before_it(key: str) -> None:
    parsed = parse(f"a cat\nSteps: 20, Model: m, {key}: canny")
    assert (parsed.options.model, parsed.ignored) == ("m", (key,))


def test_a_list_of_resources_in_json_is_one_ignored_key() -> None:
    resources = '[{"type":"lora","weight":0.7,"modelName":"A, b"}, {"type":"vae"}]'
    parsed = parse(f"a cat\nSteps: 20, Civitai resources: {resources}, Seed: 3")
    assert (parsed.options.seed, parsed.ignored) == (3, ("Civitai resources",))


@each_row("opening, closing", ['""', "“”", "„“"])
def test_a_value_in_quotes_of_a_flag_within_a_block_holds_no_pair(
    opening: str, closing: str
) -> None:
    text = f"a cat\nSteps: 20, Model: m --no {opening}hands, Seed: 5{closing}, CFG scale: 7"
    assert said(text) == {
        "prompt": "a cat",
        "steps": 20,
        "model": "m",
        "guidance": 7.0,
        "negative_prompt": "hands, Seed: 5",
    }


@each_row("kind", ["lora", "lyco", "locon", "LoHa"])
def test_every_tag_is_read_behind_a_quoted_value(kind: str) -> None:
    parsed = parse(f'a cat\nSteps: 20, Model: "m, v2" <{kind}:fur:0.8>, CFG scale: 7')
    assert (parsed.options.loras, parsed.options.guidance) == ((Lora("fur", 0.8),), 7.0)
    assert parsed.options.model == "m, v2"
