"""An engine whose tasks run by the loop's time, or do as they are told."""

from __future__ import annotations

import asyncio
import copy
from typing import TYPE_CHECKING, Self

from typing_extensions import override

from bot.domain.ids import TaskId
from bot.domain.models import Model, ModelKind, Resolved
from bot.domain.ports import Found, Picture, TaskImage, TaskStatus, TaskView, Whereabouts
from bot.domain.request import ImageFormat
from bot.domain.taste import PLAIN
from bot.engines.novita.building import CAPABILITIES
from tests.unit.jobs.turns import Faults, Turns

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.ports import Catalogue, Submission
    from bot.domain.request import GenerationRequest
    from bot.domain.taste import Taste
    from bot.domain.verdict import Asked
    from bot.jobs.clock import Clock

CLEAR = {"valid": True, "confidence": 1.0}
FLAGGED = {"valid": True, "confidence": 99.0}


class Shelves:
    """No models, and every name is taken as it is."""

    def __init__(self) -> None:
        self.default: Model | None = Model(
            ModelKind.CHECKPOINT, "fox.safetensors", "fox.safetensors"
        )
        self.lacks = set[str]()
        self.unserved = set[str]()
        self.unknown = set[ModelKind]()
        """Kinds whose lists have not come yet."""

    def suggest(
        self, _: ModelKind, typed: str, limit: int = 25, taste: Taste = PLAIN
    ) -> list[Model]:
        return []

    def browse(self, _: ModelKind, base_model: str = "", typed: str = "") -> list[Model]:
        return []

    def bases(self, _: ModelKind) -> list[str]:
        return []

    def find(self, _: ModelKind, name: str) -> Model | None:
        return None

    def knows(self, kind: ModelKind) -> bool:
        return kind not in self.unknown

    def default_checkpoint(self) -> Model | None:
        return self.default

    async def resolve(self, kind: ModelKind, name: str) -> Resolved:
        return Resolved(None if name in self.lacks else self.guess(kind, name))

    def guess(self, kind: ModelKind, name: str) -> Model:
        return Model(kind, name, name, is_served=name not in self.unserved)


class Held(bytes):
    """Bytes that are counted while anybody holds them; only their size is real."""

    now = 0
    most = 0

    def __init__(self, size: int) -> None:
        self._size = size
        Held.now += size
        Held.most = max(Held.most, Held.now)

    def __new__(cls, _: int) -> Self:
        return super().__new__(cls, b"original")

    @override
    def __len__(self) -> int:
        return self._size

    def __del__(self) -> None:
        Held.now -= self._size


class ScriptedEngine:
    """Every task takes ``runs`` seconds, and makes images of ``detections``."""

    name = "novita"
    title = "Scripted"

    def __init__(self, clock: Clock) -> None:
        self.capabilities = CAPABILITIES
        self.catalogue: Catalogue = Shelves()
        self._clock = clock
        self.runs = 4.0
        self.runs_of: dict[TaskId, float] = {}
        """What single tasks take instead."""
        self.detections: list[object] = [CLEAR]
        self.size = 1000
        self.left: float | None = None
        self.submit_takes = self.look_takes = self.fetch_takes = 0.0
        self.fetch_takes_more = 0.0
        """For each image, than for the one before it."""
        self.refuses: Exception | None = None
        self.submits = Faults(None)
        self.looks: Turns[TaskView | Exception] | None = None
        """What looks see, if not what the time tells."""
        self.fetches = Faults(None)
        self.finds = Turns[Found | Exception](Found(where=Whereabouts.UNSURE))
        self.cancels = Turns[Exception | float](0.0)
        self.cancelled: list[TaskId] = []
        self.forgotten: list[TaskId] = []
        self.submissions: list[Submission] = []
        self.submitted: list[tuple[GenerationRequest, Asked]] = []
        self.looked_at: list[float] = []
        self.fetched: list[int] = []
        self._began: dict[TaskId, float] = {}

    def check(self, request: GenerationRequest) -> None:
        if self.refuses:
            raise self.refuses

    async def submit(self, submission: Submission) -> TaskId:
        self.submissions.append(submission)
        self.submitted.append((submission.request, submission.asked))
        task_id = TaskId(f"t{len(self.submitted)}")
        await asyncio.sleep(self.submit_takes)
        self.submits.strike()
        self._began[task_id] = self._clock.steady()
        return task_id

    async def find(self, _: Submission, /) -> Found:
        found = self.finds.next()
        if isinstance(found, Exception):
            raise copy.copy(found)
        return found

    async def cancel(self, task_id: TaskId, /) -> None:
        self.cancelled.append(task_id)
        if isinstance(does := self.cancels.next(), Exception):
            raise copy.copy(does)
        await asyncio.sleep(does)

    async def forget(self, task_id: TaskId, /) -> None:
        self.forgotten.append(task_id)

    async def learn(self) -> None:
        """Nothing is unknown."""

    async def run(self, _: Callable[[TaskId], bool], /) -> None:
        await asyncio.Event().wait()

    async def credit(self) -> float | None:
        return self.left

    def questions(self) -> dict[str, Callable[[], Awaitable[str]]]:
        return {}

    async def look(self, task_id: TaskId) -> TaskView:
        self.looked_at.append(self._clock.steady())
        await asyncio.sleep(self.look_takes)
        if self.looks is not None:
            seen = self.looks.next()
            if isinstance(seen, Exception):
                raise copy.copy(seen)
            return seen
        runs = self.runs_of.get(task_id, self.runs)
        if self._clock.steady() - self._began.get(task_id, 0.0) < runs:
            return TaskView(status=TaskStatus.PENDING, task_id=task_id)
        return self.succeeded()

    async def fetch(self, task_id: TaskId, index: int, image: TaskImage) -> Picture:
        self.fetched.append(index)
        await asyncio.sleep(self.fetch_takes + index * self.fetch_takes_more)
        self.fetches.strike()
        return Picture(data=Held(self.size), format=ImageFormat.JPEG, width=1, height=1)

    def succeeded(self, **said: float | str) -> TaskView:
        images = tuple(TaskImage(url="u", detection=found) for found in self.detections)
        return TaskView(status=TaskStatus.SUCCEEDED, images=images, **said)  # type: ignore[arg-type] # any field
