"""Modals that are open before somebody, and submitting them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.acting import Deed
from bot.playground.discord.client.bodies import id_of, inside
from bot.playground.discord.client.fields import checked_fields
from bot.playground.discord.client.refusing import unknown
from bot.playground.discord.interactions import Act
from bot.playground.discord.modals import filled
from bot.playground.discord.typed_options import resolved

if TYPE_CHECKING:
    from bot.playground.discord.client.people import Person
    from bot.playground.discord.invocation import Invocation
    from bot.playground.discord.payload import Payload

MOST_OPEN = 100


class Submitting:
    """The modals that acts opened. The oldest are forgotten."""

    def __init__(self) -> None:
        self._open: dict[int, Invocation] = {}

    def opened(self, invocation: Invocation) -> None:
        """Remember a modal until it is submitted."""
        self._open[invocation.id] = invocation
        if len(self._open) > MOST_OPEN:
            del self._open[next(iter(self._open))]

    def closed(self, invocation: Invocation) -> None:
        """Forget a modal, lest it be submitted twice."""
        self._open.pop(invocation.id, None)

    def find(self, person: Person, form: Payload) -> tuple[Invocation, Payload]:
        """Return the act that opened a modal for this person, and the modal.

        Raises:
            RefusalError: there is none, or it is somebody else's (404).

        """
        found = self._open.get(id_of(form.get("interaction_id")))
        modal = found.modal if found and found.interaction.user is person.user else None
        if found is None or modal is None:
            raise unknown("This form is not open any more.")
        return found, modal


def submitted(person: Person, opened: Invocation, modal: Payload, form: Payload) -> Deed:
    """Return the deed of submitting a modal.

    Raises:
        RefusalError: a field does not take what was put into it (400).

    """
    values, looked_up = checked_fields(person, modal, inside(inside(form, "data"), "values"))
    data: Payload = {"custom_id": modal["custom_id"], "components": filled(modal, values)}
    if looked_up and person.guild:
        data |= resolved(person.guild, opened.interaction.channel, person.user, looked_up)
    return Deed(Act.MODAL, data, opened.interaction.source)
