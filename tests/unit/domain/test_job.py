"""States, moves, and what must not be seen of a job's address."""

from __future__ import annotations

from bot.domain.job import IN_FLIGHT, MOVES, Address, JobState
from tests.tables import each_row

FINAL = {JobState.DELIVERED, JobState.FAILED, JobState.CANCELLED}


def test_every_state_says_where_it_leads() -> None:
    assert MOVES.keys() == set(JobState)


@each_row("state", JobState)
def test_delivered_failed_and_cancelled_are_final(state: JobState) -> None:
    assert state.is_final == (state in FINAL)


def test_a_job_is_in_flight_from_its_submit_to_its_end() -> None:
    assert set(JobState) - FINAL - {JobState.QUEUED} == IN_FLIGHT


@each_row("state", [state for state in JobState if state not in FINAL])
def test_every_job_can_fail(state: JobState) -> None:
    assert JobState.FAILED in MOVES[state]


def test_a_job_can_be_cancelled_until_it_is_being_delivered() -> None:
    cancellable = {state for state, moves in MOVES.items() if JobState.CANCELLED in moves}
    assert cancellable == {JobState.QUEUED, JobState.SUBMITTING, JobState.RUNNING}


def test_what_may_be_posted_is_never_submitted_again() -> None:
    assert not MOVES[JobState.DELIVERING] & {JobState.QUEUED, JobState.SUBMITTING}


def test_a_job_is_delivered_only_from_delivering() -> None:
    assert [state for state in JobState if JobState.DELIVERED in MOVES[state]] == ["delivering"]


def test_the_token_of_an_address_is_not_shown() -> None:
    address = Address(
        application_id=1, interaction_id=2, token="secret", channel_id=3, size_limit=4, message_id=5
    )
    assert repr(address) == "Address(channel=3, message=5)"
