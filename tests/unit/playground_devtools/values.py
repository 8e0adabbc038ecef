"""Deeds and log entries as values, without a socket."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from bot.playground.devtools.deeds import Deed
from bot.playground.discord.request_log import LoggedRequest
from bot.playground.glimpse import Glimpse, Kind

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
    prompt: str, *, at: float = 100.2, task_id: str = TASK, status: int | None = 200, job: str = ""
) -> Glimpse:
    return replace(_seen(Kind.SUBMIT, at, status, task_id, prompt), job=job)


def look(
    told: str, *, at: float, task_id: str = TASK, status: int = 200, is_end: bool = False
) -> Glimpse:
    return replace(_seen(Kind.LOOK, at, status, task_id, told), is_end=is_end)


def download(name: str, *, at: float, status: int = 200) -> Glimpse:
    return _seen(Kind.DOWNLOAD, at, status, TASK, f"/images/prod/{TASK}/{name}")


def news(told: str, *, at: float) -> Glimpse:
    return replace(_seen(Kind.NEWS, at, None, TASK, told), name="frame", took=0.0)


def _seen(kind: Kind, at: float, status: int | None, task_id: str, told: str) -> Glimpse:
    return Glimpse(kind=kind, at=at, took=0.02, status=status, task_id=task_id, told=told)
