"""What one kill -9 leaves of a job in each state, once the bot has been started again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.failure_kinds import FailureKind
from bot.playground.discord.component_kinds import walk
from bot.texts.say import say
from bot.texts.text import text
from bot.views.texts import FAILURES
from tests.faults.moments import MOMENTS

if TYPE_CHECKING:
    from bot.playground.discord.messages import Version
    from tests.faults.crash import Aftermath

NEVER_ANSWERED = "answer unsent"
SHUT = "private, token dead"
DELIVERED = [
    name
    for name in MOMENTS
    if name not in {NEVER_ANSWERED, SHUT, "cancelled", "must fail", "private, token nearly dead"}
]
AT_THE_KILL = {
    "queued": "queued",
    "submit unsent": "submitting",
    "submit unread": "submitting",
    "running": "running",
    "running, token dead": "running",
    "cancelled": "cancelled",
    "private": "running",
    "private, token nearly dead": "running",
    "private, token dead": "running",
    "must fail": "failed",
    "post unsent": "delivering",
    "post unread": "delivering",
    "answer unsent": "queued",
    "answer unread": "queued",
    "answer unread, token dead": "queued",
}


@pytest.mark.parametrize("name", MOMENTS)
def test_the_job_was_where_its_test_wants_it(aftermath: Aftermath, name: str) -> None:
    before = aftermath.jobs[name].before
    assert (before["state"], before["shown"]) == (AT_THE_KILL[name], 0)
    assert (before["message_id"] is None) == name.startswith("answer")


@pytest.mark.parametrize("name", MOMENTS)
def test_every_job_comes_to_its_end(aftermath: Aftermath, name: str) -> None:
    assert aftermath.jobs[name].after["shown"] == 1


@pytest.mark.parametrize("name", DELIVERED)
def test_an_accepted_job_is_delivered_in_its_own_message(aftermath: Aftermath, name: str) -> None:
    outcome = aftermath.jobs[name]
    assert outcome.after["state"] == "delivered"
    assert outcome.after["message_id"] == outcome.invocation.shown.id
    assert outcome.invocation.shown.is_final
    assert len(outcome.invocation.shown.pictures()) == 1


@pytest.mark.parametrize("name", [name for name in MOMENTS if name != NEVER_ANSWERED])
def test_a_final_message_stays_final(aftermath: Aftermath, name: str) -> None:
    finals = [_is_final(version) for version in aftermath.jobs[name].invocation.shown.versions]
    assert finals == sorted(finals)


def test_nothing_is_posted_anew(aftermath: Aftermath) -> None:
    answers = {job.after["message_id"] for job in aftermath.jobs.values()} - {None}
    others = [each for each in aftermath.posted if each.id not in answers]
    assert [each.text().partition("> ")[2].split("\n")[0] for each in others] == ["queued: another"]


def test_no_message_of_the_channel_can_still_be_cancelled(aftermath: Aftermath) -> None:
    assert [
        each.text() for each in aftermath.posted if not each.ephemeral and not each.is_final
    ] == []


@pytest.mark.parametrize("name", [name for name in MOMENTS if "submit" not in name])
def test_a_task_whose_id_was_saved_is_not_submitted_again(aftermath: Aftermath, name: str) -> None:
    outcome = aftermath.jobs[name]
    known = outcome.before["task_id"]
    assert (known is not None) == (outcome.submitted_at_kill == 1)
    assert len(outcome.tasks) == (0 if name == NEVER_ANSWERED else 1)
    assert known in {None, outcome.tasks[0].task_id if outcome.tasks else None}


@pytest.mark.parametrize(("name", "tasks"), [("submit unsent", 1), ("submit unread", 2)])
def test_a_submit_whose_reply_was_lost_is_made_once_more(
    aftermath: Aftermath, name: str, tasks: int
) -> None:
    outcome = aftermath.jobs[name]
    assert len(outcome.tasks) == tasks
    assert outcome.after["submits_lost"] == 1
    assert outcome.after["task_id"] == outcome.tasks[-1].task_id


def test_there_is_no_task_that_no_job_accounts_for(aftermath: Aftermath) -> None:
    of_the_other = 1
    of_jobs = sum(len(outcome.tasks) for outcome in aftermath.jobs.values())
    assert aftermath.tasks == of_jobs + of_the_other


def test_a_job_whose_answer_never_arrived_is_never_submitted(aftermath: Aftermath) -> None:
    outcome = aftermath.jobs[NEVER_ANSWERED]
    assert outcome.invocation.message is None
    assert (outcome.after["state"], outcome.after["failure"]) == ("failed", FailureKind.UNANSWERED)
    assert outcome.tasks == []


def test_a_failure_that_was_not_shown_is_shown(aftermath: Aftermath) -> None:
    message = aftermath.jobs["must fail"].invocation.shown
    assert message.is_final
    assert say(FAILURES[FailureKind.TASK_FAILED].why) in message.text()


def test_a_cancel_that_was_not_shown_is_shown(aftermath: Aftermath) -> None:
    outcome = aftermath.jobs["cancelled"]
    assert outcome.after["state"] == "cancelled"
    assert outcome.invocation.shown.is_final
    assert say(text("end.may_be_charged")) in outcome.invocation.shown.text()


def test_a_private_job_ends_where_only_its_member_sees_it(aftermath: Aftermath) -> None:
    private = [outcome for name, outcome in aftermath.jobs.items() if name.startswith("private")]
    assert [outcome.invocation.shown.ephemeral for outcome in private] == [True, True, True]
    mentioned = [each.text() for each in aftermath.posted if not each.ephemeral]
    assert not [text for text in mentioned if "> private" in text]


def test_a_private_job_ends_before_its_token_does(aftermath: Aftermath) -> None:
    message = aftermath.jobs["private, token nearly dead"].invocation.shown
    assert message.is_final
    assert say(FAILURES[FailureKind.TIMED_OUT].why) in message.text()


def test_a_private_job_whose_token_died_is_closed(aftermath: Aftermath) -> None:
    outcome = aftermath.jobs[SHUT]
    assert (outcome.after["state"], outcome.after["failure"]) == (
        "failed",
        FailureKind.MESSAGE_GONE,
    )
    assert outcome.invocation.shown.pictures() == []


def test_no_token_outlives_its_job(aftermath: Aftermath) -> None:
    assert {name: job.after["token"] for name, job in aftermath.jobs.items()} == dict.fromkeys(
        MOMENTS, ""
    )


def _is_final(version: Version) -> bool:
    ids = [part.get("custom_id", "") for top in version.components for part in walk(top)]
    return not any(":cancel:" in custom_id for custom_id in ids)
