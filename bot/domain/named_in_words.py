"""Models that are named among the words of a prompt, by what programs read out of words. Pure.

What a member types is taken apart before; a quoted text, the frame of a style and the name of
somebody mentioned are words, and a web UI or ComfyUI finds their tags all the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.models import EXTENSIONS, ModelKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.domain.models import Model
    from bot.domain.request import GenerationRequest

_NAMED = (
    # One that is not closed may be by what is put behind the words.
    (ModelKind.LORA, re.compile(r"<\s*(?:lora|lyco|hypernet)\s*:\s*([^<>:]+)", re.IGNORECASE)),
    (ModelKind.EMBEDDING, re.compile(r"embedding:\s*([^\s():]+)", re.IGNORECASE)),
)


def named_in_words(request: GenerationRequest) -> Iterator[tuple[str, ModelKind, str]]:
    """Yield what tags name, each with the option that holds the words."""
    for option, words in _words(request):
        for kind, tag in _NAMED:
            for name in tag.findall(words):
                if told := name.strip(" ,\n"):
                    yield option, kind, told


def said_in_words(
    request: GenerationRequest, embeddings: Iterable[Model]
) -> Iterator[tuple[str, Model]]:
    """Yield the embeddings whose names are words, each with the option that holds the words."""
    texts = [(option, words.casefold()) for option, words in _words(request)]
    for model in embeddings:
        name = model.name.casefold()
        bare = next((name.removesuffix(end) for end in EXTENSIONS if name.endswith(end)), name)
        for option, words in texts:
            if bare in words and re.search(rf"(?<!\w){re.escape(bare)}(?!\w)", words):
                yield option, model


def _words(request: GenerationRequest) -> tuple[tuple[str, str], ...]:
    return ("prompt", request.prompt), ("negative_prompt", request.negative_prompt)
