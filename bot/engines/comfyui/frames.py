"""What a server tells by its WebSocket, as far as it is of use. Pure.

Source: https://docs.comfy.org/development/comfyui-server/comms_messages.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic_core import from_json

from bot.domain.ids import TaskId
from bot.engines.comfyui.replies import record, words
from bot.engines.numbers import number

_ENDS = frozenset({"execution_success", "execution_error", "execution_interrupted"})


@dataclass(frozen=True, slots=True)
class Frame:
    """What a frame says of a task."""

    task_id: TaskId
    has_ended: bool = False
    node: str = ""
    share: float = 0.0
    """Of the node's own work, from 0 to 1."""


def read_frame(text: str) -> Frame | None:
    """Read a frame; None for what is of no use.

    A frame that names no task comes to whoever connects, and is about somebody's.
    """
    try:
        said = record(from_json(text))
    except ValueError:
        return None
    kind, data = said.get("type"), record(said.get("data"))
    task_id = TaskId(words(data.get("prompt_id")))
    if not task_id:
        return None
    if kind in _ENDS or (kind == "executing" and data.get("node") is None):
        return Frame(task_id, has_ended=True)
    if kind == "progress":
        value, most = number(data.get("value")), number(data.get("max"))
        if value is not None and most and 0 <= value <= most:
            return Frame(task_id, node=words(data.get("node")), share=value / most)
    return None
