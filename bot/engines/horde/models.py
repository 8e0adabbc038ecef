"""What AI Horde sends, as it sends it: unknown keys are ignored, odd values are nothing."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

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


def _is_true(sent: object) -> bool:
    return sent is True


Number = Annotated[float | None, BeforeValidator(numbers.number)]
Natural = Annotated[int | None, BeforeValidator(numbers.natural)]
Text = Annotated[str, BeforeValidator(_text)]
Flag = Annotated[bool, BeforeValidator(_is_true)]


class Warned(Wire):
    """A remark to a request that was taken all the same."""

    code: Text = ""
    message: Text = ""


class SubmitReply(Wire):
    """The answer to a submit."""

    id: Annotated[str, AfterValidator(_id)]
    warnings: Annotated[
        tuple[Annotated[Warned, BeforeValidator(_record)], ...], BeforeValidator(_list)
    ] = ()


class Check(Wire):
    """How a task is doing; numbers count its images."""

    done: StrictBool
    faulted: Flag = False
    finished: Natural = None
    processing: Natural = None
    waiting: Natural = None
    restarted: Natural = None
    wait_time: Number = None
    queue_position: Natural = None
    kudos: Number = None
    is_possible: object = None

    @property
    def total(self) -> int:
        """Images that were made, are being made or wait."""
        return (self.finished or 0) + (self.processing or 0) + (self.waiting or 0)


class Metadata(Wire):
    """What a worker says of how an image was made."""

    type: Text = ""
    value: Text = ""
    ref: Text = ""


class Generation(Wire):
    """A finished image, by an address that is signed anew each time."""

    id: Text = ""
    img: Text = Field(default="", repr=False)
    seed: Natural = None
    censored: object = None
    """Raw: what is neither false nor missing counts as true."""
    model: Text = ""
    gen_metadata: Annotated[
        tuple[Annotated[Metadata, BeforeValidator(_record)], ...], BeforeValidator(_list)
    ] = ()


class Status(Check):
    """A task with the images that it has made so far, in no order."""

    generations: Annotated[
        tuple[Annotated[Generation, BeforeValidator(_record)], ...], BeforeValidator(_list)
    ] = ()


class Active(Wire):
    """Ids of the tasks of an account: those that run, and those that ended lately."""

    image: Annotated[tuple[Text, ...], BeforeValidator(_list)] = ()


class User(Wire):
    """The account behind the key."""

    username: Text = ""
    kudos: Number = None
    active_generations: Annotated[Active, BeforeValidator(_record)] = Active()


class ListedModel(Wire):
    """A model, and how many workers serve it."""

    name: Text = ""
    count: Natural = None


class ModelList(Wire):
    """All models."""

    models: tuple[Annotated[ListedModel, BeforeValidator(_record)], ...]


class Modes(Wire):
    """How the service is run at the moment."""

    maintenance_mode: Flag = False
