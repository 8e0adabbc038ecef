"""What would happen to an image is what does: the same rules say it."""

from __future__ import annotations

from bot.domain.capabilities import Detection
from bot.domain.fates import fates
from bot.domain.judging import Bench, Judging, Sitting
from bot.domain.policy import Action, Policy
from bot.domain.verdict import Treatment

ENGINE = Sitting(bench=Bench(Detection.CONFIDENCE, Judging.AUTO), engine="X", detector="")
OWN = Sitting(bench=Bench(Detection.NONE, Judging.AUTO), engine="X", detector="d 1")
SHOWN, BLURRED, HELD = Treatment.SHOWN, Treatment.BLURRED, Treatment.HELD


def told(policy: Policy, sitting: Sitting) -> list[Treatment | None]:
    return [fate.treatment for fate in fates(policy, sitting)]


def test_images_are_judged_by_who_judges_them_and_by_its_threshold() -> None:
    assert told(Policy(threshold=50), ENGINE) == [SHOWN, SHOWN, BLURRED, BLURRED]
    assert told(Policy(threshold=40, action=Action.HOLD), ENGINE) == [SHOWN, HELD, HELD, HELD]
    assert told(Policy(threshold=0), OWN) == [SHOWN, BLURRED, BLURRED, BLURRED]
    assert told(Policy(detector_threshold=90), OWN) == [SHOWN, SHOWN, SHOWN, BLURRED]
    assert told(Policy(detection=False), ENGINE) == [SHOWN] * 4
    assert told(Policy(enabled=False), ENGINE) == [None] * 4
