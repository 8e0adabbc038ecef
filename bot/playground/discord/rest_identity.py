"""REST: who the bot is, where the gateway is, and the guilds it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.calls import Answer, Call, Route
from bot.playground.discord.place_payloads import guild_payload, member_payload, user_payload
from bot.playground.discord.refusals import UNKNOWN_MEMBER, RefusalError

if TYPE_CHECKING:
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.state import State

SESSIONS_A_DAY = 1000


class Identity:
    """The routes about the bot itself."""

    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[Route]:
        """Return what this answers."""
        return [
            Route("GET", "/users/@me", self._me),
            Route("GET", "/applications/@me", self._application),
            Route("GET", "/oauth2/applications/@me", self._application),
            Route("GET", "/gateway", self._gateway, by_token=True),
            Route("GET", "/gateway/bot", self._gateway_bot),
            Route("GET", "/guilds/{guild}", self._guild),
            Route("GET", "/guilds/{guild}/members/{user}", self._member),
        ]

    def _me(self, _: Call) -> Answer:
        me = user_payload(self._state.world.bot)
        return Answer(me | {"verified": True, "mfa_enabled": True, "flags": 0, "locale": "en-GB"})

    def _application(self, _: Call) -> Answer:
        world = self._state.world
        owner = next(iter(world.guilds.values())).owner_id if world.guilds else world.admin.id
        application: Payload = {
            "id": str(self._state.application_id),
            "name": world.bot.name,
            "description": "",
            "icon": None,
            "bot": user_payload(world.bot),
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": user_payload(world.users[owner]),
            "verify_key": "0" * 64,
            "team": None,
            "flags": 0,
            "approximate_guild_count": len(world.guilds),
            "interactions_endpoint_url": None,
            "integration_types_config": {"0": {}},
        }
        return Answer(application)

    def _gateway(self, _: Call) -> Answer:
        return Answer({"url": self._state.gateway.url})

    def _gateway_bot(self, _: Call) -> Answer:
        gateway = self._state.gateway
        left = {
            "total": SESSIONS_A_DAY,
            "remaining": SESSIONS_A_DAY - len(gateway.identifies),
            "reset_after": 86_400_000,
            "max_concurrency": 1,
        }
        return Answer({"url": gateway.url, "shards": gateway.shards, "session_start_limit": left})

    def _guild(self, call: Call) -> Answer:
        world = self._state.world
        guild = world.guild_of(call.id("guild"))
        answer = guild_payload(guild, world.bot.id)
        for key in ("channels", "threads", "members", "joined_at", "large", "presences"):
            del answer[key]
        return Answer(answer)

    def _member(self, call: Call) -> Answer:
        guild = self._state.world.guild_of(call.id("guild"))
        if (member := guild.members.get(call.id("user"))) is None:
            raise RefusalError(*UNKNOWN_MEMBER)
        return Answer(member_payload(member))
