"""How the parts of a submit's body are checked before anything is sent. No I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationInfo

from bot.domain.request import Bound
from bot.domain.rules import characters, within
from bot.errors import InvalidOptionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.texts.text import Text


class Body(BaseModel):
    """Base of every part of a body. An unset field is None and is not sent."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())


def inside(bound: Bound) -> AfterValidator:
    """Refuse a number outside ``bound``, by its field's name."""

    def check(value: float, info: ValidationInfo) -> float:
        if value not in bound:
            raise InvalidOptionError(str(info.field_name), value, within(bound))
        return value

    return AfterValidator(check)


def length(bound: Bound, rule: Callable[[Bound], Text]) -> AfterValidator:
    """Refuse what has too few or too many characters or entries, by its field's name."""

    def check(value: str | tuple[object, ...], info: ValidationInfo) -> object:
        if len(value) not in bound:
            raise InvalidOptionError(str(info.field_name), len(value), rule(bound))
        return value

    return AfterValidator(check)


Name = Annotated[str, length(Bound(1, 500), characters)]
"""Of a file, a bucket or an address."""
