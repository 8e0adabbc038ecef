"""What people paste: the right values, what is told, and that what is ignored stays unread."""

from __future__ import annotations

from bot.domain.request import HiresScale, HiresUpscaler, Lora
from bot.prompt.parse import parse
from bot.texts.say import say
from tests.tables import each_row
from tests.unit.prompt.said import said, taken

BASE = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x512"
READ = {
    "prompt": "a fox",
    "steps": 20,
    "sampler": "Euler a",
    "guidance": 7.0,
    "seed": 42,
    "width": 512,
    "height": 512,
}

RESOURCES = (
    'Civitai resources: [{"type":"checkpoint","modelVersionId":290640},'
    '{"type":"X { Strength = 0.4, TriggerWord = , Type = lora }","weight":0.4}]'
)
TEMPLATED = f"""\
<lora:ink:0.8>, <lora:fog:0.5>, <lora:glow:0.3>, a fox
Negative prompt: blur
{BASE}, Model hash: ab12
Template:<lora:ink:0.8>, <lora:fog:0.5>, <lora:glow:0.3>, a {{fox|hare}}
Negative Template:blur"""
LORAS = (Lora("ink", 0.8), Lora("fog", 0.5), Lora("glow", 0.3))


def notes(text: str) -> list[str]:
    """Return what is told of a text that is taken."""
    return [say(note) for note in taken(text).notes]


@each_row("end", ["\n", " "])
@each_row(
    "was, now",
    [
        ("", ""),
        ("a {fox|hare}", "a {fox|hare}, Size: small"),
        ("Template:<", "Template: <"),
        ("Negative Template:blur", "Negative Template: blur, Steps: 3, Seed: 9 --n 8 <lora:x:1>"),
        ("a {fox|hare}", "a fox Steps: 3, Seed: 9, Clip skip: 4 --n 8"),
    ],
)
def test_a_template_is_left_out_whole(end: str, was: str, now: str) -> None:
    text = TEMPLATED.replace(was, now).replace("\n", end) if was else TEMPLATED.replace("\n", end)
    assert said(text) == READ | {"negative_prompt": "blur", "loras": LORAS}
    assert notes(text) == ["without Template, Negative Template"]
    assert parse(text).ignored == ("Model hash",)


@each_row("end", ["\n", " "])
@each_row(
    "pair",
    [
        'ADetailer prompt: "<lora:face:0.4> calm face"',
        'ADetailer prompt: "calm, Steps: 3, Seed: 9, Negative prompt: x"',
        r'ADetailer prompt: "calm \"<lora:face:0.4>\" --n 8"',
        "ADetailer prompt: <lora:face:0.4> calm --n 8 face",
        "ADetailer prompt: “calm, Clip skip: 3 <lora:x:1>”",
        'Lora hashes: "ink: 8d6c, Clip skip: 3"',
        "Lora hashes: ink: 8d6cab12, fog: e3b0c44298fc",
        "Wildcard prompt: a __animal__ --ar 3:2",
        RESOURCES,
        'Civitai resources: [{"name":"a]b, Clip skip: 3 <lora:x:1> --n 8 \\", Seed: 1"}]',
        "Civitai metadata: {}",
        "Notes: [a, Clip: [b]]",
        "Created Date: 2025-11-28T09:18:43.5269343Z",
    ],
)
@each_row("tail", ["", ", Version: v1.7.0"])
def test_nothing_in_the_value_of_an_ignored_key_is_read(end: str, pair: str, tail: str) -> None:
    text = f"<lora:ink:1>, a fox\nNegative prompt: blur\n{BASE}, {pair}{tail}".replace("\n", end)
    assert said(text) == READ | {"negative_prompt": "blur", "loras": (Lora("ink"),)}
    ignored = (pair.partition(":")[0], *(("Version",) if tail else ()))
    assert parse(text).ignored == ignored
    assert notes(text) == []


