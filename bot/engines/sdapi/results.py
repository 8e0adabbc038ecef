"""Read the images of an answer: a value, or one of our errors. Slow for large ones; no I/O."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.engine_errors import MalformedReplyError
from bot.engines.numbers import natural
from bot.engines.sdapi.failures import payload

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.engines.http import Response

LARGEST_TOGETHER = 2
"""How many images of the largest size one answer may hold: it lies in memory several times over."""

SURROUNDINGS = 1024 * 1024
"""Bytes of an answer beside its images."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a task made."""

    images: tuple[bytes, ...] = field(repr=False)
    """Files; an empty one could not be read."""
    seeds: tuple[int | None, ...]
    """One for each."""
    model: str = ""
    """That made them, if it is told."""


def largest(images: int, max_image_bytes: int) -> int:
    """Return how many bytes the answer with so many images may have."""
    return min(images, LARGEST_TOGETHER) * max_image_bytes * 4 // 3 + SURROUNDINGS


def read_result(response: Response, asked: int, first_seed: int) -> Result:
    """Read what ``txt2img`` made of ``asked`` images, the first with ``first_seed``.

    A grid comes before them, and an extension's maps behind: ``info`` tells which are ours.

    Raises:
        MalformedReplyError: it says success, but is not what it should be.

    """
    said = payload(response)
    if said is None or not isinstance(said.get("images"), list):
        size = len(response.body)
        raise MalformedReplyError(f"the web UI's {size} bytes hold no images", status=200)
    info = _info(said.get("info"))
    seeds = [natural(seed) for seed in _list(info.get("all_seeds"))]
    begin = natural(info.get("index_of_first_image")) or 0
    count = min(asked, len(seeds)) if seeds else asked
    files = _decoded(said["images"][begin : begin + count])
    counted = [first_seed + index for index in range(len(files))]
    model = info.get("sd_model_name")
    return Result(
        images=files,
        seeds=tuple(told if told is not None else own for told, own in _paired(seeds, counted)),
        model=model if isinstance(model, str) else "",
    )


def read_native(said: dict[str, Any], asked: int, first_seed: int) -> Result:
    """Read the images of a finished job of stable-diffusion.cpp, which counts the seed up.

    Where it leaves some out, nobody knows which.
    """
    result = said.get("result")
    images = _list(result.get("images") if isinstance(result, dict) else None)
    files = _decoded(it.get("b64_json") if isinstance(it, dict) else "" for it in images[:asked])
    is_whole = len(files) == asked
    seeds = tuple(first_seed + index if is_whole else None for index in range(len(files)))
    return Result(images=files, seeds=seeds)


def _info(sent: object) -> dict[str, Any]:
    """Return ``info``, which is JSON in a string, or empty."""
    try:
        said = json.loads(sent) if isinstance(sent, str) and sent else sent
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _list(sent: object) -> list[Any]:
    return sent if isinstance(sent, list) else []


def _paired(told: list[int | None], own: list[int]) -> Iterable[tuple[int | None, int]]:
    return zip([*told, *[None] * len(own)][: len(own)], own, strict=True)


def _decoded(images: Iterable[object]) -> tuple[bytes, ...]:
    return tuple(_file(image) for image in images)


def _file(sent: object) -> bytes:
    if not isinstance(sent, str):
        return b""
    try:
        return base64.b64decode(sent.rpartition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        return b""
