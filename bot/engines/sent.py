"""What engines send, read leniently: unknown keys are ignored, odd values are nothing."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from bot.engines import numbers
from bot.engines.words import is_id


class Wire(BaseModel):
    """Base of every reply model: frozen, tolerant of keys that are added."""

    model_config = ConfigDict(frozen=True, extra="ignore")


def _text(sent: object) -> str:
    return sent if isinstance(sent, str) else ""


def _list(sent: object) -> object:
    return sent if isinstance(sent, list) else ()


def _record(sent: object) -> object:
    return sent if isinstance(sent, dict) else {}


def _id(sent: str) -> str:
    if not is_id(sent):
        raise ValueError("no id")
    return sent


Number = Annotated[float | None, BeforeValidator(numbers.number)]
"""A finite number, plain or quoted; None for anything else."""

Integer = Annotated[int | None, BeforeValidator(numbers.whole)]
"""A whole number, plain or quoted; None for anything else."""

Natural = Annotated[int | None, BeforeValidator(numbers.natural)]
"""A whole number from 0, plain or quoted; None for anything else."""

Text = Annotated[str, BeforeValidator(_text)]
"""A string; empty for anything else."""

Id = Annotated[str, AfterValidator(_id)]
"""A string that can be the id of a task; nothing else will do."""

LIST = BeforeValidator(_list)
"""Anything but a list is an empty one."""

RECORD = BeforeValidator(_record)
"""Anything but an object is an empty one."""