@each_row("after", ["v1.7.0", '"v 1.7, x"', "{}"])
def test_what_is_typed_behind_a_block_is_read(after: str) -> None:
    text = f"a fox\n{BASE}, Version: {after} --n 2 <lora:ink:0.5>"
    assert said(text) == READ | {"images": 2, "loras": (Lora("ink", 0.5),)}


@each_row(
    "text, expected, ignored",
    [
        (
            "Prompt: a fox <lora:face_x:1> with a beard Lora hashes: face_x: e3b0c4, film: 8c6dd7",
            {"prompt": "a fox with a beard", "loras": (Lora("face_x"),)},
            ("Lora hashes",),
        ),
        (f"Prompt: a fox Negative prompt: blur {BASE}", READ | {"negative_prompt": "blur"}, ()),
        (f"prompt: a fox\nnegative prompt: blur\n{BASE}", READ | {"negative_prompt": "blur"}, ()),
        (f"Positive prompt: a fox {BASE.lower()}", READ, ()),
        (f"{BASE}, Prompt: a fox, Negative prompt: blur", READ | {"negative_prompt": "blur"}, ()),
        (f"{BASE}\nNegative prompt: blur\nPrompt: a fox", READ | {"negative_prompt": "blur"}, ()),
        ("Prompt: a fox", {"prompt": "a fox"}, ()),
        ("Negative prompt: blur Prompt: a fox", {"prompt": "a fox", "negative_prompt": "blur"}, ()),
        (f"a fox {BASE.replace(',', '')}", READ, ()),
        ("a fox\n" + BASE.replace(", ", "\n"), READ, ()),
        (f"a fox\nModel hash: ab12cd34, Version: v1.7.0, {BASE}", READ, ("Model hash", "Version")),
        (f"a fox\nMy key: x, {BASE}", READ, ("My key",)),
        (
            f"a fox {BASE}, Model: “my, model”, VAE: None",
            READ | {"model": "my, model"},
            ("VAE",),
        ),
        (
            'a fox Model: "Steps: 3, Seed: 9", ' + BASE,
            READ | {"model": "Steps: 3, Seed: 9"},
            (),
        ),
        (
            "Negative space, fog Negative prompt: Steps: 23, Sampler: Undefined, Seed: 1760020955",
            {"prompt": "Negative space, fog", "steps": 23, "seed": 1760020955},
            (),
        ),
        (
            "a fox\nSteps: 20, CFG scale: 1.000000, Guidance: 3.5, Seed: 42, Model: , RNG: cuda",
            {"prompt": "a fox", "steps": 20, "guidance": 1.0, "seed": 42},
            ("Guidance", "RNG"),
        ),
        (
            "a fox\nSteps: 20, Sampler: , Seed: , Size: , VAE: , Clip skip: 2",
            {"prompt": "a fox", "steps": 20, "clip_skip": 2},
            (),
        ),
        (f"a fox\n-blur, text\n{BASE}", READ | {"negative_prompt": "blur, text"}, ()),
        (f"a fox\n-\n{BASE}", READ, ()),
        (
            f"a fox -blur, text {BASE}, Seed Mode: Scale Alike",
            READ | {"negative_prompt": "blur, text"},
            ("Seed Mode",),
        ),
        (f"a fox - red {BASE}", READ | {"prompt": "a fox - red"}, ()),
        (
            "a fox Steps: 20, Guidance Scale: 7, Width: 640, Height: 480",
            {"prompt": "a fox", "steps": 20, "guidance": 7.0, "width": 640, "height": 480},
            (),
        ),
        (
            "a fox Resolution: (1152, 896), Steps: 30, Sampler: euler",
            {"prompt": "a fox", "steps": 30, "sampler": "Euler", "width": 1152, "height": 896},
            (),
        ),
    ],
)
def test_the_block_is_found_whole(
    text: str, expected: dict[str, object], ignored: tuple[str, ...]
) -> None:
    assert said(text) == expected
    assert parse(text).ignored == ignored


