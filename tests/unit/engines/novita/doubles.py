"""The network's place in these tests: what is sent is kept, what is answered is scripted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from stamina import AsyncRetryingCaller

from bot.domain.ids import JobId
from bot.domain.ports import Submission
from bot.domain.request import GenerationRequest
from bot.engines.http import Response

if TYPE_CHECKING:
    from bot.domain.verdict import Asked
    from bot.engines.http import Request

SEED = Path(__file__).parents[3] / "fixtures" / "seed"

QUICK = AsyncRetryingCaller(attempts=3, wait_initial=0.0, wait_max=0.0, wait_jitter=0.0)


def seed(name: str) -> dict[str, Any]:
    """Return one of the vendor's own examples."""
    return cast("dict[str, Any]", json.loads((SEED / f"{name}.json").read_bytes()))


def reply(body: object, status: int = 200, **headers: str) -> Response:
    """Return a response: bytes as they are, anything else as JSON."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, raw)


def refused(status: int, reason: str, message: str = "no") -> Response:
    """Return a refusal in the documented form."""
    return reply({"code": status, "reason": reason, "message": message, "metadata": {}}, status)


def wish(**changes: object) -> GenerationRequest:
    """Return a small valid request."""
    values = {"prompt": "a dog", "model": "m.safetensors", "width": 512, "height": 512}
    return GenerationRequest(**cast("dict[str, Any]", {**values, **changes}))


class Script:
    """A ``Send`` that answers in turn; the last answer is repeated."""

    def __init__(self, *answers: Response | Exception) -> None:
        self._answers = list(answers)
        self.sent: list[Request] = []

    async def __call__(self, request: Request, /) -> Response:
        self.sent.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def submission(request: GenerationRequest, asked: Asked) -> Submission:
    """Return what is sent of a job."""
    return Submission(job_id=JobId("j1"), request=request, asked=asked)
