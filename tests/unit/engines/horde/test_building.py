"""What is said of a request, apart from the six examples."""

from __future__ import annotations

from typing import Any

from bot.domain.choices import SAMPLERS as OURS
from bot.engines.horde.building import build, check
from bot.engines.horde.seeds import bound, made
from bot.playground.horde.validation import check_body
from tests.tables import each_row
from tests.unit.engines.horde.stage import submission, wish


def params(**changes: object) -> dict[str, Any]:
    body = build(submission(wish(**changes)))
    check_body(body)
    found = body["params"]
    assert isinstance(found, dict)
    return found


@each_row(
    "ours, theirs, karras",
    [
        ("Euler a", "k_euler_a", False),
        ("Euler", "k_euler", False),
        ("LMS", "k_lms", False),
        ("Heun", "k_heun", False),
        ("DPM2", "k_dpm_2", False),
        ("DPM2 a", "k_dpm_2_a", False),
        ("DPM++ 2S a", "k_dpmpp_2s_a", False),
        ("DPM++ 2M", "k_dpmpp_2m", False),
        ("DPM++ SDE", "k_dpmpp_sde", False),
        ("DPM fast", "k_dpm_fast", False),
        ("DPM adaptive", "k_dpm_adaptive", False),
        ("DDIM", "DDIM", False),
        ("LMS Karras", "k_lms", True),
        ("DPM2 Karras", "k_dpm_2", True),
        ("DPM2 a Karras", "k_dpm_2_a", True),
        ("DPM++ 2S a Karras", "k_dpmpp_2s_a", True),
        ("DPM++ 2M Karras", "k_dpmpp_2m", True),
        ("DPM++ SDE Karras", "k_dpmpp_sde", True),
    ],
)
def test_a_sampler_goes_by_its_name_there(ours: str, theirs: str, karras: bool) -> None:
    assert ours in OURS
    said = params(sampler=ours)
    assert (said["sampler_name"], said["karras"]) == (theirs, karras)


@each_row(
    "seed, images, said, variation",
    [
        (0, 1, "0", None),
        (2**32 - 1, 1, "4294967295", None),
        (1, 2, "0", 1),
        (2**32 - 8, 8, "4294967287", 1),
    ],
)
def test_seeds_at_their_ends_are_said(
    seed: int, images: int, said: str, variation: int | None
) -> None:
    found = params(seed=seed, images=images)
    assert (found["seed"], found.get("seed_variation")) == (said, variation)


def test_a_random_seed_is_ours_and_stays_the_same() -> None:
    once, again, other = submission(), submission(), submission(job="j2")
    assert build(once) == build(again)
    assert made(once) == made(again) != made(other)
    assert made(once)[0] in bound(8)


@each_row(
    "size, sent",
    [((520, 700), (512, 704)), ((128, 2048), (128, 2048)), ((544, 96 + 64), (576, 192))],
)
def test_sides_are_brought_to_the_nearest_multiple(
    size: tuple[int, int], sent: tuple[int, int]
) -> None:
    said = params(width=size[0], height=size[1])
    assert (said["width"], said["height"]) == sent


def test_an_embedding_acts_where_it_is_named_and_else_against_what_is_drawn() -> None:
    said = params(prompt="art by Midjourney_Style", embeddings=("midjourney_style.pt", "easyneg"))
    assert [one["inject_ti"] for one in said["tis"]] == ["prompt", "negprompt"]


@each_row(
    "prompt, negative, sent",
    [
        ("a dog", "", "a dog"),
        ("a dog ### a cat", "ugly", "a dog # # # a cat ### ugly"),
        ("a dog", "a #### b", "a dog ### a # # # # b"),
        ("nul\0 and \ud800 alone", "", "nul and ? alone"),
    ],
)
def test_a_prompt_has_one_negative_part_and_nothing_the_server_breaks_on(
    prompt: str, negative: str, sent: str
) -> None:
    body = build(submission(wish(prompt=prompt, negative_prompt=negative)))
    assert body["prompt"] == sent
    check_body(body)


@each_row("guidance", [1, 7.5, 7.25, 9.99, 1.1])
def test_two_decimals_are_taken(guidance: float) -> None:
    check(wish(guidance=guidance))
