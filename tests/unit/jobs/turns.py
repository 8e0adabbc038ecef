"""Answers in turn."""

from __future__ import annotations

import copy
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Turns(Generic[Answer]):
    """Gives one answer after the other, and the last again and again."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = list(answers)

    def next(self) -> Answer:
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


class Faults(Turns[Exception | None]):
    """Raises in turn; None is none."""

    def strike(self) -> None:
        if fault := self.next():
            raise copy.copy(fault)  # one raised before would hold on to who raised it