@each_row(
    "text",
    [
        "Steps: a staircase, Size: of a house, Model: of a town",
        "Seed: 3 of them, steps: many",
        "a poster, Version: final, mood: dark",
        "a fox, prompt: and quick",
        "Size: 3x4 tiles, a floor",
        "a diagram, Strength: high, Performance: low, Guidance: none",
        "a fox (Steps: 20, Seed: 3, Size: 512x512)",
        "he said: Steps, Seed, Size",
    ],
)
def test_words_that_look_like_keys_stay_words(text: str) -> None:
    assert said(text) == {"prompt": text}


@each_row(
    "pair, expected, told",
    [
        ("Steps: 150", {"steps": 100}, "Steps 150 → 100"),
        ("Steps: 0", {"steps": 1}, "Steps 0 → 1"),
        ("Steps: 7.6", {"steps": 8}, "Steps 7.6 → 8"),
        ("Steps: many", {}, "without Steps many"),
        ("CFG scale: 0.5", {"guidance": 1.0}, "CFG scale 0.5 → 1"),
        ("cfg scale: 45", {"guidance": 30.0}, "cfg scale 45 → 30"),
        ("CFG scale: nan", {}, "without CFG scale nan"),
        ("Seed: 804822466654819", {"seed": -1}, "Seed 804822466654819 → random"),
        ("Seed: 4294967296", {"seed": -1}, "Seed 4294967296 → random"),
        (f"Seed: {'9' * 30}", {"seed": -1}, f"Seed {'9' * 30} → random"),
        ("Seed: -7", {}, "without Seed -7"),
        ("Seed: one", {}, "without Seed one"),
        ("Size: 64x64", {"width": 128, "height": 128}, "Size 64x64 → 128x128"),
        ("Size: 4096x2048", {"width": 2048, "height": 1024}, "Size 4096x2048 → 2048x1024"),
        ("Size: small", {}, "without Size small"),
        ("Clip skip: 0", {"clip_skip": 1}, "Clip skip 0 → 1"),
        ("Sampler: Restart", {"sampler": "Heun"}, "Sampler Restart → Heun"),
        ("Sampler: Undefined", {}, "without Sampler Undefined"),
        (
            "Sampler: DPM++ 2M SDE, Schedule type: Karras",
            {"sampler": "DPM++ SDE Karras"},
            "Sampler DPM++ 2M SDE Karras → DPM++ SDE Karras",
        ),
        (
            "Sampler: Euler a, Scheduler: Karras",
            {"sampler": "Euler a"},
            "Sampler Euler a Karras → Euler a",
        ),
        ("Hires upscale: 2.5", {"hires": HiresScale.X2}, "Hires upscale 2.5 → 2x"),
        ("Hires upscale: 3", {"hires": HiresScale.X2}, "Hires upscale 3 → 2x"),
        ("Hires upscale: 8", {"hires": HiresScale.X4}, "Hires upscale 8 → 4x"),
        ("Hires upscale: 1.25", {"hires": HiresScale.X1_5}, "Hires upscale 1.25 → 1.5x"),
        ("Hires upscale: 1", {}, "without Hires upscale 1"),
        ("Seed: 1, Seed: 2", {"seed": 1}, "without Seed 2"),
    ],
)
def test_a_pasted_value_is_brought_to_the_nearest_and_told(
    pair: str, expected: dict[str, object], told: str
) -> None:
    text = f"a fox\nVersion: v1, Clip skip: 2, VAE: v, {pair}"
    base = {"prompt": "a fox", "clip_skip": 2, "vae": "v"}
    if pair.startswith("Clip"):
        text, base = text.replace("Clip skip: 2, ", "CFG scale: 7, "), base | {"guidance": 7.0}
    assert said(text) == base | expected
    assert notes(text) == [told]


