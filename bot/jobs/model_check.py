"""Whether the models of a request may be used where it is asked for, and fit each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.kinds import Name, Names, Strengths
from bot.domain.model_rules import allowed, is_forbidden, mismatch, permitted
from bot.domain.models import ModelKind
from bot.domain.named_in_words import named_in_words, said_in_words
from bot.domain.obstacles import refuse
from bot.domain.options import OPTIONS
from bot.errors import InvalidOptionError
from bot.texts.text import text
from bot.texts.typed import typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.domain.models import Model
    from bot.domain.options import Option
    from bot.domain.policy import Policy
    from bot.domain.ports import Catalogue, Engine
    from bot.domain.request import GenerationRequest
    from bot.texts.text import Text

SHOWN = 10
"""Globs that are told."""

FORBIDDEN = text("option.model_forbidden")
NONE_HERE = text("option.model_none_here")

NAMING: Sequence[tuple[Option, ModelKind]] = [
    (row, row.kind.of)
    for row in OPTIONS
    if isinstance(row.kind, (Name, Names, Strengths)) and row.kind.of is not None
]
"""Options that name models, and of which kind."""

OPTION_OF = {kind: row.name for row, kind in NAMING}
"""The option that names models of a kind."""


def check_models(request: GenerationRequest, policy: Policy, engine: Engine) -> None:
    """Refuse a request for models that may not be used here, or do not fit each other.

    Whatever a request was made of (words, a block, a picture, a style, another job, a default)
    comes by here before it is a job; so do models that only its words name.

    Raises:
        RefusedError: one may not be; the text names the option, and what may.
        ObstaclesError: several may not.

    """
    models = list(_models_of(request, engine.catalogue))
    models += _models_in_words(request, engine)
    refuse([*not_allowed(models, policy), *unfit(models)])


def check_allowed(request: GenerationRequest, policy: Policy, engine: Engine) -> None:
    """Refuse a request for models that may not be used any more, whatever they fit.

    Raises:
        RefusedError: so it is.

    """
    models = [*_models_of(request, engine.catalogue), *_models_in_words(request, engine)]
    refuse([*not_allowed(models, policy)])


def _models_of(request: GenerationRequest, catalogue: Catalogue) -> Iterator[tuple[str, Model]]:
    """Yield each model with the option that names it; what is known nowhere by its name alone."""
    for row, kind in NAMING:
        said = request.value_of(row)
        for entry in said if isinstance(said, tuple) else filter(None, [said]):
            name = entry if isinstance(entry, str) else entry.name
            yield row.name, catalogue.find(kind, name) or catalogue.guess(kind, name)


def _models_in_words(request: GenerationRequest, engine: Engine) -> Iterator[tuple[str, Model]]:
    """Yield what the engine may find in the words of a request, with the option of the words."""
    catalogue = engine.catalogue
    for option, kind, name in named_in_words(request):
        yield option, catalogue.find(kind, name) or catalogue.guess(kind, name)
    if engine.capabilities.reads_names:
        yield from said_in_words(request, catalogue.browse(ModelKind.EMBEDDING))


def not_allowed(named: Iterable[tuple[str, Model]], policy: Policy) -> Iterator[InvalidOptionError]:
    """Yield what is said of each model that may not be used under a policy."""
    for option, model in named:
        if (obstacle := refusal_of(option, model, policy)) is not None:
            yield obstacle


def refusal_of(option: str, model: Model, policy: Policy) -> InvalidOptionError | None:
    """Return why a model may not be used under a policy, if it may not."""
    if allowed(model, policy):
        return None
    return (
        InvalidOptionError(option, model.name, _instead(policy))
        if permitted(model)
        else (forbidden(option))
    )


def forbidden(option: str) -> InvalidOptionError:
    """Say that a model may be used nowhere, without its name."""
    return InvalidOptionError(option, "", FORBIDDEN)


def _instead(policy: Policy) -> Text:
    """Say what may be used; a glob may hold a word that is not to be read here."""
    opened, denied = (_told(globs) for globs in (policy.models_allow, policy.models_deny))
    if opened:
        return text("option.model_not_allowed", globs=opened)
    return text("option.model_denied", globs=denied) if denied else NONE_HERE


def _told(globs: Iterable[str] | None) -> tuple[str | Text, ...]:
    told = [glob for glob in globs or () if glob and not is_forbidden(glob)]
    return tuple(typed(glob) for glob in told[:SHOWN])


def unfit(named: Sequence[tuple[str, Model]]) -> Iterator[InvalidOptionError]:
    """Yield what is said of each model that is made for another base than the checkpoint."""
    checkpoint = next((model for _, model in named if model.kind is ModelKind.CHECKPOINT), None)
    if checkpoint is None:
        return
    others = [(option, model) for option, model in named if model is not checkpoint]
    wrong = mismatch(checkpoint, [model for _, model in others])
    for option, model in others:
        if model in wrong:
            rule = text(
                "option.other_base",
                base=model.base_model,
                model=typed(checkpoint.name),
                other=checkpoint.base_model,
            )
            yield InvalidOptionError(option, model.name, rule)
