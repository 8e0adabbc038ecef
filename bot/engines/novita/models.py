"""What Novita sends, as it sends it: unknown keys are ignored, numbers may be quoted."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.engines import numbers
from bot.engines.words import is_id


class Wire(BaseModel):
    """Base of every reply model: frozen, tolerant of keys that Novita adds."""

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

Seed = Annotated[int | None, BeforeValidator(numbers.natural)]
"""A whole number from 0, plain or quoted; None for anything else."""

Text = Annotated[str, BeforeValidator(_text)]
"""A string; empty for anything else."""


class SubmitReply(Wire):
    """The answer to a submit."""

    task_id: Annotated[str, AfterValidator(_id)]


class DebugInfo(Wire):
    """When a task was accepted and done, in milliseconds since 1970 by Novita's clock."""

    submit_time_ms: Number = None
    complete_time_ms: Number = None


class Extra(Wire):
    """What surrounds a task."""

    seed: Seed = None
    debug_info: Annotated[DebugInfo, BeforeValidator(_record)] = DebugInfo()


class Task(Wire):
    """One unit of Novita's work."""

    task_id: Text = ""
    status: str
    reason: Text = ""
    eta: Number = None
    progress_percent: Number = None


class Image(Wire):
    """A finished image, on the vendor's storage until its address expires."""

    image_url: Text = Field(default="", repr=False)
    nsfw_detection_result: object = None
    """Raw: the verdict reads it strictly, so that nothing here may mend it."""


class TaskResult(Wire):
    """A task and, once it has succeeded, its images in order."""

    task: Task
    extra: Annotated[Extra, BeforeValidator(_record)] = Extra()
    images: Annotated[
        tuple[Annotated[Image, BeforeValidator(_record)], ...], BeforeValidator(_list)
    ] = ()


class ListedModel(Wire):
    """A model of the catalogue."""

    name: Text = ""
    sd_name: Text = ""
    sd_name_in_api: Text = ""
    status: Integer = 1
    base_model: Text = ""
    is_sdxl: object = None


class Pagination(Wire):
    """Where the next page starts; empty at the end."""

    next_cursor: Text = ""


class ModelPage(Wire):
    """One page of the catalogue."""

    models: Annotated[
        tuple[Annotated[ListedModel, BeforeValidator(_record)], ...], BeforeValidator(_list)
    ]
    pagination: Annotated[Pagination, BeforeValidator(_record)] = Pagination()


class User(Wire):
    """The account behind the key; credit in 0.0001 USD."""

    credit_balance: Number = None


class Balance(Wire):
    """What the account may spend, in 0.0001 USD."""

    available: Number = Field(default=None, alias="availableBalance")