@each_row(
    "pairs, upscaler, told",
    [
        ("Hires upscaler: R-ESRGAN 4x+ Anime6B", HiresUpscaler.ESRGAN_ANIME, []),
        ("Hires upscaler: Latent", HiresUpscaler.LATENT, []),
        (
            "Hires upscaler: Latent (bicubic antialiased)",
            HiresUpscaler.LATENT,
            ["Hires upscaler Latent (bicubic antialiased) → Latent"],
        ),
        (
            "Hires upscaler: 4x-UltraSharp",
            HiresUpscaler.ESRNET,
            ["Hires upscaler 4x-UltraSharp → RealESRNet_x4plus"],
        ),
        ("Hires upscaler: None", None, ["without Hires upscaler None"]),
        ("Denoising strength: 1.2", None, ["Denoising strength 1.2 → 1"]),
    ],
)
def test_the_details_of_a_hires_fix_are_generous_too(
    pairs: str, upscaler: HiresUpscaler | None, told: list[str]
) -> None:
    text = f"a fox\n{BASE}, Hires upscale: 2, {pairs}"
    options = taken(text).options
    assert (options.hires, options.hires_upscaler) == (HiresScale.X2, upscaler)
    assert notes(text) == told


@each_row(
    "resize, scale, told",
    [
        ("1024x1024", HiresScale.X2, []),
        ("768x768", HiresScale.X1_5, []),
        ("1000x900", HiresScale.X2, ["Hires resize 1000x900 → 2x"]),
        ("512x512", None, ["without Hires resize 512x512"]),
    ],
)
def test_a_hires_fix_may_tell_its_target_only(
    resize: str, scale: HiresScale | None, told: list[str]
) -> None:
    text = f"a fox\n{BASE}, Hires resize: {resize}, Denoising strength: 0.4"
    options = taken(text).options
    assert (options.hires, options.hires_strength) == (scale, 0.4 if scale else None)
    assert notes(text) == told


@each_row("name", ["DPM++ 2M", "DPM++ 2M Karras", "dpmpp_2m"])
@each_row("schedule", ["Automatic", "Karras", "karras"])
def test_a_schedule_joins_its_sampler(name: str, schedule: str) -> None:
    text = f"a fox\nSteps: 20, Sampler: {name}, Schedule type: {schedule}, Seed: 42"
    assert (said(text)["sampler"], notes(text)) == ("DPM++ 2M Karras", [])


@each_row(
    "text, expected, told",
    [
        (f"a fox\n{BASE} --steps 30", READ | {"steps": 30}, ["without Steps 20"]),
        (f"a fox --steps 30\n{BASE}", READ | {"steps": 30}, ["without Steps 20"]),
        (f"a fox\n{BASE} --width 640", READ | {"width": 640}, ["without Size 512"]),
        (
            f"a fox --no dogs\nNegative prompt: blur\n{BASE}",
            READ | {"negative_prompt": "blur, dogs"},
            [],
        ),
    ],
)
def test_a_flag_goes_before_what_was_pasted(
    text: str, expected: dict[str, object], told: list[str]
) -> None:
    assert (said(text), notes(text)) == (expected, told)


def test_a_typed_shape_goes_before_a_pasted_size() -> None:
    text = f"a fox\n{BASE} --ar 16:9"
    read = {name: value for name, value in READ.items() if name not in {"width", "height"}}
    assert (said(text), notes(text)) == (read | {"aspect": "16:9"}, ["without Size 512x512"])


def test_what_only_the_block_says_is_known_with_the_keys_as_written() -> None:
    parsed = taken(f"a fox <lora:ink:1> --cfg 3\nnegative Prompt: blur\n{BASE.lower()}")
    assert parsed.pasted == {
        *("steps", "sampler", "seed", "width", "height", "negative_prompt", "loras"),
    }
    assert parsed.labels == {
        "steps": "steps",
        "sampler": "sampler",
        "seed": "seed",
        "width": "size",
        "height": "size",
        "guidance": "--cfg",
        "negative_prompt": "negative Prompt",
        "loras": "<lora:…>",
    }


def test_without_a_block_nothing_is_pasted() -> None:
    parsed = taken("a fox <lora:ink:1> --cfg_scale 3 --emb x --height 640")
    assert parsed.pasted == frozenset()
    assert parsed.labels == {
        "loras": "<lora:…>",
        "guidance": "--cfg_scale",
        "embeddings": "--emb",
        "height": "--height",
    }
