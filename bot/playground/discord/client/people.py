"""Who one can be, and what each of them may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.discord.client.bodies import id_of
from bot.playground.discord.client.refusing import forbidden, unknown
from bot.playground.discord.direct import IN_DIRECT
from bot.playground.discord.permissions import Permission, permissions_in
from bot.playground.discord.places import CATEGORY

if TYPE_CHECKING:
    from aiohttp import web

    from bot.playground.discord.messages import Message
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import Channel, Guild, User
    from bot.playground.discord.world import World

RANKS = (
    (Permission.ADMINISTRATOR | Permission.MANAGE_GUILD, "administrator"),
    (Permission.MANAGE_MESSAGES, "moderator"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody before a client. Nothing is remembered: rights are looked up each time."""

    user: User
    world: World

    @property
    def guild(self) -> Guild | None:
        """The guild this person is in, if any."""
        home = self.world.guild
        return home if self.user.id in home.members else None

    @property
    def role(self) -> str:
        """What to call this person, by what the roles allow."""
        guild = self.guild
        if guild is None:
            return "from outside"
        roles = (guild.id, *guild.members[self.user.id].roles)
        held = [guild.roles[each].permissions for each in roles]
        ranks = [rank for bits, rank in RANKS if any(each & bits for each in held)]
        return ranks[0] if ranks else "member"

    def permissions(self, channel: Channel) -> int:
        """Return what this person may do in a channel; nothing in another guild's."""
        if channel.recipient is not None:
            return IN_DIRECT if channel.recipient is self.user else 0
        guild = self.guild
        if guild is None or guild.channels.get(channel.id) is not channel:
            return 0
        return permissions_in(guild, channel, self.user.id)

    def may(self, channel: Channel, permission: Permission) -> bool:
        """Whether this person holds a permission in a channel."""
        return bool(self.permissions(channel) & permission)

    def may_see(self, channel: Channel) -> bool:
        """Whether the channel is in this person's list."""
        return self.may(channel, Permission.VIEW_CHANNEL)

    def may_read(self, message: Message) -> bool:
        """Whether the message is shown to this person while it stands."""
        if message.ephemeral and message.invoker is not self.user:
            return False
        channel = self.world.direct.find(message.channel_id)
        if channel is None and self.guild:
            channel = self.guild.channels.get(message.channel_id)
        return channel is not None and self.may_see(channel)

    def enter(self, channel_id: object) -> Channel:
        """Return a channel that holds messages, by its id as text.

        Raises:
            RefusalError: there is none (404), or this person may not view it (403).

        """
        guilds = (self.world.guild, *self.world.guilds.values())
        wanted = id_of(channel_id)
        found = [guild.channels[wanted] for guild in guilds if wanted in guild.channels]
        if (direct := self.world.direct.find(wanted)) is not None:
            found = [direct]
        if not found or found[0].type == CATEGORY:
            raise unknown("There is no such channel.")
        if not self.may_see(found[0]):
            raise forbidden("You may not view this channel.")
        return found[0]


class People:
    """Everybody but the bots and the guild's owner."""

    def __init__(self, world: World) -> None:
        self._world = world

    def all(self) -> list[Person]:
        """Return whom one can be."""
        owner = self._world.guild.owner_id
        users = [it for it in self._world.users.values() if not it.bot and it.id != owner]
        return [Person(user, self._world) for user in users]

    def payload(self) -> list[Payload]:
        """Return them as a client chooses among them."""
        return [person_payload(each) for each in self.all()]

    def acting(self, request: web.Request) -> Person:
        """Return who a request says it is from: a demo needs no login.

        Raises:
            RefusalError: nobody one can be (404).

        """
        wanted = id_of(request.query.get("as"))
        for person in self.all():
            if person.user.id == wanted:
                return person
        raise unknown("There is nobody here with that id.")


def person_payload(person: Person, /) -> Payload:
    """Return who somebody is."""
    return {"id": str(person.user.id), "name": person.user.name, "role": person.role}
