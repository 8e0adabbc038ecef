"""Which models may be used where, and which belong together. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.forbidden import is_forbidden
from bot.domain.model_globs import matches
from bot.domain.models import EXTENSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain.models import Model
    from bot.domain.policy import Policy

__all__ = ["allowed", "family", "is_forbidden", "matching", "mismatch", "permitted"]

_FOLDERS = re.compile(r"[/\\]")


def permitted(model: Model) -> bool:
    """Return whether a model may be used anywhere: none of its names is forbidden."""
    return not any(map(is_forbidden, (model.name, model.label, model.base_model, *model.triggers)))


def allowed(model: Model, policy: Policy) -> bool:
    """Return whether a model may be used under a policy.

    Without globs that allow, all are allowed; a glob that denies wins over one that allows.
    """
    forms = _forms(model.name, model.kind.value)
    denied, opened = policy.models_deny or (), policy.models_allow or ()
    is_open = not matches(denied, forms) and (not opened or matches(opened, forms))
    # What is never permitted takes the longest to tell.
    return is_open and permitted(model)


def matching(glob: str, models: Iterable[Model]) -> list[Model]:
    """Return those models that a glob matches."""
    return [model for model in models if matches((glob,), _forms(model.name, model.kind.value))]


def _forms(name: str, kind: str) -> tuple[str, ...]:
    """Return what globs are held against: the name, as it is and bare, and each with its kind."""
    whole = name.casefold()
    file = _FOLDERS.split(whole)[-1]
    bare = next((file.removesuffix(end) for end in EXTENSIONS if file.endswith(end)), file)
    return (whole, bare, f"{kind}:{whole}", f"{kind}:{bare}")


_FAMILIES = (
    (
        "SDXL",
        r"sd[ _-]?xl|stable[ _-]?diffusion[ _-]?xl|pony(?![ _-]?v?7)|illustrious|noob|animagine",
    ),
    ("SD 3", r"(?:sd|stable[ _-]?diffusion)[ _-]?3"),
    ("SD 2", r"(?:sd|stable[ _-]?diffusion)[ _-]?2"),
    ("SD 1", r"(?:sd|stable[ _-]?diffusion)[ _-]?1"),
    ("Flux 2", r"flux[ ._-]?2"),
    ("Flux", r"flux|chroma"),
    ("AuraFlow", r"aura[ _-]?flow|pony[ _-]?v?7"),
    ("Cascade", r"cascade"),
    ("Kolors", r"kolors"),
    ("HunyuanDiT", r"hunyuan"),
    ("PixArt", r"pix[ _-]?art"),
    ("Qwen", r"qwen"),
    ("Z-Image", r"z[ _-]?image"),
    ("Wan", r"wan(?![a-z])"),
)
"""Base models whose LoRAs fit each other, by what their names begin with or hold."""

_FAMILY = [(name, re.compile(rf"(?<![a-z0-9])(?:{sign})")) for name, sign in _FAMILIES]


def family(base_model: str) -> str | None:
    """Return the family of a base model by any of its names; None for one that is not known."""
    folded = base_model.casefold()
    return next((name for name, sign in _FAMILY if sign.search(folded)), None)


def mismatch(checkpoint: Model, others: Sequence[Model]) -> tuple[Model, ...]:
    """Return those models that are made for another family than the checkpoint.

    Where the base of one of both is not told, or not known, they are taken to fit.
    """
    own = family(checkpoint.base_model)
    if own is None:
        return ()
    return tuple(each for each in others if family(each.base_model) not in {None, own})
