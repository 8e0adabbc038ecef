"""The slash options, checked again."""

from __future__ import annotations

from dataclasses import fields

from bot.domain.request import MENTIONED, HiresScale, HiresUpscaler, ImageFormat, Lora
from bot.prompt.options import Options, Parsed
from bot.prompt.slash import TYPES, slash_options
from tests.tables import each_row


@each_row(
    "name, given, read",
    [
        ("negative_prompt", "", ""),
        ("model", "dreamshaper", "dreamshaper"),
        ("vae", "sharp", "sharp"),
        ("aspect", "16:9", "16:9"),
        ("width", 640, 640),
        ("height", 512, 512),
        ("images", 8, 8),
        ("steps", 30, 30),
        ("guidance", 7.5, 7.5),
        ("guidance", 7, 7),
        ("sampler", "DPM++ 2M Karras", "DPM++ 2M Karras"),
        ("seed", -1, -1),
        ("clip_skip", 2, 2),
        ("loras", "a:0.7, b", (Lora("a", 0.7), Lora("b"))),
        ("embeddings", "a, b", ("a", "b")),
        ("hires", "1.5x", HiresScale.X1_5),
        ("hires_upscaler", "Latent", HiresUpscaler.LATENT),
        ("hires_strength", 0, 0),
        ("format", "webp", ImageFormat.WEBP),
        ("private", False, False),
    ],
)
def test_an_option_is_read(name: str, given: object, read: object) -> None:
    said = slash_options({name: given})
    assert said.options == Options(**{name: read})  # type: ignore[arg-type] # by name
    assert (said.labels, said.obstacles) == ({name: name}, ())


def test_what_is_not_given_is_not_said() -> None:
    assert slash_options(dict.fromkeys(TYPES)) == Parsed(Options())


def test_every_option_has_its_types() -> None:
    assert TYPES.keys() == {field.name for field in fields(Options)} - {"prompt", *MENTIONED}


@each_row(
    "name, given, allowed",
    [
        ("negative_prompt", 5, "between 0 and 1024 characters"),
        ("model", 5, "a name"),
        ("vae", True, "a name"),
        ("aspect", 1.5, "1:1, 2:3, 3:2, 3:4, 4:3, 9:16, 16:9, 21:9"),
        ("width", "512", "a whole number between 128 and 2048"),
        ("height", 512.0, "a whole number between 128 and 2048"),
        ("images", 1.5, "a whole number between 1 and 8"),
        ("images", True, "a whole number between 1 and 8"),
        ("steps", "abc", "a whole number between 1 and 100"),
        ("guidance", "7", "between 1 and 30"),
        ("guidance", True, "between 1 and 30"),
        ("seed", [7], "a whole number between -1 and 4294967295"),
        ("clip_skip", {}, "a whole number between 1 and 12"),
        ("loras", 1, "NAME or NAME:STRENGTH, separated by commas"),
        ("embeddings", 1, "names, separated by commas"),
        ("hires", 2, "1.5x, 2x, 4x"),
        ("hires_strength", "0.5", "between 0 and 1"),
        ("private", "yes", "true or false"),
        ("private", 1, "true or false"),
    ],
)
def test_a_value_of_a_wrong_type_is_refused(name: str, given: object, allowed: str) -> None:
    (obstacle,) = slash_options({name: given}).obstacles
    assert str(obstacle).startswith(f"`{name}` ")
    assert allowed in str(obstacle)
    assert str(obstacle).endswith(f" `{given}`.")


@each_row(
    "name, given, allowed",
    [
        ("aspect", "5:4", "1:1, 2:3"),
        ("sampler", "Euler b", "Euler a, Euler"),
        ("hires", "3x", "1.5x, 2x, 4x"),
        ("hires_upscaler", "Nearest", "Latent, RealESRGAN_x4plus_anime_6B"),
        ("format", "gif", "jpeg, png, webp"),
        ("loras", "a:2", "NAME or NAME:STRENGTH"),
    ],
)
def test_a_value_that_is_none_of_the_allowed_is_refused(
    name: str, given: object, allowed: str
) -> None:
    (obstacle,) = slash_options({name: given}).obstacles
    assert str(obstacle).startswith(f"`{name}`")
    assert allowed in str(obstacle)
    assert f" `{given}`" in str(obstacle)


def test_all_that_is_wrong_is_said_and_the_rest_is_read() -> None:
    said = slash_options({"sampler": "Best", "steps": 30, "loras": "a:2"})
    assert said.options == Options(steps=30)
    assert [str(obstacle).split("`")[1] for obstacle in said.obstacles] == [
        "sampler",
        "loras",
    ]
