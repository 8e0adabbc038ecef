"""What the stand-in draws."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from bot.playground.novita.drawing.animals import KINDS
from bot.playground.novita.drawing.dice import Dice
from bot.playground.novita.drawing.label import printable, shortened
from bot.playground.novita.drawing.order import Order, orders_of
from bot.playground.novita.drawing.picture import LANDS, draw, painted
from bot.playground.novita.drawing.reading import LANDS as LAND_WORDS
from bot.playground.novita.drawing.reading import SKY_THINGS, SUBJECTS, Scene, read
from bot.playground.novita.drawing.subjects import DRAWERS
from tests.tables import each_row
from tests.unit.playground_novita.caller import body_of

if TYPE_CHECKING:
    from tests.unit.playground_novita.caller import Caller

ORDER = Order("a fox in a forest", 7, 0, 1, 128, 96, "png")


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@each_row("plain", [True, False])
@each_row("name, form", [("jpeg", "JPEG"), ("png", "PNG"), ("webp", "WEBP")])
def test_a_file_has_the_format_and_size_asked(name: str, form: str, plain: bool) -> None:
    image = opened(draw(replace(ORDER, format=name, plain=plain)))
    assert (image.format, image.size) == (form, (128, 96))


@each_row("size", [(2048, 128), (128, 2048), (1025, 1025), (131, 257)])
def test_any_size_is_met(size: tuple[int, int]) -> None:
    order = replace(ORDER, width=size[0], height=size[1], format="jpeg")
    assert opened(draw(order)).size == size


@pytest.mark.parametrize("plain", [True, False])
def test_equal_orders_give_equal_bytes(plain: bool) -> None:
    order = replace(ORDER, plain=plain)
    assert draw(order) == draw(replace(order))


@each_row("plain", [True, False])
@each_row("change", [{"prompt": "a fox in a forest!"}, {"seed": 8}, {"index": 1}])
def test_prompt_seed_and_index_each_change_the_file(change: dict[str, Any], plain: bool) -> None:
    order = replace(ORDER, plain=plain)
    assert draw(order) != draw(replace(order, **change))


@each_row(
    "change",
    [
        {"loras": (("add_detail_44319", 1.0),)},
        {"loras": (("MoXinV1_14856", 0.6),)},
        {"embeddings": ("badhandv4_16755.pt",)},
        {"model": "anything_v5_9409.safetensors"},
        {"hires": True},
    ],
)
def test_additions_change_the_style(change: dict[str, Any]) -> None:
    assert draw(ORDER) != draw(replace(ORDER, **change))


def test_a_night_is_darker_than_a_day() -> None:
    day, night = (
        ImageStat.Stat(opened(draw(replace(ORDER, prompt=f"mountains at {hour}"))).convert("L"))
        for hour in ("noon", "midnight")
    )
    assert night.mean[0] < 0.7 * day.mean[0]


def test_a_named_colour_is_in_the_picture() -> None:
    red, green = (
        ImageStat.Stat(opened(draw(replace(ORDER, prompt=f"{colour} sky at noon")))).mean
        for colour in ("red", "green")
    )
    assert red[0] - red[1] > green[0] - green[1] + 20


def test_a_scene_is_read_from_the_words() -> None:
    scene = read("A Lighthouse by the sea, at night; a fox", Dice(1))
    assert scene.hour == "night"
    assert {"sea", "forest"} <= set(scene.lands)
    assert scene.subjects == ("fox", "lighthouse")


def test_the_same_seed_keeps_the_composition_at_another_size() -> None:
    small = opened(draw(replace(ORDER, width=256, height=256)))
    large = opened(draw(replace(ORDER, width=512, height=512)))
    difference = ImageChops.difference(small.resize((16, 16)), large.resize((16, 16)))
    assert max(ImageStat.Stat(difference).mean) < 12


def test_every_word_that_is_read_can_be_drawn() -> None:
    assert set(SUBJECTS) == set(KINDS) | set(DRAWERS) | {"tree"}
    assert set(LAND_WORDS) == set(LANDS)


QUIET = Scene("night", ("meadow",), (), frozenset(), ())


def differ(scene: Scene, other: Scene) -> bool:
    order = replace(ORDER, width=128, height=128)
    return painted(order, scene).tobytes() != painted(order, other).tobytes()


@each_row("subject", SUBJECTS)
def test_every_subject_shows(subject: str) -> None:
    assert differ(QUIET, replace(QUIET, subjects=(subject,)))


def test_two_subjects_both_show() -> None:
    both = replace(QUIET, subjects=("fox", "lighthouse"))
    assert differ(both, replace(QUIET, subjects=("fox",)))
    assert differ(both, replace(QUIET, subjects=("lighthouse",)))


@each_row("land", LAND_WORDS)
def test_every_land_shows(land: str) -> None:
    assert differ(replace(QUIET, lands=(land,)), replace(QUIET, lands=()))


@each_row("thing", sorted(set(SKY_THINGS) - {"stars", "moon", "sun"}))
def test_everything_in_the_sky_shows(thing: str) -> None:
    assert differ(QUIET, replace(QUIET, sky_things=frozenset({thing})))


@each_row("thing", ["stars", "moon", "sun"])
def test_what_a_storm_hides_shows_when_it_is_named(thing: str) -> None:
    storm = replace(QUIET, hour="storm")
    assert differ(storm, replace(storm, sky_things=frozenset({thing})))


def test_mountains_never_stand_alone() -> None:
    assert all(len(read("mountains", Dice(seed)).lands) == 2 for seed in range(20))


@given(st.text(min_size=1, max_size=300), st.integers(0, 400))
@settings(deadline=None)
def test_a_label_keeps_to_its_room_and_loses_only_the_end(text: str, room: int) -> None:
    pen, font = ImageDraw.Draw(Image.new("L", (1, 1))), ImageFont.load_default(12)
    assert isinstance(font, ImageFont.FreeTypeFont)
    text = " ".join(text.split())
    label = shortened(pen, text, font, room)
    assert pen.textlength(label, font=font) <= room
    assert label == text or not label or text.startswith(label.removesuffix("…"))


@each_row(
    "prompt, words",
    [
        ("きつね", ""),
        ("ثعلب أحمر", ""),
        ("🦊", ""),
        ("猫, 犬", ""),
        ("a fox 🦊 きつね in\nsnow", "a fox in snow"),
        ("café", "cafe"),
        ("cafe\u0301 \u200d bar", "cafe bar"),
    ],
)
def test_a_label_shows_no_boxes(prompt: str, words: str) -> None:
    font = ImageFont.load_default(12)
    assert isinstance(font, ImageFont.FreeTypeFont)
    assert printable(prompt, font) == words


@given(st.text(max_size=50))
@settings(deadline=None)
def test_what_a_label_prints_is_in_its_font(text: str) -> None:
    font = ImageFont.load_default(12)
    assert isinstance(font, ImageFont.FreeTypeFont)
    box = bytes(font.getmask("\U0010ffff"))
    assert not [each for each in printable(text, font) if bytes(font.getmask(each)) == box]


@given(st.text(min_size=1, max_size=200), st.integers(0, 2**32 - 1))
@settings(max_examples=15, deadline=None)
def test_any_prompt_can_be_drawn(prompt: str, seed: int) -> None:
    order = replace(ORDER, prompt=prompt, seed=seed, width=128, height=128)
    assert opened(draw(order)).size == (128, 128)


def test_the_batch_of_a_seed_has_neighbouring_compositions() -> None:
    orders = orders_of(body_of(image_num=3), 2**32 - 2, plain=False)
    assert [order.image_seed for order in orders] == [2**32 - 2, 2**32 - 1, 0]


async def test_equal_requests_give_equal_files(caller: Caller) -> None:
    files = []
    for _ in range(2):
        result = await caller.result_of(body_of("equal", image_num=2))
        files.append([(await caller.fetch(i["image_url"])).content for i in result["images"]])
    assert files[0] == files[1]
    assert files[0][0] != files[0][1]
