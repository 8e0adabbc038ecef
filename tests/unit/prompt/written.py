"""Write a request the way a member could have typed it, for the laws of reading it back."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.domain.request import GenerationRequest, Hires, HiresScale
from bot.errors import RefusedError
from bot.prompt.parse import parse
from tests.unit.prompt.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN_WORD = re.compile(r"[\w.+:][\w.+:-]*")
_UNSAID = GenerationRequest(prompt="-", model="", width=512, height=512)
_UNSAID_HIRES = Hires(HiresScale.X2)


def as_flags(request: GenerationRequest) -> str:
    """Return prompt and flags that parse into the same request, ``private`` aside.

    The prompt stands as it is, unless something in it would read as a flag, a tag, a quote or
    a block: then it is quoted, as ``--prompt "…"``.
    """
    flags = " ".join(_flags(request))
    plain, quoted = f"{request.prompt} {flags}", f"--prompt {quote(request.prompt)} {flags}"
    try:
        is_the_same = parse(plain) == parse(quoted)
    except RefusedError:
        return quoted
    return plain if is_the_same else quoted


def _flags(request: GenerationRequest) -> Iterator[str]:
    if request.negative_prompt:
        yield f"--no {quote(request.negative_prompt)}"
    yield f"--model {_word(request.model)}"
    yield f"--size {request.width}x{request.height}"
    yield from _changed_numbers(request)
    if request.sampler != _UNSAID.sampler:
        yield f"--sampler {_word(request.sampler)}"
    if request.vae is not None:
        yield f"--vae {_word(request.vae)}"
    if request.format != _UNSAID.format:
        yield f"--format {request.format}"
    for lora in request.loras:
        yield f"--lora {_word(f'{lora.name}:{_number(lora.strength)}')}"
    for name in request.embeddings:
        yield f"--emb {_word(name)}"
    if request.hires is not None:
        yield from _hires(request.hires)


def _changed_numbers(request: GenerationRequest) -> Iterator[str]:
    if request.images != _UNSAID.images:
        yield f"--n {request.images}"
    if request.steps != _UNSAID.steps:
        yield f"--steps {request.steps}"
    if request.guidance != _UNSAID.guidance:
        yield f"--cfg {_number(request.guidance)}"
    if request.seed != _UNSAID.seed:
        yield f"--seed {request.seed}"
    if request.clip_skip is not None:
        yield f"--clip-skip {request.clip_skip}"


def _hires(hires: Hires) -> Iterator[str]:
    yield f"--hires {hires.scale}"
    if hires.upscaler != _UNSAID_HIRES.upscaler:
        yield f"--hires-upscaler {hires.upscaler}"
    if hires.strength != _UNSAID_HIRES.strength:
        yield f"--hires-strength {_number(hires.strength)}"


def _word(value: str) -> str:
    return value if _PLAIN_WORD.fullmatch(value) else quote(value)


def _number(value: float) -> str:
    """Return the shortest exact digits, without an exponent, which ``parse`` refuses."""
    return f"{Decimal(repr(value)).normalize():f}"
