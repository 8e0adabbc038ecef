"""The gateway's state: which shards are there, and how to reach or disturb them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Literal

from bot.playground.discord.payload import render
from bot.playground.discord.place_payloads import guild_payload, user_payload
from bot.playground.discord.snowflakes import shard_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import web

    from bot.playground.discord.notifier import Notifier
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import Guild
    from bot.playground.discord.sessions import Session
    from bot.playground.discord.world import World

How = Literal["reconnect", "invalid", "resumable", "drop", "close", "zombie"]
"""Op 7; op 9 false; op 9 true; a cut connection; a close frame; silence without a close."""


class Gateway:
    """All sessions. ``identifies`` holds the shard of every session ever started.

    ``accepting`` false refuses new connections with 503; ``shards`` is the number that
    ``GET /gateway/bot`` recommends; ``heartbeat`` is in seconds. Where several shards hear a guild,
    as while their number changes, ``chosen`` is the only one that is told of interactions.
    """

    def __init__(self, world: World, token: str, notifier: Notifier, *, shards: int) -> None:
        self.url = ""
        self.shards = shards
        self.heartbeat = 41.25
        self.accepting = True
        self.chosen: tuple[int, int] | None = None
        self.identifies: list[tuple[int, int]] = []
        self.resumes = 0
        self._world = world
        self.token = token
        self.notifier = notifier
        self._sessions: dict[str, Session] = {}
        self._withheld: set[int] = set()
        self.cutters: dict[web.WebSocketResponse, Callable[[], None]] = {}

    def sessions(self) -> list[Session]:
        """Return the sessions that are alive, connected or not."""
        return list(self._sessions.values())

    def is_connected(self, shards: int = 1) -> bool:
        """Whether at least this many shards are listening."""
        return sum(session.connected for session in self._sessions.values()) >= shards

    def is_heard(self, guild_id: int) -> bool:
        """Whether events of this guild reach a bot now."""
        return any(each.connected and self._hears(each, guild_id) for each in self.sessions())

    async def start(self, session: Session) -> None:
        """Begin a session: READY, then every guild of its shard that is not withheld."""
        self.identifies.append(session.shard)
        for old in self.sessions():
            if old.shard == session.shard:
                self.end(old)
        self._sessions[session.id] = session
        guilds = [each for each in self._world.guilds.values() if self._hears(session, each.id)]
        await session.dispatch("READY", self._ready(session, guilds))
        for guild in guilds:
            if guild.id not in self._withheld:
                await session.dispatch("GUILD_CREATE", guild_payload(guild, self._world.bot.id))
        self.notifier.notify()

    def withhold(self, guild: Guild) -> None:
        """Leave a guild unavailable in sessions that begin from now on, until its release."""
        self._withheld.add(guild.id)

    async def release(self, guild: Guild) -> None:
        """Tell of a guild that was withheld."""
        self._withheld.discard(guild.id)
        payload = guild_payload(guild, self._world.bot.id)
        await self.tell("GUILD_CREATE", payload, guild_id=guild.id)

    def find(self, session_id: str) -> Session | None:
        """Return a session that can still be resumed."""
        return self._sessions.get(session_id)

    def end(self, session: Session) -> None:
        """Forget a session; its client must identify anew."""
        self._sessions.pop(session.id, None)
        self.notifier.notify()

    async def dispatch(self, event: str, data: Payload, *, guild_id: int) -> None:
        """Tell the shard of a guild; a client that is away is told when it resumes.

        Raises:
            LookupError: no session ever listened for that guild.

        """
        hearing = [each for each in self.sessions() if self._hears(each, guild_id)]
        told = [each for each in hearing if self.chosen in {None, each.shard}]
        if not told:
            msg = f"no session hears guild {guild_id}; is the bot running?"
            raise LookupError(msg)
        await asyncio.gather(*(session.dispatch(event, data) for session in told))

    async def tell(self, event: str, data: Payload, *, guild_id: int) -> None:
        """Tell the shard of a guild, if there is one."""
        hearing = [each for each in self.sessions() if self._hears(each, guild_id)]
        await asyncio.gather(*(session.dispatch(event, data) for session in hearing))

    async def tell_raw(self, event: str, data: object) -> None:
        """Tell every shard of an event as it stands: of any name, with anything in it."""
        await asyncio.gather(*(session.dispatch(event, data) for session in self.sessions()))

    async def disturb(self, how: How) -> None:
        """Disturb every connected session."""
        for session in self.sessions():
            if session.socket is not None:
                await self._disturb(session, session.socket, how)
        self.notifier.notify()

    def cut_all(self) -> None:
        """Cut every connection, identified or not."""
        for cut in list(self.cutters.values()):
            cut()

    async def _disturb(self, session: Session, socket: web.WebSocketResponse, how: How) -> None:
        match how:
            case "reconnect":
                await session.send(render({"op": 7, "d": None}))
            case "resumable":
                await session.send(render({"op": 9, "d": True}))
            case "invalid":
                self.end(session)
                await session.send(render({"op": 9, "d": False}))
            case "zombie":
                session.mute = True
            case "drop":
                session.socket = None
                self.cutters[socket]()
            case "close":
                session.socket = None
                await socket.close(code=4000, message=b"Unknown error")

    def _hears(self, session: Session, guild_id: int) -> bool:
        shard, count = session.shard
        return shard_of(guild_id, count) == shard

    def _ready(self, session: Session, guilds: list[Guild]) -> Payload:
        bot = self._world.bot
        return {
            "v": 10,
            "user": user_payload(bot) | {"verified": True, "mfa_enabled": True, "flags": 0},
            "guilds": [{"id": str(each.id), "unavailable": True} for each in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "session_type": "normal",
            "shard": list(session.shard),
            "application": {"id": str(bot.id), "flags": 0},
            "private_channels": [],
            "_trace": ["stand-in"],
        }
