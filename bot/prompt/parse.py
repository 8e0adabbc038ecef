"""What a member wrote as a prompt, as options. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.options import BY_NAME
from bot.prompt.block import KEYS, NEGATIVE, split
from bot.prompt.clean import clean, tidy
from bot.prompt.extras import parse_embeddings, parse_loras
from bot.prompt.merge import merge
from bot.prompt.options import Parsed
from bot.prompt.said import Said
from bot.prompt.scan import scan
from bot.prompt.values import sampler

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.request import HiresScale

__all__ = ["merge", "parse", "parse_embeddings", "parse_loras"]


def parse(text: str, *, hires: HiresScale | None = None) -> Parsed:
    """Read flags, ``<lora:…>`` tags and a pasted parameter block out of a prompt.

    Time grows linearly with the text. How many LoRAs there are is for ``merge`` to count.

    Args:
        text: The prompt as it was typed or pasted, of any length.
        hires: What the slash option says: a pasted denoising strength, which an image may
            have for other reasons, is only read beside a hires fix.

    Raises nothing: each wrong flag, tag or value is one of the obstacles.

    """
    scanned = scan(clean(text))
    block = split(scanned.text)
    said = Said()
    said.obstacles += scanned.obstacles
    for flag in scanned.flags:
        said.flag(flag.name, flag.value)
    for tag in scanned.tags:
        said.tag(tag)
    if negative := block.negative.strip():
        said.option("negative_prompt", NEGATIVE, negative)
    ignored = _read_pairs(said, block.pairs, is_hires=hires is not None)
    return Parsed(
        said.options(tidy(block.prompt)),
        ignored,
        labels=said.labels,
        obstacles=tuple(said.obstacles),
    )


def _read_pairs(said: Said, pairs: Sequence[tuple[str, str]], *, is_hires: bool) -> tuple[str, ...]:
    """Take in the pairs of a block; return the keys that were not used."""
    found = [(_OPTIONS.get(_folded(key)), key, value) for key, value in _joined(pairs)]
    is_hires |= "hires" in said.values or any(option == "hires" for option, _, _ in found)
    ignored: list[str] = []
    for option, key, value in found:
        if option is None or _says_nothing(option, value, is_hires=is_hires):
            ignored.append(key)
        else:
            said.option(option, key, value)
    return tuple(dict.fromkeys(ignored))


def _joined(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join ``Sampler: X`` and ``Schedule type: Y`` where ``X Y`` is a sampler."""
    by_key = {_folded(key): value for key, value in pairs}
    if not {"sampler", "scheduletype"} <= by_key.keys():
        return list(pairs)
    both = sampler(by_key["sampler"], by_key["scheduletype"])
    if both is None:
        return list(pairs)
    rest = [(key, value) for key, value in pairs if _folded(key) != "scheduletype"]
    return [(key, both if _folded(key) == "sampler" else value) for key, value in rest]


def _says_nothing(option: str, value: str, *, is_hires: bool) -> bool:
    """Whether a key that we know has no meaning in this block."""
    row = BY_NAME[option]
    return value.casefold() in row.nothing or (row.beside == "hires" and not is_hires)


def _folded(key: str) -> str:
    return key.casefold().replace(" ", "")


_OPTIONS = {_folded(key): option for key, option in KEYS.items()} | {
    _folded(NEGATIVE): "negative_prompt"
}
"""Folded key to option."""
