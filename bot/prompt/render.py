"""A request as text that reads as the same request: as flags, or as a web UI's block. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.domain.kinds import Names, Number, Size, Strengths
from bot.domain.options import BY_NAME, OPTIONS, Option
from bot.prompt.keys import KEYS, NEGATIVE
from bot.prompt.options import SIDES
from bot.prompt.parse import parse
from bot.prompt.quote import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.domain.request import GenerationRequest, Lora
    from bot.prompt.options import Options

_PLAIN_WORD = re.compile(r"[\w.+:](?:[\w.+:]|-(?!-))*")
_PLAIN_VALUE = re.compile(r'[^",:]+')

# Readers find a block by its steps.
_KEYED = sorted((BY_NAME[name] for name in KEYS.values()), key=lambda row: row.name != "steps")
_OF_BLOCK = (BY_NAME["negative_prompt"], *_KEYED, BY_NAME["loras"])

_APART = frozenset({"prompt", "negative_prompt"})


def as_flags(request: GenerationRequest) -> str:
    """Return prompt and flags that parse into the same request, ``private`` aside.

    The prompt stands as it is, unless something in it would read as a flag, a tag, a quote or
    a block: then it is quoted, as ``--prompt "…"``.
    """
    flags = " ".join(_flags(request, _changed(request)))
    plain, quoted = f"{request.prompt} {flags}", _quoted(request, flags)
    return plain if _reads_as(plain, quoted) else quoted


def as_blocks(request: GenerationRequest, seeds: Sequence[int]) -> list[str]:
    """Return what ``as_block`` does for the same request with each of these seeds.

    Whether a block can say it is looked at once, which takes far longer than to write it: seeds
    are all read alike.
    """
    each = [replace(request, seed=seed) for seed in seeds]
    blocks = [_block(one) for one in each]
    if not each or _says(blocks[0], each[0]):
        return blocks
    return [as_flags(one) for one in each]


def as_block(request: GenerationRequest) -> str:
    """Return prompt, LoRA tags and "parameters" as web UIs write and read them.

    What has neither key nor tag is left out: embeddings, the file format, how many images. What
    no block can say, such as a prompt that would read as another block, is said as flags.
    """
    return as_blocks(request, [request.seed])[0]


def _block(request: GenerationRequest) -> str:
    tags = [f"<lora:{_entry(lora)}>" for lora in request.loras]
    lines = [" ".join([request.prompt, *tags])]
    if request.negative_prompt:
        lines.append(f"{NEGATIVE}: {request.negative_prompt}")
    lines.append(", ".join(_pairs(request)))
    return "\n".join(lines)


def _says(block: str, request: GenerationRequest) -> bool:
    """Whether a block says what the same values say between quotes."""
    return _reads_as(block, _quoted(request, " ".join(_flags(request, _OF_BLOCK))))


def said_as_flags(options: Options) -> str:
    """Return flags that say the same as options, without prompt and negative prompt.

    One side of a size is said by itself.
    """
    sides = (options.width, options.height)
    words = [] if None in sides else [f"--size {sides[0]}x{sides[1]}"]
    for row in OPTIONS:
        value = getattr(options, row.name, None)
        flag = row.flag or next(iter(row.aliases), "")
        if (
            not flag
            or value in (None, "", ())
            or row.name in _APART
            or (words and row.name in SIDES)
        ):
            continue
        words += _of_flag(row, flag, value)
    return " ".join(words)


def _quoted(request: GenerationRequest, flags: str) -> str:
    return f"--prompt {quote(request.prompt)} {flags}"


def _reads_as(text: str, safe: str) -> bool:
    """Whether ``text`` says what ``safe`` does, in which every value stands between quotes."""
    read, wanted = parse(text), parse(safe)
    return read.options == wanted.options and not (read.obstacles or read.notes)


def _changed(request: GenerationRequest) -> Iterator[Option]:
    """Yield the rows that are not as they would be without a word, the prompt aside."""
    for row in OPTIONS:
        if row.name != "prompt" and request.value_of(row) not in (None, row.default):
            yield row


def _flags(request: GenerationRequest, rows: Iterable[Option]) -> Iterator[str]:
    for row in rows:
        value = request.value_of(row)
        if row.flag and value not in (None, ""):
            yield from _of_flag(row, row.flag, value)


def _of_flag(row: Option, flag: str, value: Any) -> Iterator[str]:  # noqa: ANN401 - of any kind
    match row.kind:
        case Names() | Strengths():
            yield from (f"--{flag} {_word(_entry(entry))}" for entry in value)
        case _:
            yield f"--{flag} {_word(_written(row, value))}"


def _pairs(request: GenerationRequest) -> Iterator[str]:
    for row in _KEYED:
        value = request.value_of(row)
        if value is not None:
            written = _written(row, value)
            plain = _PLAIN_VALUE.fullmatch(written)
            yield f"{row.key}: {written if plain else quote(written)}"


def _written(row: Option, value: Any) -> str:  # noqa: ANN401 - of any kind
    match row.kind:
        case Number():
            return _number(value)
        case Size():
            return "x".join(map(str, value))
        case _:
            return str(value)


def _entry(entry: Lora | str) -> str:
    return entry if isinstance(entry, str) else f"{entry.name}:{_number(entry.strength)}"


def _word(value: str) -> str:
    return value if _PLAIN_WORD.fullmatch(value) else quote(value)


def _number(value: float) -> str:
    """Return the shortest exact digits, without an exponent, which ``parse`` refuses."""
    return f"{Decimal(repr(value)).normalize():f}"
