"""Which engine a job goes to, and when one is down."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from typing_extensions import override

from bot import engine_errors
from bot.domain.ids import TaskId
from bot.domain.models import Model, ModelKind
from bot.domain.request import Lora
from bot.jobs.engines import FAR_APART, RUN_AGAIN, SILENCE, Engines
from bot.jobs.rounds import ASK_DOWN, ASK_WELL, Rounds
from tests.store.builders import make_job
from tests.unit.jobs.clock import LoopClock
from tests.unit.jobs.engine import ScriptedEngine, Shelves

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.domain.job import Job
    from bot.engine_errors import EngineError

REFUSALS = [
    engine_errors.BadKeyError("no"),
    engine_errors.NoBalanceError("no"),
    engine_errors.RouteGoneError("no"),
]
FAULT = engine_errors.NetworkFaultError("away")


class Asked(ScriptedEngine):
    """An engine that can be asked how it is."""

    def __init__(self, clock: LoopClock, name: str) -> None:
        super().__init__(clock)
        self.name = name
        self.is_well = False
        self.asked = self.breaks = self.runs_begun = 0
        self.trouble: Exception = FAULT

    async def _answer(self) -> str:
        self.asked += 1
        if not self.is_well:
            raise self.trouble
        return "well"

    @override
    async def run(self, hint: Callable[[TaskId], bool], /) -> None:
        self.runs_begun += 1
        if self.runs_begun <= self.breaks:
            raise ZeroDivisionError("a bug")
        await super().run(hint)

    @override
    def questions(self) -> dict[str, Callable[[], Awaitable[str]]]:
        return {"route": self._answer}


def where(job: Job | None) -> str:
    assert job is not None
    return job.engine


@pytest.fixture
def first() -> Asked:
    return Asked(LoopClock(), "first")


@pytest.fixture
def second() -> Asked:
    return Asked(LoopClock(), "second")


@pytest.fixture
def engines(first: Asked, second: Asked) -> Engines:
    return Engines(first, LoopClock(), fallback=second)


@pytest.mark.parametrize("error", REFUSALS, ids=lambda error: type(error).__name__)
async def test_one_refusal_of_ours_is_enough(
    engines: Engines, first: Asked, second: Asked, error: EngineError
) -> None:
    assert engines.current.name == "first"
    engines.failed("first", error)
    assert engines.current.name == "second"
    engines.answered(first)
    assert engines.current.name == "first"


async def test_faults_put_an_engine_down_only_when_they_last(
    engines: Engines, first: Asked, second: Asked
) -> None:
    engines.failed("first", FAULT)
    await asyncio.sleep(SILENCE - 1)
    engines.failed("first", FAULT)
    assert engines.current.name == "first"
    engines.answered(first)
    await asyncio.sleep(2)
    engines.failed("first", FAULT)
    assert engines.current.name == "first"
    for _ in range(2):
        await asyncio.sleep(SILENCE / 2)
        engines.failed("first", FAULT)
    assert engines.current.name == "second"


async def test_faults_far_apart_put_no_engine_down(engines: Engines) -> None:
    for _ in range(3):
        engines.failed("first", FAULT)
        await asyncio.sleep(FAR_APART * SILENCE + 1)
    assert engines.current.name == "first"


@pytest.mark.parametrize("pause", [SILENCE / 4, SILENCE, 2 * SILENCE])
async def test_slow_faults_count_from_the_first_of_them(engines: Engines, pause: float) -> None:
    """An attempt that hangs may take longer than the silence that is allowed."""
    engines.failed("first", FAULT, "look")
    began = asyncio.get_running_loop().time()
    while asyncio.get_running_loop().time() - began < SILENCE:
        assert engines.current.name == "first"
        await asyncio.sleep(pause)
        engines.failed("first", FAULT, "look")
    assert engines.current.name == "second"


async def test_when_both_are_down_jobs_wait_for_the_first(engines: Engines, first: Asked) -> None:
    for name in ("first", "second"):
        engines.failed(name, REFUSALS[0])
    assert engines.current.name == "first"
    assert engines.elsewhere(make_job("a", engine="first")) is None


async def test_only_what_was_never_sent_goes_to_the_other(engines: Engines, second: Asked) -> None:
    engines.failed("first", REFUSALS[0])
    job = make_job("a", engine="first")
    assert where(engines.elsewhere(job)) == "second"
    assert engines.elsewhere(replace(job, submits_lost=1)) is None
    assert engines.elsewhere(replace(job, task_id=TaskId("t1"))) is None


async def test_what_the_other_does_not_take_waits(engines: Engines, second: Asked) -> None:
    engines.failed("first", REFUSALS[0])
    taken = second.capabilities.options - {"vae"}
    second.capabilities = replace(second.capabilities, options=taken)
    request = make_job("a").request
    assert where(engines.elsewhere(make_job("a", engine="first", request=request))) == "second"
    vae = replace(request, vae="blessed.pt")
    assert engines.elsewhere(make_job("a", engine="first", request=vae)) is None


async def test_where_no_model_was_asked_for_the_other_takes_its_own(
    engines: Engines, second: Asked
) -> None:
    engines.failed("first", REFUSALS[0])
    asked = replace(make_job("a").request, model="of the first")
    shelves, own = Shelves(), Model(ModelKind.CHECKPOINT, "of the second", "")
    second.catalogue = shelves

    def sent(*, any_model: bool, default: Model | None = own) -> str | None:
        shelves.default = default
        request = replace(asked, any_model=any_model)
        moved = engines.elsewhere(make_job("a", engine="first", request=request))
        return moved.request.model if moved else None

    assert sent(any_model=True) == "of the second"
    assert sent(any_model=True, default=None) is None  # as long as it tells none, it waits
    assert sent(any_model=False) == "of the first"


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (ModelKind.CHECKPOINT, {"any_model": False}),
        (ModelKind.LORA, {"loras": (Lora("add_detail", 0.5),)}),
        (ModelKind.EMBEDDING, {"embeddings": ("EasyNegative",)}),
        (ModelKind.VAE, {"vae": "blessed.pt"}),
    ],
)
async def test_what_is_asked_for_by_name_waits_for_the_others_lists(
    engines: Engines, second: Asked, kind: ModelKind, asked: dict[str, Any]
) -> None:
    engines.failed("first", REFUSALS[0])
    second.catalogue = shelves = Shelves()
    plain = replace(make_job("a").request, any_model=True)
    job = make_job("a", engine="first", request=replace(plain, **asked))
    shelves.unknown = {kind}
    assert engines.elsewhere(job) is None
    assert where(engines.elsewhere(replace(job, request=plain))) == "second"
    shelves.unknown = set(ModelKind) - {kind}
    assert where(engines.elsewhere(job)) == "second"


async def test_the_operators_model_is_the_firsts(first: Asked, second: Asked) -> None:
    engines = Engines(first, LoopClock(), fallback=second, default_model="chosen")
    models = [engines.own_model(engine) for engine in engines.watched]
    assert [model.name for model in models if model] == ["chosen", "fox.safetensors"]


async def test_an_engine_that_is_down_is_asked_each_minute_until_it_is_well(
    engines: Engines, first: Asked, second: Asked
) -> None:
    engines.failed("first", REFUSALS[0])
    asking = asyncio.create_task(Rounds(engines, LoopClock()).run())
    await asyncio.sleep(3 * ASK_DOWN + 1)
    assert (first.asked, second.asked) == (3, 0)
    assert engines.current.name == "second"
    first.is_well = True
    await asyncio.sleep(ASK_DOWN)
    assert engines.current.name == "first"
    await asyncio.sleep(10 * ASK_DOWN)
    assert (first.asked, second.asked) == (4, 0)
    asking.cancel()


async def test_each_engine_is_asked_once_an_hour(
    engines: Engines, first: Asked, second: Asked
) -> None:
    first.is_well = True
    asking = asyncio.create_task(Rounds(engines, LoopClock()).run())
    await asyncio.sleep(2 * 3600 + 1)
    assert (first.asked, second.asked) == (2, 2)
    assert engines.current.name == "first"
    asking.cancel()


async def test_that_the_operators_model_has_gone_is_told_and_keeps_no_engine_down(
    first: Asked, second: Asked
) -> None:
    engines = Engines(first, LoopClock(), fallback=second, default_model="gone")
    shelves = first.catalogue = Shelves()
    first.is_well = True
    engines.failed("first", REFUSALS[0])
    asking = asyncio.create_task(Rounds(engines, LoopClock()).run())
    shelves.lacks = {"gone"}
    with structlog.testing.capture_logs() as told:
        await asyncio.sleep(ASK_DOWN + 1)
    assert [one["why"] for one in told if one["event"] == "engine.unwell"] == [
        "DEFAULT_MODEL: Scripted has no gone"
    ]
    assert engines.current.name == "first"
    assert engines.model_question(second) == {}
    asking.cancel()


async def test_that_nobody_serves_the_operators_model_is_told(first: Asked) -> None:
    engines = Engines(first, LoopClock(), default_model="rare")
    first.catalogue = shelves = Shelves()
    [ask] = engines.model_question(first).values()
    assert await ask() == "rare, unless another is asked for"
    shelves.unserved = {"rare"}
    with pytest.raises(engine_errors.UnknownModelError, match="nobody serves rare"):
        await ask()


async def test_a_bug_in_a_question_ends_no_asking(engines: Engines, first: Asked) -> None:
    first.trouble = ZeroDivisionError("a bug")
    engines.failed("first", REFUSALS[0])
    asking = asyncio.create_task(Rounds(engines, LoopClock()).run())
    await asyncio.sleep(2 * ASK_DOWN + 1)
    assert (first.asked, asking.done()) == (2, False)
    first.is_well = True
    await asyncio.sleep(ASK_DOWN)
    assert engines.current.name == "first"
    asking.cancel()


async def test_an_engine_that_breaks_while_it_listens_is_run_again(
    engines: Engines, first: Asked
) -> None:
    first.breaks = 2
    running = asyncio.create_task(engines.run(first, lambda _: False))
    await asyncio.sleep(3 * RUN_AGAIN)
    assert (first.runs_begun, running.done()) == (3, False)
    running.cancel()


async def test_a_job_ends_on_the_engine_it_was_sent_to(first: Asked, second: Asked) -> None:
    engines = Engines(first, LoopClock(), others=[second])
    assert engines.of(make_job("a", engine="second")).name == "second"
    assert [engine.name for engine in engines.watched] == ["first"]
    with pytest.raises(engine_errors.EngineAbsentError):
        engines.of(make_job("a", engine="gone"))


async def test_little_credit_is_told_once_while_it_lasts(engines: Engines, first: Asked) -> None:
    first.is_well, first.name = True, "novita"
    asking = asyncio.create_task(Rounds(engines, LoopClock(), floor=5.0).run())
    told = []
    for left in (4.5, 4.0, 6.0, 4.75):
        first.left = left
        with structlog.testing.capture_logs() as logs:
            await asyncio.sleep(ASK_WELL + 1)
        told.append([one["credit"] for one in logs if one["event"] == "engine.low_credit"])
    assert told == [[4.5], [], [], [4.75]]
    asking.cancel()
