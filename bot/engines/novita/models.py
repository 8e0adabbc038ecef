"""What Novita sends, as it sends it: unknown keys are ignored, numbers may be quoted."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.engines.sent import LIST, RECORD, Id, Integer, Natural, Number, Text, Wire


class SubmitReply(Wire):
    """The answer to a submit."""

    task_id: Id


class DebugInfo(Wire):
    """When a task was accepted and done, in milliseconds since 1970 by Novita's clock."""

    submit_time_ms: Number = None
    complete_time_ms: Number = None


class Extra(Wire):
    """What surrounds a task."""

    seed: Natural = None
    debug_info: Annotated[DebugInfo, RECORD] = DebugInfo()


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
    extra: Annotated[Extra, RECORD] = Extra()
    images: Annotated[tuple[Annotated[Image, RECORD], ...], LIST] = ()


class ListedModel(Wire):
    """A model of the catalogue."""

    name: Text = ""
    sd_name: Text = ""
    sd_name_in_api: Text = ""
    status: Integer = 1
    base_model: Text = ""
    is_sdxl: object = None
    is_nsfw: object = None
    cover_url: Text = ""


class Pagination(Wire):
    """Where the next page starts; empty at the end."""

    next_cursor: Text = ""


class ModelPage(Wire):
    """One page of the catalogue."""

    models: Annotated[tuple[Annotated[ListedModel, RECORD], ...], LIST]
    pagination: Annotated[Pagination, RECORD] = Pagination()


class User(Wire):
    """The account behind the key; credit in 0.0001 USD."""

    credit_balance: Number = None


class Balance(Wire):
    """What the account may spend, in 0.0001 USD."""

    available: Number = Field(default=None, alias="availableBalance")
