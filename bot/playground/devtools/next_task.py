"""What the next task is to meet, once: a confidence, a failure."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.novita.knobs import Knobs
    from bot.playground.novita.tasks import Task

    Body = Mapping[str, Any]

REASON = "failed because the page asked for it"
MOST_AIMED = 50


class NextTask:
    """Stands before two of the engine's knobs; what they said before is the rule without it."""

    def __init__(self, knobs: Knobs) -> None:
        self.confidence: float | None = None
        self.fails = False
        self._usual_reason, self._usual_result = knobs.fail_reason, knobs.nsfw_result
        self._aimed: deque[tuple[Body, float]] = deque(maxlen=MOST_AIMED)
        knobs.fail_reason, knobs.nsfw_result = self._reason, self._result

    def _reason(self, body: Body) -> str | None:
        """Say whether the task fails; called once for each, when it is accepted."""
        if self.confidence is not None:
            self._aimed.append((body, self.confidence))
            self.confidence = None
        if self.fails:
            self.fails = False
            return REASON
        usual = self._usual_reason
        return usual(body) if callable(usual) else usual

    def _result(self, task: Task, index: int) -> object:
        for body, confidence in self._aimed:
            if body is task.body:
                asked = task.extra.get("enable_nsfw_detection")
                return {"valid": True, "confidence": confidence} if asked else None
        usual = self._usual_result
        return usual(task, index) if callable(usual) else usual
