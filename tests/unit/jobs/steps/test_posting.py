"""Posting: files first, the policy last, one request for each judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot import errors
from bot.domain.ids import PlaceId
from bot.domain.job import JobState
from bot.domain.policy import Action, PolicyPatch
from bot.domain.verdict import Treatment
from bot.failure_kinds import FailureKind
from tests.store.builders import ANN, GUILD, NOON, make_request
from tests.unit.jobs.engine import CLEAR, FLAGGED
from tests.unit.jobs.publisher import LandsLateError
from tests.unit.jobs.turns import Faults

if TYPE_CHECKING:
    from tests.unit.jobs.stage import Stage

SHOWN, BLURRED, SPOILERED = Treatment.SHOWN, Treatment.BLURRED, Treatment.SPOILERED
AWAY = errors.DeliveryError("Discord is away")


@pytest.fixture
def flagged(stage: Stage) -> Stage:
    """Have every task make one flagged image, which a spoiler hides."""
    stage.engine.detections = [FLAGGED]
    stage.rule(action=Action.SPOILER)
    return stage


def said(stage: Stage) -> list[object]:
    return [sent.says for sent in stage.publisher.sent]


@pytest.mark.parametrize(
    ("action", "private", "treatment"),
    [
        (Action.BLUR, False, BLURRED),
        (Action.SPOILER, False, SPOILERED),
        (Action.HOLD, False, Treatment.HELD),
        (Action.HOLD, True, Treatment.REFUSED),
        (Action.REFUSE, False, Treatment.REFUSED),
    ],
)
async def test_the_policy_says_what_becomes_of_a_flagged_image_and_of_no_other(
    stage: Stage, action: Action, private: bool, treatment: Treatment
) -> None:
    stage.engine.detections = [CLEAR, FLAGGED]
    stage.rule(action=action)
    job = await stage.running(request=make_request(images=2, private=private))
    ended = await stage.work(job)
    assert ended.state is JobState.DELIVERED
    assert stage.publisher.says(job.id) == [SHOWN, treatment]


@pytest.mark.parametrize(
    ("action", "data"),
    [
        (Action.BLUR, b"blurred"),
        (Action.SPOILER, b"original"),
        (Action.HOLD, None),
        (Action.REFUSE, None),
    ],
)
async def test_what_the_channel_may_not_see_goes_nowhere(
    stage: Stage, action: Action, data: bytes | None
) -> None:
    stage.engine.detections = [FLAGGED]
    stage.rule(action=action)
    job = await stage.running()
    await stage.work(job)
    [image] = stage.publisher.images(job.id)
    assert (image.picture and image.picture.data) == data
    assert image.verdict.confidence == 99


async def test_a_result_says_which_image_is_which_and_how_long_it_took(stage: Stage) -> None:
    stage.engine.detections = [CLEAR, CLEAR]
    job = await stage.running(images=2)
    await stage.work(job)
    assert [image.number for image in stage.publisher.images(job.id)] == [1, 2]
    assert 4 <= stage.publisher.result(job.id).seconds < 5


async def test_what_cannot_be_blurred_is_not_shown_and_its_neighbours_are(stage: Stage) -> None:
    stage.engine.detections = [FLAGGED, CLEAR]
    stage.blur.faults = Faults(OSError("no decoder"))
    job = await stage.running(images=2)
    assert (await stage.work(job)).state is JobState.DELIVERED
    assert stage.publisher.says(job.id) == [Treatment.REFUSED, SHOWN]


async def test_an_image_is_blurred_once_however_often_it_is_sent(stage: Stage) -> None:
    stage.engine.detections = [FLAGGED]
    stage.publisher.finishes = Faults(AWAY, AWAY, None)
    await stage.work(await stage.running())
    assert stage.blur.calls == 1
    assert len(stage.publisher.sent) == 3


async def test_a_policy_that_changes_while_files_are_prepared_is_obeyed(flagged: Stage) -> None:
    flagged.publisher.prepare_takes = 2.0
    flagged.engine.runs = 0.0
    job = await flagged.running()
    flagged.after(1.7, lambda: flagged.rule(action=Action.BLUR))
    await flagged.work(job)
    assert said(flagged) == [[BLURRED]]


async def test_a_policy_that_becomes_stricter_while_a_request_is_on_its_way_is_obeyed_at_once(
    flagged: Stage,
) -> None:
    flagged.publisher.finish_takes = 1.0
    flagged.engine.runs = 0.0
    job = await flagged.running()
    flagged.after(1.0, lambda: flagged.rule(action=Action.BLUR))
    assert (await flagged.work(job)).state is JobState.DELIVERED
    assert said(flagged) == [[SPOILERED], [BLURRED]]
    looser, stricter = flagged.publisher.sent
    assert stricter.at == looser.at + 1.0


async def test_whether_files_tell_settings_is_the_word_of_the_last_policy(stage: Stage) -> None:
    stage.publisher.finish_takes = 1.0
    stage.engine.runs = 0.0
    stage.engine.detections = [CLEAR, CLEAR]
    job = await stage.running(images=2)
    stage.after(1.0, lambda: stage.rule(metadata=False))
    assert (await stage.work(job)).state is JobState.DELIVERED
    told = [sent.metadata for sent in stage.publisher.sent if sent.metadata is not None]
    assert told == [True, False]
    assert {image.seed.value for image in stage.publisher.images(job.id)} == {None}


async def test_files_that_may_tell_more_afterwards_stay_as_they_are(stage: Stage) -> None:
    stage.rule(metadata=False)
    stage.publisher.finish_takes = 1.0
    stage.engine.runs = 0.0
    job = await stage.running()
    stage.after(1.0, lambda: stage.rule(metadata=True))
    await stage.work(job)
    assert [sent.metadata for sent in stage.publisher.sent] == [False]


async def test_a_bug_in_the_correction_leaves_nothing_looser(flagged: Stage) -> None:
    flagged.publisher.finish_takes = 1.0
    flagged.engine.runs = 0.0
    flagged.publisher.finishes = Faults(None, RuntimeError("a bug"), None)
    job = await flagged.running()
    flagged.after(1.0, lambda: flagged.rule(action=Action.BLUR))
    ended = await flagged.work(job)
    assert (ended.state, ended.failure, ended.shown) == (JobState.FAILED, FailureKind.BUG, True)
    assert flagged.publisher.history[-1][1] is FailureKind.BUG


async def test_a_policy_that_becomes_looser_afterwards_changes_nothing(stage: Stage) -> None:
    stage.engine.detections = [FLAGGED]
    stage.publisher.finish_takes = 1.0
    stage.engine.runs = 0.0
    job = await stage.running()
    stage.after(1.0, lambda: stage.rule(action=Action.SPOILER))
    await stage.work(job)
    assert said(stage) == [[BLURRED]]


async def test_a_policy_that_changes_between_attempts_judges_the_next(flagged: Stage) -> None:
    flagged.publisher.finishes = Faults(AWAY, None)
    flagged.engine.runs = 0.0
    job = await flagged.running()
    flagged.after(0.8, lambda: flagged.rule(action=Action.REFUSE))
    await flagged.work(job)
    assert said(flagged) == [[SPOILERED], [Treatment.REFUSED]]


async def test_nothing_is_posted_where_it_was_switched_off_before(stage: Stage) -> None:
    job = await stage.running()
    stage.rule(enabled=False)
    ended = await stage.work(job)
    assert (ended.failure, ended.shown) == (FailureKind.SWITCHED_OFF, True)
    assert said(stage) == [FailureKind.SWITCHED_OFF]


async def test_what_was_posted_while_it_was_switched_off_is_replaced_at_once(stage: Stage) -> None:
    stage.publisher.finish_takes = 1.0
    stage.engine.runs = 0.0
    job = await stage.running()
    stage.publisher.doubt(job.id)
    stage.after(1.0, lambda: stage.rule(enabled=False))
    ended = await stage.work(job)
    assert ended.failure is FailureKind.SWITCHED_OFF
    assert said(stage) == [[SHOWN], FailureKind.SWITCHED_OFF]
    looser, stricter = stage.publisher.sent
    assert stricter.at == looser.at + 1.0


async def test_what_lands_late_after_a_switch_off_is_replaced_within_two_seconds(
    stage: Stage,
) -> None:
    stage.publisher.finishes = Faults(LandsLateError(3.0), None)
    stage.engine.runs = 0.0
    job = await stage.running()
    stage.after(0.8, lambda: stage.rule(enabled=False))
    await stage.work(job)
    [(landed_at, what)] = [one for one in stage.publisher.history if one[1] == [SHOWN]]
    after = [at for at, says in stage.publisher.history if at > landed_at]
    assert what == [SHOWN]
    assert min(after) < landed_at + 2
    assert stage.publisher.says(job.id) is FailureKind.SWITCHED_OFF


async def test_what_may_not_stay_is_taken_away_though_its_last_edit_is_refused(
    stage: Stage,
) -> None:
    stage.publisher.finishes = Faults(LandsLateError(0.1), errors.FilesRefusedError("no"), None)
    stage.publisher.finish_takes = 1.0
    stage.engine.runs = 0.0
    job = await stage.running()
    stage.after(2.0, lambda: stage.rule(enabled=False))
    assert (await stage.work(job)).failure is FailureKind.FILES_REFUSED
    assert stage.publisher.says(job.id) is FailureKind.FILES_REFUSED


async def test_the_channel_where_the_message_stands_decides(flagged: Stage) -> None:
    patch = PolicyPatch(action=Action.REFUSE)
    await flagged.said.put(GUILD, PlaceId(4), patch, by=ANN, now=NOON)
    job = await flagged.running()
    await flagged.work(job)
    assert flagged.publisher.says(job.id) == [Treatment.REFUSED]


async def test_where_the_channel_stands_nowhere_known_the_strictest_of_all_decides(
    flagged: Stage,
) -> None:
    patch = PolicyPatch(action=Action.REFUSE)
    await flagged.said.put(GUILD, PlaceId(5), patch, by=ANN, now=NOON)
    job = await flagged.running()
    flagged.desk.is_known = False
    await flagged.work(job)
    assert flagged.publisher.says(job.id) == [Treatment.REFUSED]


STRICTER: dict[str, Any] = {"action": Action.BLUR}


@pytest.mark.parametrize(
    "error",
    [errors.FilesRefusedError("too large"), errors.ThreadClosedError("archived")],
    ids=lambda error: type(error).__name__,
)
async def test_what_is_too_loose_is_taken_away_where_the_stricter_cannot_be_posted(
    flagged: Stage, error: errors.DeliveryError
) -> None:
    flagged.publisher.finish_takes = 1.0
    flagged.engine.runs = 0.0
    job = await flagged.running()
    many = [error] * (1 if isinstance(error, errors.FilesRefusedError) else 20)
    flagged.publisher.finishes = Faults(None, *many, None)
    flagged.after(1.0, lambda: flagged.rule(**STRICTER))
    ended = await flagged.work(job)
    assert ended.state is JobState.FAILED
    assert flagged.publisher.says(job.id) is ended.failure
