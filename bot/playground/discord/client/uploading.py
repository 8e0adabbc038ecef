"""Files that a client hands over before it sends what names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.client.refusing import answer, wrong
from bot.playground.discord.uploads import Upload

if TYPE_CHECKING:
    from aiohttp import web

    from bot.playground.discord.client.people import People
    from bot.playground.discord.state import State


class Uploading:
    """Takes them."""

    def __init__(self, state: State, people: People) -> None:
        self._state = state
        self._people = people

    async def serve(self, request: web.Request) -> web.Response:
        """Answer with the id of a file, which is the body of the request."""
        person = self._people.acting(request)
        most = max(self._state.world.guild.attachment_size_limit, person.user.attachment_size_limit)
        raw = bytearray()
        async for chunk in request.content.iter_any():
            raw += chunk
            if len(raw) > most:
                raise wrong(f"A file has {most // 1024 // 1024} MiB at most.")
        if not raw:
            raise wrong("The file is empty.")
        name = request.query.get("name", "")[:100] or "file"
        handed = self._state.handed.add(person.user, Upload(name, bytes(raw)))
        return answer({"id": str(handed.id)})
