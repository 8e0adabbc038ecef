"""What people do to the bot through a client, and the bot's first answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.acting import Actor
from bot.playground.discord.client.bodies import inside, read_object
from bot.playground.discord.client.commanding import Commanding
from bot.playground.discord.client.pressing import pressed
from bot.playground.discord.client.ready import is_listening
from bot.playground.discord.client.refusing import answer, forbidden, wrong
from bot.playground.discord.client.submitting import Submitting, submitted
from bot.playground.discord.interactions import Act

if TYPE_CHECKING:
    from aiohttp import web

    from bot.playground.discord.acting import Deed
    from bot.playground.discord.client.people import People, Person
    from bot.playground.discord.invocation import Invocation
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import Channel
    from bot.playground.discord.state import State


class Acts:
    """Takes acts, checks them as Discord's servers do, and brings them to the bot."""

    def __init__(self, state: State, people: People) -> None:
        self._state = state
        self._people = people
        self._actor = Actor(state)
        self._commanding = Commanding(state)
        self._submitting = Submitting()

    async def serve(self, request: web.Request) -> web.Response:
        """Answer with what the bot answered first, or with nothing when it was silent."""
        person = self._people.acting(request)
        form = await read_object(request)
        if form.get("type") == Act.MODAL:
            return answer(await self._submit(person, form))
        channel = person.enter(form.get("channel_id"))
        if channel.recipient is not None:
            raise forbidden("This bot's commands and buttons are for servers.")
        deed = self._deed(person, channel, form)
        return answer(self._told(await self._bring(person, channel, deed)))

    def _deed(self, person: Person, channel: Channel, form: Payload) -> Deed:
        match form.get("type"):
            case Act.COMMAND:
                return self._commanding.used(person, channel, inside(form, "data"))
            case Act.AUTOCOMPLETE:
                return self._commanding.typing(person, channel, inside(form, "data"))
            case Act.COMPONENT:
                return pressed(self._state.registry, person, channel, form)
            case _:
                raise wrong("type: must be 2, 3, 4 or 5.")

    async def _submit(self, person: Person, form: Payload) -> Payload:
        opened, modal = self._submitting.find(person, form)
        channel = person.enter(str(opened.interaction.channel.id))
        deed = submitted(person, opened, modal, form)
        self._submitting.closed(opened)
        invocation = await self._bring(person, channel, deed)
        if invocation is None or invocation.callback is None:
            self._submitting.opened(opened)
        return self._told(invocation)

    async def _bring(self, person: Person, channel: Channel, deed: Deed) -> Invocation | None:
        """Return the act once it is answered or too late to be; ``None`` if nobody listens."""
        if not is_listening(self._state):
            return None
        invocation = await self._actor.act(deed, {"user": person.user, "channel": channel})
        # An answer may come at the last moment, and is then still on its way to the person.
        patience = self._state.interactions.ack_window + self._state.weather.callbacks[1]
        try:
            await invocation.answered(patience)
        except TimeoutError:
            return invocation
        if invocation.modal is not None:
            self._submitting.opened(invocation)
        return invocation

    def _told(self, invocation: Invocation | None) -> Payload:
        callback = invocation.callback if invocation else None
        done = invocation.interaction.act if invocation else None
        return {
            "interaction_id": str(invocation.id if invocation else self._state.ids.next()),
            "answer": callback["type"] if callback else None,
            "modal": invocation.modal if invocation else None,
            "choices": invocation.choices if invocation and done is Act.AUTOCOMPLETE else None,
        }
