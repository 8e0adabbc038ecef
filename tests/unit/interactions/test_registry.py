"""The registry: an action that is offered is handled, and the other way round."""

from __future__ import annotations

from bot.domain.ids import JobId
from bot.interactions.registry import COMPONENTS, MODALS
from bot.views.buttons import LABELS, PICK
from bot.views.component_ids import ComponentId, custom_id, parse
from bot.views.moderation.review_card import LABELS as ON_CARDS
from bot.views.pages import PAGE

OF_OTHER_FORMS = {PAGE, PICK}
"""Actions whose components are no buttons with one name."""


def test_every_action_can_be_written_into_an_id() -> None:
    for action in [*COMPONENTS, *MODALS]:
        component = ComponentId(action, JobId("j0b"))
        assert parse(custom_id(component)) == component


def test_what_is_handled_is_what_is_offered() -> None:
    assert {*LABELS, *ON_CARDS, *OF_OTHER_FORMS} == set(COMPONENTS)
