"""The channels as a plain HTML page."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.discord.page_message import message_html
from bot.playground.discord.page_style import STYLE
from bot.playground.discord.places import CATEGORY

if TYPE_CHECKING:
    from bot.playground.discord.messages import Message
    from bot.playground.discord.places import Channel, Guild
    from bot.playground.discord.state import State

REFRESH = '<meta http-equiv="refresh" content="2">'
MOST_SHOWN = 100
MENTION = re.compile(r'(<span class="mention">@)(\d+)')


class Page:
    """Shows one channel at a time, by ``?channel=`` id."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def serve(self, request: web.Request) -> web.Response:
        """Answer with the page; it reloads itself while something is still under way."""
        chosen = request.query.get("channel", "")
        text = self.html(int(chosen) if chosen.isdecimal() else 0)
        return web.Response(text=text, content_type="text/html")

    def html(self, channel_id: int = 0) -> str:
        """Return the page for a channel, the first one if there is none with this id."""
        world = self._state.world
        rooms = {
            id_: each for guild in world.guilds.values() for id_, each in guild.channels.items()
        }
        channel = rooms.get(channel_id, world.channel)
        messages = self._state.board.in_channel(channel.id)[-MOST_SHOWN:]
        body = "".join(self._message(each) for each in messages)
        guilds = "".join(_sidebar(guild, channel) for guild in world.guilds.values())
        waiting = REFRESH if not all(each.is_final for each in messages) else ""
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8">{waiting}'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>#{escape(channel.name)} · Darkroom</title><style>{STYLE}</style></head>"
            f"<body><nav>{guilds}</nav><main><header># {escape(channel.name)}{_mark(channel)}"
            f"</header><section><div>{body or EMPTY}</div></section></main></body></html>"
        )

    def _message(self, message: Message) -> str:
        html = message_html(message, self._state.board.link_in(message.channel_id))
        return MENTION.sub(self._named, html)

    def _named(self, mention: re.Match[str]) -> str:
        """Show a member's name in the place of their id, as clients do."""
        user = self._state.world.users.get(int(mention[2]))
        return mention[1] + escape(user.name) if user else mention[0]


EMPTY = '<p class="empty">Nothing has been said here yet.</p>'


def _mark(channel: Channel) -> str:
    return ' <span class="adult">age-restricted</span>' if channel.nsfw else ""


def _sidebar(guild: Guild, current: Channel) -> str:
    rows = [_row(each, current) for each in guild.channels.values()]
    return f"<h1>{escape(guild.name)}</h1>{''.join(rows)}"


def _row(channel: Channel, current: Channel) -> str:
    if channel.type == CATEGORY:
        return f"<h2>{escape(channel.name)}</h2>"
    classes = " ".join(
        name for name, held in (("thread", channel.is_thread), ("here", channel is current)) if held
    )
    sign = "↳" if channel.is_thread else "#"
    name = escape(channel.name)
    return f'<a class="{classes}" href="/?channel={channel.id}">{sign} {name}</a>'
