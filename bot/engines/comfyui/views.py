"""From what ComfyUI says of a task to what the jobs know of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bot.domain.ports import TaskImage, TaskStatus, TaskView
from bot.engines.comfyui.graph import output_of
from bot.engines.comfyui.replies import Record, record, rows, words
from bot.engines.numbers import number
from bot.engines.words import as_id, clean
from bot.failure_kinds import FailureKind

if TYPE_CHECKING:
    from bot.domain.ids import TaskId

LONGEST = 86_400.0
"""Seconds; a run time beyond is nonsense."""

INTERRUPTED = "the task was interrupted on the server"

_OUT_OF_MEMORY = ("outofmemory", "out of memory", "allocation on device")
_MOST_WORDS = 60
"""Characters of a node's class, or of an exception's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A task that has ended, from either interface."""

    outputs: Record = field(default_factory=dict[str, object], repr=False)
    has_failed: bool = False
    is_interrupted: bool = False
    error: Record = field(default_factory=dict[str, object], repr=False)
    """Of ``execution_error``. Its message, traceback and inputs may hold paths and the prompt."""
    run_seconds: float | None = None

    @property
    def is_explained(self) -> bool:
        """Whether it is told why it has failed, if it has."""
        return not self.has_failed or self.is_interrupted or bool(self.error)


def ended_job(job: Record) -> Ended | None:
    """Read a task of the newer interface; None while it waits, runs or is what we do not know."""
    status = job.get("status")
    if status not in {"completed", "failed", "cancelled"}:
        return None
    messages = _messages(record(job.get("execution_status")))
    return Ended(
        outputs=record(job.get("outputs")),
        has_failed=status != "completed",
        is_interrupted=status == "cancelled" or "execution_interrupted" in messages,
        error=record(job.get("execution_error")) or messages.get("execution_error", {}),
        run_seconds=_seconds(job.get("create_time"), job.get("execution_end_time")),
    )


def ended_entry(entry: Record) -> Ended:
    """Read a task of the history."""
    status = record(entry.get("status"))
    messages = _messages(status)
    return Ended(
        outputs=record(entry.get("outputs")),
        has_failed=words(status.get("status_str")) == "error",
        is_interrupted="execution_interrupted" in messages,
        error=messages.get("execution_error", {}),
        run_seconds=_seconds(
            _created(entry), messages.get("execution_success", {}).get("timestamp")
        ),
    )


def view(task_id: TaskId, ended: Ended) -> TaskView:
    """Return what the jobs may know of a task that has ended."""
    if ended.is_interrupted:
        return TaskView(status=TaskStatus.FAILED, task_id=task_id, reason=INTERRUPTED)
    if ended.has_failed:
        if _is_out_of_memory(ended.error):
            kind = FailureKind.OUT_OF_MEMORY
            return TaskView(status=TaskStatus.FAILED, task_id=task_id, failure=kind)
        return TaskView(status=TaskStatus.FAILED, task_id=task_id, reason=reason(ended))
    images = _images(task_id, ended.outputs)
    return TaskView(
        status=TaskStatus.SUCCEEDED,
        task_id=task_id,
        images=images,
        seed=images[0].seed if images else None,
        run_seconds=ended.run_seconds,
    )


def reason(ended: Ended) -> str:
    """Return which node failed with what kind of exception: all that a member may see of it."""
    kind, where = (
        as_id(words(ended.error.get(key)).rpartition(".")[2].replace(" ", "_"))[:_MOST_WORDS]
        for key in ("exception_type", "node_type")
    )
    return f"{kind or 'an error'} in {where}" if where else kind


def told(ended: Ended) -> str:
    """Return the first line of what was said of a failure, for the operator's log."""
    return clean(words(ended.error.get("exception_message")).strip().partition("\n")[0])


def _images(task_id: TaskId, outputs: Record) -> tuple[TaskImage, ...]:
    """Return one image for each of our outputs; of a single one all that it made.

    One that is missing is there without a name, so that its neighbours keep their numbers; so is
    one whose file is another's.
    """
    found = {
        known: _files(output)
        for name, output in outputs.items()
        if (known := output_of(name)) is not None
    }
    if len(found) == 1:
        ((_, seed), files) = next(iter(found.items()))
        seeds = [seed, *([None] * len(files))]
        return tuple(_image(task_id, file, seed) for file, seed in zip(files, seeds, strict=False))
    by_number = {count: (seed, files) for (count, seed), files in found.items()}
    images, shown = list[TaskImage](), set[str]()
    for count in range(1, max(by_number, default=0) + 1):
        seed, files = by_number.get(count, (None, []))
        file = next((file for file in files if file not in shown), "")
        shown.add(file)
        images.append(_image(task_id, file, seed))
    return tuple(images)


def _image(task_id: TaskId, file: str, seed: int | None) -> TaskImage:
    return TaskImage(url=file, task_id=task_id, seed=seed)


def _files(output: object) -> list[str]:
    """Return the images of an output, each once, as what is asked of the server to have it."""
    named = (
        urlencode({key: words(image.get(key)) for key in ("filename", "subfolder", "type")})
        for image in map(record, rows(record(output).get("images")))
        if words(image.get("filename"))
    )
    return list(dict.fromkeys(named))


def _messages(status: Record) -> dict[str, Record]:
    """Return what was told of a run, the last of each kind."""
    return {
        words(pair[0]): record(pair[1])
        for pair in map(rows, rows(status.get("messages")))
        if len(pair) == 2
    }


def _created(entry: Record) -> object:
    """Return when a task was put into the queue, which newer servers note beside its graph."""
    prompt = rows(entry.get("prompt"))
    return record(prompt[3]).get("create_time") if len(prompt) > 3 else None


def _seconds(begun: object, done: object) -> float | None:
    first, last = number(begun), number(done)
    if first is None or last is None or not 0 < first <= last:
        return None
    seconds = (last - first) / 1000
    return seconds if seconds <= LONGEST else None


def _is_out_of_memory(error: Record) -> bool:
    said = f"{words(error.get('exception_type'))} {words(error.get('exception_message'))[:300]}"
    return any(sign in said.casefold() for sign in _OUT_OF_MEMORY)
