"""Which program's settings a text is, by where it stands and how it looks. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.embedded.comfyui import is_graph, read_comfyui
from bot.embedded.draw_things import is_draw_things, read_draw_things
from bot.embedded.fooocus import is_fooocus, read_fooocus
from bot.embedded.found import Found
from bot.embedded.invokeai import read_dream, read_metadata, read_sd_metadata
from bot.embedded.jsons import inside, load
from bot.embedded.novelai import is_novelai, read_novelai
from bot.embedded.own import read_own
from bot.embedded.swarmui import is_swarmui, read_swarmui

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bot.embedded.jsons import Json

_STEPS = re.compile(r"Steps:\s*+[0-9]")
"""What a text has that may be anything else, such as a camera's comment."""

_FREE = (
    *("parameters", "UserComment", "Comment", "ImageDescription", "XPComment", "Description"),
    *("Model", "Make"),
)
"""Names under which any program may keep its settings, in the order in which they are tried."""

NAMES = frozenset({*_FREE, "prompt", "invokeai_metadata", "sd-metadata", "Dream"})
"""All names that are looked at."""

OURS = ("parameters", "UserComment")
"""Where we write, as web UIs do."""

_NAMED = re.compile(r"\A[Pp]rompt:(?=\{)")
"""ComfyUI has but Exif's tags in a WebP, and names the text within it."""

_OBJECTS: Sequence[tuple[Callable[[Json], bool], Callable[[Json], Found | None]]] = (
    (is_swarmui, read_swarmui),
    (is_fooocus, read_fooocus),
    (is_draw_things, read_draw_things),
    (is_graph, read_comfyui),
    (
        lambda said: is_graph(inside(said.get("prompt"))),
        lambda said: read_comfyui(inside(said["prompt"])),
    ),
    (is_novelai, read_novelai),
)
"""How an object is known that may be of any program, and how it is read."""


def tell(texts: Mapping[str, str]) -> Iterator[Found | None]:
    """Yield what each text of a file says, the likeliest first.

    Args:
        texts: By name, such as ``parameters``.

    """
    yield from (read_own(texts[name]) for name in OURS if name in texts)
    free = [_NAMED.sub("", texts[name], count=1) for name in _FREE if name in texts]
    # Until its version 3, NovelAI's own object did not hold the prompt.
    described = {"prompt": texts.get("Description", "")}
    objects = [described | {**said} if is_novelai(said) else said for said in map(load, free)]
    if (parameters := texts.get("parameters", "")) and not parameters.lstrip().startswith("{"):
        yield Found(parameters, "")
    for said in objects:
        yield from (read(said) for is_its, read in _OBJECTS if is_its(said))
    yield read_comfyui(load(texts.get("prompt", "")))
    yield read_metadata(load(texts.get("invokeai_metadata", "")))
    yield read_sd_metadata(load(texts.get("sd-metadata", "")))
    yield read_dream(texts.get("Dream", ""))
    for text, said in zip(free, objects, strict=True):
        if not said and _STEPS.search(text):
            yield Found(text, "")
