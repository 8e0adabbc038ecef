"""A request written out, as flags and as a block: the exact text, and when it is quoted."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.request import (
    GenerationRequest,
    Hires,
    HiresScale,
    HiresUpscaler,
    ImageFormat,
    Lora,
)
from bot.prompt.render import as_block, as_flags
from tests.tables import each_row

CAT = GenerationRequest(prompt="a cat", model="m.pt", width=512, height=768)

EVERYTHING = GenerationRequest(
    prompt="a cat",
    negative_prompt='dogs, "bad" hands',
    model="my model",
    width=512,
    height=768,
    images=2,
    steps=30,
    guidance=10.0,
    sampler="DPM++ 2M Karras",
    seed=7,
    clip_skip=2,
    loras=(Lora("fur", 0.7), Lora("my ink", 1.0)),
    embeddings=("easy", "my easy"),
    hires=Hires(HiresScale.X2, HiresUpscaler.ESRNET, 0.00001),
    vae="v.pt",
    format=ImageFormat.PNG,
    private=True,
)


def test_everything_is_written_as_flags_but_that_it_is_private() -> None:
    assert as_flags(EVERYTHING) == (
        r'a cat --no "dogs, \"bad\" hands" --model "my model" --size 512x768 --n 2 --steps 30 '
        '--cfg 10 --sampler "DPM++ 2M Karras" --seed 7 --clip-skip 2 '
        '--lora fur:0.7 --lora "my ink:1" --emb easy --emb "my easy" '
        "--hires 2x --hires-upscaler RealESRNet_x4plus --hires-strength 0.00001 "
        "--vae v.pt --format png"
    )


def test_everything_that_has_a_key_or_a_tag_is_written_as_a_block() -> None:
    assert as_block(EVERYTHING) == (
        "a cat <lora:fur:0.7> <lora:my ink:1>\n"
        'Negative prompt: dogs, "bad" hands\n'
        "Steps: 30, Model: my model, Size: 512x768, CFG scale: 10, Sampler: DPM++ 2M Karras, "
        "Seed: 7, Clip skip: 2, Hires upscale: 2x, Hires upscaler: RealESRNet_x4plus, "
        "Denoising strength: 0.00001, VAE: v.pt"
    )


def test_flags_leave_out_defaults_and_a_block_does_not() -> None:
    assert as_flags(CAT) == "a cat --model m.pt --size 512x768"
    assert as_block(CAT) == (
        "a cat\nSteps: 20, Model: m.pt, Size: 512x768, CFG scale: 7.5, Sampler: Euler a, Seed: -1"
    )


def test_a_plain_prompt_is_written_as_it_is() -> None:
    request = replace(CAT, prompt='a "cat" -- grey')
    assert as_flags(request) == 'a "cat" -- grey --model m.pt --size 512x768'


@each_row("prompt", ["a --seed 8", "a --foo", "a <lora:x:1>", "a Negative prompt: b", "a --no"])
def test_a_prompt_that_would_read_otherwise_is_quoted_among_flags(prompt: str) -> None:
    quoted = f'--prompt "{prompt}" --model m.pt --size 512x768'
    request = replace(CAT, prompt=prompt)
    assert (as_flags(request), as_block(request)) == (quoted, quoted)


@each_row(
    "request_",
    [
        replace(CAT, negative_prompt="b Steps: 3, Seed: 4"),
        replace(CAT, loras=(Lora("a>b"),)),
        replace(CAT, vae="None"),
    ],
)
def test_what_no_block_can_say_is_written_as_flags(request_: GenerationRequest) -> None:
    assert as_block(request_) == as_flags(request_)


@each_row(
    "model, flag, pair",
    [
        ("x-1.5_b+c:d", "x-1.5_b+c:d", '"x-1.5_b+c:d"'),
        (".x", ".x", ".x"),
        ("-x", '"-x"', "-x"),
        ("two words", '"two words"', "two words"),
        ("a, b", '"a, b"', '"a, b"'),
        ('"x"', r'"\"x\""', r'"\"x\""'),
    ],
)
def test_a_name_is_quoted_only_where_it_has_to_be(model: str, flag: str, pair: str) -> None:
    request = replace(CAT, model=model)
    assert as_flags(request) == f"a cat --model {flag} --size 512x768"
    assert f"Model: {pair}, Size" in as_block(request)


def test_one_negative_word_needs_no_quotes() -> None:
    request = replace(CAT, negative_prompt="dogs")
    assert as_flags(request) == "a cat --no dogs --model m.pt --size 512x768"
