"""Reading and writing ordinary messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.attachments import MOST_FILES
from bot.playground.discord.client.bodies import id_of, read_object, text
from bot.playground.discord.client.refusing import answer, forbidden, wrong
from bot.playground.discord.client.seen import seen
from bot.playground.discord.hands import Hands
from bot.playground.discord.permissions import Permission

if TYPE_CHECKING:
    from aiohttp import web

    from bot.playground.discord.client.people import People, Person
    from bot.playground.discord.handed import Handed
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import Channel
    from bot.playground.discord.state import State

USUAL, MOST = 50, 100
MOST_CHARACTERS = 2000


class History:
    """What was said in a channel, and saying more."""

    def __init__(self, state: State, people: People) -> None:
        self._registry = state.registry
        self._handed = state.handed
        self._hands = Hands(state)
        self._people = people

    async def read(self, request: web.Request) -> web.Response:
        """Answer with a page of messages, oldest first, and whether there are older ones."""
        person = self._people.acting(request)
        channel = person.enter(request.match_info["channel"])
        limit, before = _limit(request), _before(request)
        messages = [
            each
            for each in self._registry.in_channel(channel.id)
            if (before is None or each.id < before) and person.may_read(each)
        ]
        if not person.may(channel, Permission.READ_MESSAGE_HISTORY):
            messages = []
        page = [seen(each, self._registry) for each in messages[-limit:]]
        return answer({"messages": page, "more": len(messages) > limit})

    async def say(self, request: web.Request) -> web.Response:
        """Put up a message of this person's own."""
        person = self._people.acting(request)
        channel = person.enter(request.match_info["channel"])
        form = await read_object(request)
        words, files = text(form, "content").strip(), self._files(person, form)
        if not _may_speak(person, channel):
            raise forbidden("You may not send messages in this channel.")
        if not (words or files) or len(words) > MOST_CHARACTERS:
            raise wrong(f"A message has 1 to {MOST_CHARACTERS} characters.")
        message = self._hands.say(words, *files, user=person.user, channel=channel)
        return answer(seen(message, self._registry))

    def _files(self, person: Person, form: Payload) -> list[Handed]:
        ids = form.get("attachments", [])
        if not isinstance(ids, list) or len(ids) > MOST_FILES:
            raise wrong(f"attachments: must be a list of {MOST_FILES} ids at most.")
        found = [self._handed.find(person.user, id_of(each)) for each in ids]
        if None in found:
            raise wrong("attachments: must be files that you uploaded.")
        return [each for each in found if each]


def _may_speak(person: Person, channel: Channel) -> bool:
    threaded = Permission.SEND_MESSAGES_IN_THREADS
    return person.may(channel, threaded if channel.is_thread else Permission.SEND_MESSAGES)


def _limit(request: web.Request) -> int:
    limit = id_of(request.query.get("limit", str(USUAL)))
    if not 1 <= limit <= MOST:
        raise wrong(f"limit: must be 1 to {MOST}.")
    return limit


def _before(request: web.Request) -> int | None:
    if "before" not in request.query:
        return None
    before = id_of(request.query["before"])
    if not before:
        raise wrong("before: must be the id of a message.")
    return before
