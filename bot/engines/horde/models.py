"""What AI Horde sends, as it sends it: unknown keys are ignored, odd values are nothing."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, StrictBool

from bot.engines.sent import LIST, RECORD, Id, Natural, Number, Text, Wire


def _is_true(sent: object) -> bool:
    return sent is True


Flag = Annotated[bool, BeforeValidator(_is_true)]


class Warned(Wire):
    """A remark to a request that was taken all the same."""

    code: Text = ""
    message: Text = ""


class SubmitReply(Wire):
    """The answer to a submit."""

    id: Id
    warnings: Annotated[tuple[Annotated[Warned, RECORD], ...], LIST] = ()


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
    gen_metadata: Annotated[tuple[Annotated[Metadata, RECORD], ...], LIST] = ()


class Status(Check):
    """A task with the images that it has made so far, in no order."""

    generations: Annotated[tuple[Annotated[Generation, RECORD], ...], LIST] = ()


class Active(Wire):
    """Ids of the tasks of an account: those that run, and those that ended lately."""

    image: Annotated[tuple[Text, ...], LIST] = ()


class User(Wire):
    """The account behind the key."""

    username: Text = ""
    kudos: Number = None
    active_generations: Annotated[Active, RECORD] = Active()


class ListedModel(Wire):
    """A model, and how many workers serve it."""

    name: Text = ""
    count: Natural = None


class ModelList(Wire):
    """All models."""

    models: tuple[Annotated[ListedModel, RECORD], ...]


class Modes(Wire):
    """How the service is run at the moment."""

    maintenance_mode: Flag = False
