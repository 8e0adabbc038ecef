"""Deeds and log entries as values, without a socket."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from bot.playground.devtools.deeds import Deed
from bot.playground.discord.request_log import LoggedRequest
from bot.playground.novita.state import Note, Seen

if TYPE_CHECKING:
    from typing_extensions import Unpack

APPLICATION = "/webhooks/900"
TASK = "task-1"


class Changes(TypedDict, total=False):
    by: str
    typed: str
    said: str
    messages: frozenset[str]
    has_answer: bool
    late_at: float | None
    is_settled: bool


def deed(number: int = 1, *, at: float = 100.0, **changes: Unpack[Changes]) -> Deed:
    """Return a command of mira's that is answered with message ``50<number>``."""
    usual = Deed(
        id=number,
        token=f"token-{number}",
        at=at,
        at_ms=1_700_000_000_000,
        by="mira",
        kind="command",
        title="/imagine",
        messages=frozenset({f"50{number}"}),
        has_answer=True,
        is_settled=True,
    )
    return replace(usual, **changes)


def call(
    method: str, path: str, *, at: float = 100.1, payload: object = None, status: int = 200
) -> LoggedRequest:
    return LoggedRequest(
        method=method,
        path=path,
        query={},
        at=at,
        body_bytes=0,
        payload=payload,
        status=status,
        took=0.01,
    )


def submit(
    prompt: str, *, at: float = 100.2, task_id: str = TASK, status: int | None = 200
) -> Seen:
    return _seen("submit", "POST", at, status, Note(prompt=prompt, task_id=task_id))


def poll(task_status: str, *, at: float, task_id: str = TASK, status: int = 200) -> Seen:
    return _seen("result", "GET", at, status, Note(task_id=task_id, task_status=task_status))


def download(name: str, *, at: float, status: int = 200) -> Seen:
    return _seen("image", "GET", at, status, Note(task_id=TASK), f"/images/prod/{TASK}/{name}")


def _seen(
    route: str, method: str, at: float, status: int | None, note: Note, path: str = "/"
) -> Seen:
    return Seen(
        route=route,
        method=method,
        path=path,
        query={},
        headers={},
        at=at,
        status=status,
        took=0.02,
        note=note,
    )
