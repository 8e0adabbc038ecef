"""How long tasks take."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.playground.novita.knobs import TimingKnobs
from bot.playground.novita.timing import plan, work_factor
from tests.tables import each_row
from tests.unit.playground_novita.caller import body_of

if TYPE_CHECKING:
    from bot.playground.novita.server import NovitaStandIn
    from tests.unit.playground_novita.caller import Caller, Json

RNG = random.Random(1)  # noqa: S311 - jitter, no secret
REFERENCE = body_of(width=1024, height=1024, image_num=2)


def plan_of(body: dict[str, Any], *, cold: bool = False, **knobs: Json) -> tuple[float, float]:
    made = plan(body, replace(TimingKnobs(jitter=0), **knobs), RNG, cold=cold)
    return round(made.queue_s, 6), round(made.total_s, 6)


def test_the_reference_takes_what_the_vendors_example_took() -> None:
    assert plan_of(REFERENCE) == (0.069, 3.855)


def test_speed_divides_all_times() -> None:
    assert plan_of(REFERENCE, speed=10) == (0.0069, 0.3855)


def test_a_cold_start_is_a_longer_queue() -> None:
    assert plan_of(REFERENCE, cold=True) == (20.069, 23.855)


def test_an_exact_duration_wins() -> None:
    assert plan_of(REFERENCE, duration=2.5, speed=10, jitter=1)[1] == 2.5
    assert plan_of(REFERENCE, duration=lambda body: body["request"]["steps"])[1] == 20


def test_jitter_stays_in_its_share() -> None:
    knobs = TimingKnobs(jitter=0.2)
    runs = [plan(REFERENCE, knobs, RNG, cold=False) for _ in range(200)]
    shares = [(made.total_s - made.queue_s) / 3.786 for made in runs]
    assert 0.8 <= min(shares) < 0.85
    assert 1.15 < max(shares) <= 1.2


HIRES = {"target_width": 1024, "target_height": 1024, "strength": 0.5}


@each_row("more", [{"steps": 40}, {"image_num": 2}, {"width": 256}, {"hires_fix": HIRES}])
def test_more_work_takes_longer(more: dict[str, Any]) -> None:
    assert work_factor(body_of(**more)["request"]) > work_factor(body_of()["request"])


async def test_only_the_first_task_of_a_checkpoint_is_cold(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    stand_in.knobs.duration = None
    stand_in.knobs.cold_start = True
    for model in ("dreamshaper_8_93211", "dreamshaper_8_93211", "sd_xl_base_1.0"):
        await caller.submit(body_of(model_name=f"{model}.safetensors"))
    assert [task.plan.queue_s > 20 for task in stand_in.tasks] == [True, False, True]


async def test_a_result_is_there_at_the_exact_moment(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    stand_in.knobs.duration = 0.05
    await caller.result_of(body_of())
    task = stand_in.tasks[0]
    assert task.completed_at == task.submitted_at + 0.05
    ends = {poll.status: poll.at for poll in reversed(task.polls)}
    assert ends["TASK_STATUS_SUCCEED"] >= task.completed_at
    assert all(p.at < task.completed_at for p in task.polls if p.status != "TASK_STATUS_SUCCEED")
