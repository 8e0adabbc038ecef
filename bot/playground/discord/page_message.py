"""One message as HTML."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from bot.playground.discord.component_kinds import SELECTS, Kind
from bot.playground.discord.markdown import to_html
from bot.playground.discord.messages import COMPONENTS_V2
from bot.playground.discord.snowflakes import created_ms

if TYPE_CHECKING:
    from bot.playground.discord.attachments import Link
    from bot.playground.discord.messages import Message
    from bot.playground.discord.payload import Payload

STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "primary"}


def message_html(message: Message, link: Link) -> str:
    """Return a message with its author, words, pictures and buttons."""
    created = datetime.fromtimestamp(created_ms(message.id) / 1000, UTC)
    badge = '<span class="badge">APP</span>' if message.author.bot else ""
    edited = " <small>(edited)</small>" if len(message.versions) > 1 else ""
    asked = message.invoker
    origin = f'<p class="origin">{escape(asked.name)} used a command</p>' if asked else ""
    private = '<p class="private">Only they can see this</p>' if message.ephemeral else ""
    kind = "message ephemeral" if message.ephemeral else "message"
    return (
        f'<article class="{kind}" id="m{message.id}"><div class="face">'
        f"{escape(message.author.name[:1].upper())}</div><div>{origin}<h3>"
        f"{escape(message.author.name)} {badge} <time>{created:%H:%M:%S}</time></h3>"
        f"{_body(message, link)}{edited}{private}</div></article>"
    )


def _body(message: Message, link: Link) -> str:
    if message.is_loading:
        return '<p class="thinking">is thinking…</p>'
    now = message.now
    loose = "" if now.flags & COMPONENTS_V2 else _loose(message, link)
    words = to_html(now.content) if now.content else ""
    return words + loose + "".join(map(component_html, now.components))


def _loose(message: Message, link: Link) -> str:
    shown = [
        _picture({"media": {"url": link(it.attachment)}, "description": it.alt}, hidden=it.spoiler)
        for it in message.pictures()
    ]
    return _gallery(shown) if shown else ""


def component_html(component: Payload) -> str:
    """Return a component with all inside it."""
    kind = component["type"]
    inside = "".join(map(component_html, component.get("components", [])))
    if kind == Kind.TEXT_DISPLAY:
        return to_html(component["content"])
    if kind == Kind.BUTTON:
        return _button(component)
    if kind == Kind.MEDIA_GALLERY:
        items = component["items"]
        return _gallery([_picture(it, hidden=bool(it.get("spoiler"))) for it in items])
    if kind == Kind.THUMBNAIL:
        return _picture(component, hidden=bool(component.get("spoiler")))
    if kind == Kind.SECTION:
        beside = component_html(component["accessory"])
        return f'<div class="section"><div>{inside}</div>{beside}</div>'
    return _plain(component, inside)


def _plain(component: Payload, inside: str) -> str:
    kind = component["type"]
    if kind == Kind.CONTAINER:
        colour = component.get("accent_color")
        edge = f' style="border-left-color:#{colour:06x}"' if colour is not None else ""
        return f'<div class="container"{edge}>{inside}</div>'
    if kind == Kind.ACTION_ROW:
        return f'<div class="row">{inside}</div>'
    if kind == Kind.SEPARATOR:
        return "<hr>" if component.get("divider", True) else '<div class="space"></div>'
    if kind == Kind.FILE:
        url = escape(component["file"]["url"])
        return f'<a class="file" href="{url}">{url.rsplit("/", 1)[-1]}</a>'
    if kind in SELECTS:
        return f'<span class="select">{escape(component.get("placeholder") or "Choose")}</span>'
    return inside


def _button(button: Payload) -> str:
    emoji = (button.get("emoji") or {}).get("name") or ""
    label = escape(f"{emoji} {button.get('label') or ''}".strip())
    style = STYLES[button["style"]] + (" disabled" if button.get("disabled") else "")
    title = escape(button.get("custom_id") or button.get("url") or "")
    return f'<span class="button {style}" title="{title}">{label}</span>'


def _gallery(pictures: list[str]) -> str:
    return f'<div class="gallery of{min(len(pictures), 3)}">{"".join(pictures)}</div>'


def _picture(item: Payload, *, hidden: bool) -> str:
    url, alt = escape(item["media"]["url"]), escape(item.get("description") or "")
    image = f'<img src="{url}" alt="{alt}" title="{alt}" loading="lazy">'
    if not hidden:
        return f'<a class="picture" href="{url}">{image}</a>'
    # A checkbox inside its label: a click reveals, without a script.
    return f'<label class="picture spoiler"><input type="checkbox">{image}<b>SPOILER</b></label>'
