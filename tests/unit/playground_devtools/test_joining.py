from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.devtools.joining import joined
from tests.unit.playground_devtools.values import TASK, deed, download, look, submit

FOX = "a red fox, in the mist"


def test_a_prompt_goes_to_the_deed_whose_answer_shows_it() -> None:
    typed = deed(1, typed=f"{FOX} --steps 900")
    shown = deed(2, typed=f"{FOX} --steps 20", said=f"**Queued**\n> {FOX}")
    assert joined([typed, shown], [submit(FOX)]).keys() == {2}


def test_a_prompt_goes_to_the_deed_in_which_it_was_typed() -> None:
    other, typed = deed(1, typed="a grey owl"), deed(2, typed=f"{FOX} --ar 3:2 --seed 8")
    assert joined([other, typed], [submit(FOX)]).keys() == {2}


def test_a_prompt_that_was_changed_goes_where_most_of_its_words_are() -> None:
    other, near = deed(1, typed="a red owl"), deed(2, typed="fox <lora:more:1> in red mist")
    assert joined([other, near], [submit(FOX)]).keys() == {2}


@pytest.mark.parametrize("prompt", ["🦊✨", "!!!"])
def test_a_prompt_of_signs_alone_goes_where_it_was_typed(prompt: str) -> None:
    other, typed = deed(1, typed="60"), deed(2, typed=f"{prompt}\n30", said=f"> {prompt}")
    assert joined([other, typed], [submit(prompt)]).keys() == {2}


def test_markup_in_an_answer_does_not_hide_the_prompt() -> None:
    shown = deed(2, said="> a \\*red\\* fox, in the mist")
    assert joined([deed(1), shown], [submit("a *red* fox, in the mist")]).keys() == {2}


def test_a_part_of_a_word_is_not_a_prompt() -> None:
    longer, exact = deed(1, typed="concatenation"), deed(2, typed="a cat")
    assert joined([longer, exact], [submit("cat")]).keys() == {2}


def test_a_prompt_that_nobody_typed_goes_to_the_oldest_deed_with_a_message() -> None:
    modal = deed(1, messages=frozenset())
    assert joined([modal, deed(2), deed(3)], [submit("unheard of")]).keys() == {2}


def test_nobody_is_given_a_task_from_before_their_deed() -> None:
    assert joined([deed(1, at=100, typed=FOX)], [submit(FOX, at=99)]) == {}


def test_the_same_prompt_twice_is_given_to_each_in_their_order() -> None:
    first, second = (submit(FOX, at=101 + n, task_id=f"task-{n}") for n in (1, 2))
    both = [deed(1, said=FOX), deed(2, said=FOX)]
    assert joined(both, [second, first]) == {1: [first], 2: [second]}


def test_a_refused_submit_leaves_the_deed_free_for_the_next() -> None:
    refused, accepted = submit(FOX, task_id="", status=429), submit(FOX, at=105)
    both = [deed(1, said=FOX), deed(2, said=FOX)]
    assert joined(both, [refused, accepted]) == {1: [refused, accepted]}


def test_another_attempt_at_the_same_stays_with_its_deed() -> None:
    first, second = (submit(FOX, at=101 + n, task_id=f"job-{n}", job="job") for n in range(2))
    assert joined([deed(1, said=FOX), deed(2, said=FOX)], [first, second]) == {1: [first, second]}


def test_polls_and_downloads_follow_their_task() -> None:
    sent, looked = submit(FOX), look("queued", at=101)
    fetched, strange = download("a.jpeg", at=102), look("", at=101, task_id="another")
    assert joined([deed(1)], [fetched, looked, strange, sent]) == {1: [sent, looked, fetched]}


@given(st.lists(st.text(), max_size=8), st.lists(st.text(), max_size=8))
def test_a_deed_has_at_most_one_task_and_a_task_one_deed(
    typed: list[str], prompts: list[str]
) -> None:
    deeds = [deed(number, typed=words) for number, words in enumerate(typed)]
    sent = [submit(prompt, task_id=f"{TASK}{n}") for n, prompt in enumerate(prompts)]
    found = joined(deeds, sent)
    assert all(len(each) == 1 for each in found.values())
    assert len(found) == min(len(deeds), len(sent))


def test_a_submit_whose_prompt_is_unknown_goes_to_the_oldest_deed() -> None:
    both = [deed(1, typed=FOX, said=FOX), deed(2, typed=FOX, said=FOX)]
    assert joined(both, [submit("")]).keys() == {1}
