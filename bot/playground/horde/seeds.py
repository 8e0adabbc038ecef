"""Which seed each image of a request gets, with all the oddities of the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

LIMIT = 2**32


def seed_of_text(text: str) -> int:
    """Return the number that a seed stands for: digits are read, anything else is hashed."""
    number = int(text) if text.isdigit() else int.from_bytes(text.encode(), "little")
    return _shifted(number)


def seeds_of(params: Mapping[str, Any], rng: random.Random, *, batches: bool) -> list[int]:
    """Return the seeds of all images; the sent one never occurs when there is a variation."""
    count, said, variation = params.get("n", 1), params.get("seed"), params.get("seed_variation")
    if not said and not variation:
        return [rng.randrange(LIMIT) for _ in range(1 if batches else count)] * (
            count if batches else 1
        )
    seed = seed_of_text(said) if said else rng.randrange(LIMIT)
    if not variation:
        return [seed] * count
    seeds = list[int]()
    for _ in range(count):
        seed = _shifted(seed + variation)
        seeds.append(seed)
    return [seeds[0]] * count if batches else seeds


def _shifted(number: int) -> int:
    while number >= LIMIT:
        number >>= 32
    return number
