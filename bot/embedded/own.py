"""The settings of our own images, as they stand in their files: written, and read back. Pure.

It is a web UI's block, at whose end stands, under keys that web UIs pass over, what no block has
a key for. Whatever no block can say stands in flags, with the same end.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.options import DEFAULTS
from bot.domain.request import RANDOM_SEED
from bot.embedded.found import LONGEST, Found
from bot.prompt.options import Options
from bot.prompt.quote import QUOTED, quote, unquote
from bot.prompt.render import as_blocks, as_flags, said_as_flags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.request import GenerationRequest

PROGRAM = "Darkroom"

_END = re.compile(
    rf"(?:, |\n)Version: {PROGRAM}(?:, Flags: (?P<flags>{QUOTED.pattern}))?"
    r", Engine: \w{1,32}, Job: [A-Za-z0-9]{1,32}\Z"
)


def settings_of(
    request: GenerationRequest, seeds: Sequence[int | None], *, engine: str, job_id: str
) -> list[str]:
    """Return what is written into the file of each image; nothing where no reader would take it.

    Args:
        request: What was asked for.
        seeds: Of each image, if it is known.
        engine: What made them.
        job_id: The job that they are of.

    """
    one = replace(request, images=1)
    known = [RANDOM_SEED if seed is None else seed for seed in seeds]
    blocks = as_blocks(replace(one, embeddings=(), format=DEFAULTS["format"]), known)
    is_usual = one.format == DEFAULTS["format"]
    beside = Options(embeddings=one.embeddings, format=None if is_usual else one.format)
    flags = said_as_flags(beside)
    if '"' in flags and any('"' in block for block in blocks):
        # A quote that stands alone in a name would end at the first of these.
        blocks, flags = [as_flags(replace(one, seed=seed)) for seed in known], ""
    told = [f"Flags: {quote(flags)}"] if flags else []
    end = ", ".join([f"Version: {PROGRAM}", *told, f"Engine: {engine}", f"Job: {job_id}"])
    texts = (f"{block}, {end}" if "\n" in block else f"{block}\n{end}" for block in blocks)
    return [text if len(text) <= LONGEST else "" for text in texts]


def read_own(text: str) -> Found | None:
    """Return the settings that one of our own files holds; None if a text is of something else."""
    end = _END.search(text)
    if end is None:
        return None
    flags = unquote(end["inner"]) if end["flags"] else ""
    return Found(f"{text[: end.start()]} {flags}".rstrip(), PROGRAM)
