"""An engine over scripted answers, and what it may be answered."""

from __future__ import annotations

from bot import engine_errors
from bot.domain.ids import TaskId
from bot.domain.ports import Picture
from bot.domain.request import ImageFormat
from bot.engines.novita.client import NovitaEngine
from bot.engines.pictures.fetching import ExpiredError
from tests.unit.engines.novita.doubles import QUICK, Script, refused, reply

TASK = TaskId("t1")
QUEUED = reply({"task": {"task_id": "t1", "status": "TASK_STATUS_QUEUED"}})
PICTURE = Picture(data=b"x", format=ImageFormat.PNG, width=1, height=1)
PASSING = [
    refused(429, "RATE_LIMIT_EXCEEDED"),
    refused(500, "GET_RESULT_FAILED"),
    reply(b"<html>", 502),
    reply(b"<html>", 503),
    reply(b"<html>", 200),
    engine_errors.NetworkFaultError("reset"),
]


class Shop:
    """A ``Fetch`` that has some addresses and has let others expire."""

    def __init__(
        self,
        good: str,
        failure: engine_errors.EngineError | None = None,
        picture: Picture = PICTURE,
    ) -> None:
        self.good = good
        self.picture = picture
        self.failure = failure
        self.asked: list[str] = []

    async def __call__(self, url: str, /) -> Picture:
        self.asked.append(url)
        if url == self.good:
            return self.picture
        raise self.failure or ExpiredError("expired")


def engine(send: Script, fetch: Shop | None = None) -> NovitaEngine:
    return NovitaEngine(send, fetch or Shop(""), looks=QUICK)
