"""Names of models as members write them, to names as the engine has them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import structlog

from bot.domain.kinds import Name, Names, Strengths
from bot.domain.model_rules import allowed, is_forbidden
from bot.domain.models import Model, ModelKind, Resolved
from bot.domain.policy import Policy
from bot.domain.request import Lora
from bot.engine_errors import EngineError
from bot.errors import InvalidOptionError
from bot.jobs.model_check import NAMING, forbidden, refusal_of
from bot.prompt.options import Options
from bot.texts.text import text
from bot.texts.typed import typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.domain.options import Option
    from bot.domain.ports import Catalogue
    from bot.texts.text import Text

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

SECONDS = 1.5
"""For all names of a request together; Discord wants an answer within three."""

NOTHING = Options()
ANYTHING = Policy()

SHOWN = 5
"""Names that are told instead of one that means several."""


@dataclass(frozen=True, slots=True)
class Named:
    """Options whose names are the engine's, as far as they could be made so."""

    options: Options
    """Names that are obstacles are left out."""
    models: tuple[tuple[str, Model], ...]
    """Each model, by the option that names it, without those that are obstacles."""
    obstacles: tuple[InvalidOptionError, ...]
    """Of each name that means no model, several, or one that may not be used: it names the option
    and what may be meant or used."""

    @property
    def model(self) -> Model | None:
        """The checkpoint; None where none is asked for, or that one is an obstacle."""
        kind = ModelKind.CHECKPOINT
        return next((model for _, model in self.models if model.kind is kind), None)


async def resolve(
    options: Options,
    catalogue: Catalogue,
    *,
    over: Options = NOTHING,
    policy: Policy = ANYTHING,
    seconds: float = SECONDS,
) -> Named:
    """Spell all names as the engine does, asking it about those that are not known.

    Args:
        options: Everything that was said, merged.
        catalogue: The engine's.
        over: What slash options say of it. Of entries that come to the same model the first
            place counts, and what is said here.
        policy: Of the place; what it does not allow is an obstacle, and named to nobody.
        seconds: For the engine; what it has not told by then is taken as it was written.

    """
    if all(getattr(options, row.name) in {None, ()} for row, _ in NAMING):
        return Named(options, (), ())
    wanted = [_Wanted(row, kind, name) for row, kind in NAMING for name in _names(options, row)]
    asked = {each.key for each in wanted if not is_forbidden(each.name)}
    found = await _resolved(catalogue, asked, seconds)
    found = {key: _here(key[0], it, catalogue, policy) for key, it in found.items()}
    refused = {each: _obstacle(each, found.get(each.key), policy) for each in wanted}
    obstacles = [obstacle for obstacle in refused.values() if obstacle is not None]
    models = {
        each.key: model
        for each, obstacle in refused.items()
        if obstacle is None and (model := found[each.key].model) is not None
    }
    spelled = {
        row.name: _spelled(row, kind, _entries(options, row), _entries(over, row), models)
        for row, kind in NAMING
    }
    used = {(each.row.name, model): None for each in wanted if (model := models.get(each.key))}
    return Named(
        options=replace(options, **spelled), models=tuple(used), obstacles=tuple(obstacles)
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    row: Option
    kind: ModelKind
    name: str

    @property
    def key(self) -> tuple[ModelKind, str]:
        return self.kind, self.name


def _entries(options: Options, row: Option) -> tuple[str | Lora, ...]:
    """Return what is said for an option. A list that is too long is refused, whatever is in it."""
    said = getattr(options, row.name)
    match row.kind:
        case Names(most=most) | Strengths(most=most):
            # To look for names near hundreds would hold up everybody's commands.
            return tuple(said[:most])
        case _:
            return (said or "",)


def _names(options: Options, row: Option) -> list[str]:
    """Return the names of an option; one of nothing but space is not said."""
    return list(filter(None, (_name(entry) for entry in _entries(options, row))))


def _name(entry: str | Lora) -> str:
    return (entry if isinstance(entry, str) else entry.name).strip()


async def _resolved(
    catalogue: Catalogue, keys: Iterable[tuple[ModelKind, str]], seconds: float
) -> dict[tuple[ModelKind, str], Resolved]:
    """Return what each name comes to; all are asked about at once."""
    wanted, found = list(keys), dict[tuple[ModelKind, str], Resolved]()

    async def ask(kind: ModelKind, name: str) -> None:
        try:
            found[kind, name] = await catalogue.resolve(kind, name)
        except EngineError as error:
            log.info("catalogue.not_asked", models=kind.value, failure=error.kind.value)

    try:
        async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            for kind, name in wanted:
                group.create_task(ask(kind, name))
    except TimeoutError:
        log.info("catalogue.not_asked", names=len(wanted) - len(found), failure="late")
    for kind, name in wanted:
        if (kind, name) not in found:
            # Another name's answer, or a part of this one's, may have told of it.
            known = catalogue.find(kind, name) or catalogue.guess(kind, name)
            found[kind, name] = Resolved(known)
    return found


def _spelled(
    row: Option,
    kind: ModelKind,
    entries: Iterable[str | Lora],
    over: Iterable[str | Lora],
    models: Mapping[tuple[ModelKind, str], Model],
) -> Any:  # noqa: ANN401 - of the type of the option's field
    spelled, won, stronger = dict[str, str | Lora](), set[str](), set(over)
    for entry in entries:
        if (model := models.get((kind, _name(entry)))) is None:
            continue
        wins = entry in stronger and model.name not in won
        if wins or model.name not in spelled:
            spelled[model.name] = (
                replace(entry, name=model.name) if isinstance(entry, Lora) else model.name
            )
        if wins:
            won.add(model.name)
    return next(iter(spelled), None) if isinstance(row.kind, Name) else tuple(spelled.values())


def _here(kind: ModelKind, resolved: Resolved, catalogue: Catalogue, policy: Policy) -> Resolved:
    """Return what a name comes to where only some models may be used: of several, those."""

    def known(name: str) -> Model:
        return catalogue.find(kind, name) or catalogue.guess(kind, name)

    several, near = (
        tuple(name for name in names if allowed(known(name), policy))
        for names in (resolved.several, resolved.near)
    )
    # Of several none of which may be used, one stands for all: its refusal says what may be.
    meant = several if len(several) == 1 else () if several else resolved.several[:1]
    return Resolved(known(meant[0]) if meant else resolved.model, several, near)


def _obstacle(
    wanted: _Wanted, resolved: Resolved | None, policy: Policy
) -> InvalidOptionError | None:
    option = wanted.row.name
    if resolved is None:
        return forbidden(option)
    if resolved.model is not None:
        return refusal_of(option, resolved.model, policy)
    return InvalidOptionError(option, wanted.name, _rule(wanted.kind, resolved))


def _rule(kind: ModelKind, resolved: Resolved) -> Text:
    if resolved.several:
        return text("option.several_models", names=_quoted(resolved.several))
    if resolved.near:
        return text("option.near_models", names=_quoted(resolved.near))
    return text("option.model") if kind is ModelKind.CHECKPOINT else text("option.unlisted")


def _quoted(names: tuple[str, ...]) -> tuple[str | Text, ...]:
    return tuple(typed(name) for name in names[:SHOWN])
