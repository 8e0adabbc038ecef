"""Which images of an answer are ours, and what is known of them."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from bot.engine_errors import MalformedReplyError
from bot.engines.http import Response
from bot.engines.sdapi.results import Result, largest, read_native, read_result
from tests.tables import each_row


def encoded(*words: str) -> list[str]:
    return [base64.b64encode(word.encode()).decode() for word in words]


def answer(images: object, info: object = "") -> Response:
    said = {"images": images, "parameters": {}, "info": info}
    return Response(200, {}, json.dumps(said).encode())


def info(**said: object) -> str:
    return json.dumps({"all_seeds": [7, 8], "index_of_first_image": 0, **said})


def names(result: Result) -> list[str]:
    return [file.decode() for file in result.images]


def test_images_and_their_seeds_are_read() -> None:
    result = read_result(answer(encoded("a", "b"), info(sd_model_name="dream")), 2, 7)
    assert (names(result), result.seeds, result.model) == (["a", "b"], (7, 8), "dream")


def test_a_grid_before_and_maps_behind_are_not_ours() -> None:
    images = encoded("grid", "a", "b", "map", "map")
    result = read_result(answer(images, info(index_of_first_image=1)), 2, 7)
    assert names(result) == ["a", "b"]


def test_no_more_are_taken_than_were_asked_for() -> None:
    result = read_result(answer(encoded("a", "b"), info()), 1, 7)
    assert (names(result), result.seeds) == (["a"], (7,))


@each_row("odd", ["", "{", "[]", None, 7, {}, '{"all_seeds": null}'])
def test_without_info_seeds_are_counted_from_ours(odd: object) -> None:
    result = read_result(answer(encoded("a", "b"), odd), 2, 40)
    assert (names(result), result.seeds) == (["a", "b"], (40, 41))


def test_an_info_that_is_an_object_is_read_too() -> None:
    result = read_result(answer(encoded("a"), {"all_seeds": [5]}), 1, 7)
    assert result.seeds == (5,)


def test_a_seed_that_is_none_is_counted() -> None:
    result = read_result(answer(encoded("a", "b"), info(all_seeds=[7, "x"])), 2, 7)
    assert result.seeds == (7, 8)


@each_row("odd", ["not base64!", "", None, 7, {}, "é"])
def test_an_image_that_cannot_be_read_keeps_its_place(odd: object) -> None:
    result = read_result(answer([odd, *encoded("b")], info()), 2, 7)
    assert names(result) == ["", "b"]


def test_an_address_with_the_data_in_it_is_read() -> None:
    image = f"data:image/png;base64,{encoded('a')[0]}"
    assert names(read_result(answer([image], info(all_seeds=[1])), 1, 1)) == ["a"]


def test_no_images_are_none() -> None:
    assert read_result(answer([], info()), 2, 7) == Result(images=(), seeds=())


@each_row("body", [b"<html>", b"[]", b"{}", b'{"images": null}', b'{"images": "x"}'])
def test_what_holds_no_images_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedReplyError):
        read_result(Response(200, {}, body), 1, 7)


def native(*images: object) -> dict[str, Any]:
    return {"result": {"output_format": "png", "images": list(images)}}


def test_a_finished_job_counts_its_seeds_up() -> None:
    images = [{"index": n, "b64_json": it} for n, it in enumerate(encoded("a", "b"))]
    result = read_native(native(*images), 2, 7)
    assert (names(result), result.seeds) == (["a", "b"], (7, 8))


def test_of_a_job_that_left_some_out_no_seed_is_known() -> None:
    result = read_native(native({"index": 0, "b64_json": encoded("b")[0]}), 2, 7)
    assert (names(result), result.seeds) == (["b"], (None,))


@each_row("odd", [{}, {"result": None}, {"result": {"images": {}}}])
def test_a_finished_job_without_images_has_none(odd: dict[str, Any]) -> None:
    assert read_native(odd, 1, 7).images == ()


def test_an_answer_may_be_no_larger_than_two_images_of_the_largest_size() -> None:
    assert largest(1, 3_000_000) == 4_000_000 + 1024 * 1024
    assert largest(8, 3_000_000) == largest(2, 3_000_000) == 8_000_000 + 1024 * 1024
    assert largest(8, 64 * 1024 * 1024) < 200_000_000
