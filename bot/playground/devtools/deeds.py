"""A person's deeds, read from the interactions that brought them to the bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.devtools.narration import (
    command_detail,
    command_title,
    component_title,
    words_in,
)
from bot.playground.discord.component_kinds import walk
from bot.playground.discord.interactions import Act
from bot.playground.discord.snowflakes import created_ms

if TYPE_CHECKING:
    from bot.playground.discord.interactions import Interaction
    from bot.playground.discord.messages import Message
    from bot.playground.discord.payload import Payload

KINDS = {Act.COMMAND: "command", Act.COMPONENT: "component", Act.MODAL: "form"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What a person did, as the time line needs it. Moments are ``time.monotonic()``."""

    id: int
    token: str
    at: float
    at_ms: int
    """In milliseconds since 1970."""
    by: str
    kind: str
    title: str
    detail: str = ""
    typed: str = ""
    """What the person filled in, and the message that was acted upon."""
    said: str = ""
    """What the bot has answered, now and at first."""
    messages: frozenset[str] = frozenset()
    """Ids of the messages that were posted as answers."""
    has_answer: bool = False
    late_at: float | None = None
    """When the time for a first answer was over without one."""
    is_settled: bool = False
    """Whether its message, if there is one, waits for nothing."""


def deed_of(it: Interaction, *, now: float, ack_window: float) -> Deed:
    """Return the deed behind an interaction that is no autocomplete."""
    own = [each for each in (it.original, *it.followups) if each and each is not it.source]
    title, detail = _described(it)
    has_answer = it.answer is not None
    late_at = it.at + ack_window
    is_late = not has_answer and now > late_at
    return Deed(
        id=it.id,
        token=it.token,
        at=it.at,
        at_ms=created_ms(it.id),
        by=it.user.name,
        kind=KINDS[it.act],
        title=title,
        detail=detail,
        typed="\n".join([words_in(it.data), it.source.text() if it.source else ""]),
        said="\n".join(_text_at_first_and_now(each) for each in own),
        messages=frozenset(str(each.id) for each in own),
        has_answer=has_answer,
        late_at=late_at if is_late else None,
        is_settled=is_late or (has_answer and all(each.is_final or each.deleted for each in own)),
    )


def _described(it: Interaction) -> tuple[str, str]:
    if it.act is Act.COMMAND:
        return command_title(it.data), command_detail(it.data)
    if it.act is Act.MODAL:
        return "Form sent", words_in(it.data)
    title = component_title(str(it.data.get("custom_id")), _components_at(it.source, it.at))
    return title, ", ".join(map(str, it.data.get("values") or ()))


def _components_at(message: Message | None, moment: float) -> tuple[Payload, ...]:
    """Return all components as they were when somebody pressed one of them."""
    versions = message.versions if message else []
    seen = next((each.components for each in reversed(versions) if each.at <= moment), ())
    return tuple(inner for top in seen for inner in walk(top))


def _text_at_first_and_now(message: Message) -> str:
    first = [inner for top in message.versions[0].components for inner in walk(top)]
    words = [str(each.get("content", "")) for each in first]
    return "\n".join([message.versions[0].content, *words, message.text()])
