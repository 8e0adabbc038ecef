"""What a role gives its members beyond what places allow: of all, the best counts. Pure."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.domain import model_globs
from bot.domain.rules import SWITCH, one_of, whole
from bot.domain.stated import BOUNDS
from bot.errors import InvalidOptionError, RefusedError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.domain.policy import Policy

Value: TypeAlias = "int | bool | tuple[str, ...] | None"
"""Of one limit; None is no limit."""

Limits: TypeAlias = "Mapping[str, Value]"
"""A role's, by name; those it says nothing of are as the place has them."""

MOST = 25
"""Roles of a server that have limits."""

HIRES, MODELS, COOLDOWN = "hires", "models", "cooldown_seconds"
COUNTS = (
    *("max_images", "max_pixels", "max_steps", COOLDOWN),
    *("hourly_images", "daily_images", "jobs"),
)
NAMES = (*COUNTS, HIRES, MODELS)
"""What a role may have limits of, in the order in which they are told."""

UNLIMITABLE = (*COUNTS, MODELS)
EVERYTHING = "everything"
"""Stands for all of them."""

NO_LIMITS: Limits = MappingProxyType({})


def stated(unlimited: str | None = None, models: str | None = None, **given: Value) -> Limits:
    """Return what ``/tier set`` states, every value checked again.

    With ``everything`` unlimited, a number given beside it holds.

    Raises:
        InvalidOptionError: a value is of a wrong type or out of range, or said twice.
        RefusedError: nothing is stated.

    """
    said: dict[str, Value] = {name: value for name, value in given.items() if value is not None}
    for name, value in said.items():
        _check(name, value)
    if models is not None:
        said[MODELS] = _globs(models)
    if unlimited == EVERYTHING:
        return dict.fromkeys(UNLIMITABLE) | {HIRES: True} | said
    if unlimited is not None:
        if unlimited not in UNLIMITABLE:
            raise InvalidOptionError("unlimited", unlimited, one_of([EVERYTHING, *UNLIMITABLE]))
        if unlimited in said:
            raise InvalidOptionError("unlimited", unlimited, text("tier.both"))
        said[unlimited] = None
    if not said:
        raise RefusedError(text("tier.nothing_set"))
    return said


def _check(name: str, value: Value) -> None:
    if name == HIRES:
        if not isinstance(value, bool):
            raise InvalidOptionError(name, value, SWITCH)
    elif isinstance(value, bool) or not isinstance(value, int) or value not in BOUNDS[name]:
        raise InvalidOptionError(name, value, whole(BOUNDS[name]))


def _globs(given: str) -> tuple[str, ...]:
    globs: tuple[str, ...] = ()
    for glob in filter(None, map(str.strip, given.split(","))):
        globs = model_globs.added(globs, model_globs.stated(glob))
    if not globs:
        raise InvalidOptionError(MODELS, given, text("tier.no_models"))
    return globs


def without(limits: Limits, name: str | None, role: str) -> Limits:
    """Return limits without one of them, or without any.

    Raises:
        RefusedError: there is no such limit.

    """
    if not limits or (name is not None and name not in limits):
        raise RefusedError(text("tier.absent", role=role))
    return {each: value for each, value in limits.items() if name not in {None, each}}


def read(stored: Mapping[str, Any]) -> dict[str, Value]:
    """Return limits of stored JSON, without those of a newer version."""
    said: dict[str, Value] = {name: it for name, it in stored.items() if name in NAMES}
    globs = stored.get(MODELS)
    if globs is not None:
        said[MODELS] = tuple(globs)
    return said


def taken_back(limits: Limits, before: Limits, after: Limits) -> tuple[Limits, tuple[str, ...]]:
    """Return limits once a change is taken back, and the names of those that stay.

    A limit goes back to what it was if it still is what the change made of it. One that is as it
    was before is neither.
    """
    back, stays = dict(limits), []
    for name in NAMES:
        then, made, now = (_said(it, name) for it in (before, after, limits))
        if then in {made, now}:
            continue
        if now != made:
            stays.append(name)
        elif name in before:
            back[name] = before[name]
        else:
            del back[name]
    return back, tuple(stays)


def _said(limits: Limits, name: str) -> tuple[Value, ...]:
    """Return what is said of a limit: nothing, or one value, which may be None."""
    return (limits[name],) if name in limits else ()


def over(policy: Policy, tiers: Sequence[Limits]) -> Policy:
    """Return the policy for a member whose roles have these limits.

    Limit by limit the best counts, of the place's own and all of theirs: a role never takes away.
    """
    better: dict[str, object] = {}
    for name in NAMES:
        given = [limits[name] for limits in tiers if name in limits]
        field = "models_allow" if name == MODELS else name
        if given:
            better[field] = _best(name, [getattr(policy, field), *given])
    return replace(policy, **better) if better else policy  # type: ignore[arg-type] # same types


def _best(name: str, values: Sequence[Value]) -> Value:
    if name == HIRES:
        return any(values)
    if name == MODELS:
        return _together(value for value in values if isinstance(value, tuple | None))
    numbers = [value for value in values if isinstance(value, int)]
    if len(numbers) < len(values):
        return None
    return min(numbers) if name == COOLDOWN else max(numbers)


def _together(lists: Iterable[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    """Return globs that allow what any list does; an empty one allows all."""
    found: dict[str, None] = {}
    for globs in lists:
        if not globs:
            return None
        found |= dict.fromkeys(globs)
    return tuple(found)
