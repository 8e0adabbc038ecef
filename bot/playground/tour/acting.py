"""A member's act: a command, or a press on what stands in the channel, and where it is answered."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.discord.component_kinds import Kind
from bot.playground.discord.places import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.playground.discord import DiscordStandIn, Invocation, Message
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import User
    from bot.playground.discord.typed_options import Value
    from bot.playground.tour.step import Press, Step
    from bot.playground.tour.transcript import Transcript


@dataclass(frozen=True, slots=True)
class _Target:
    """What takes a press: a button, or an option of a select by its ``value``."""

    message: Message
    custom_id: str
    label: str
    value: str = ""


class Actor:
    """Does what steps say, and tells the transcript."""

    def __init__(self, discord: DiscordStandIn, transcript: Transcript, seconds: float) -> None:
        """Act in ``discord``; no answer may take longer than ``seconds``."""
        self._discord = discord
        self._transcript = transcript
        self._seconds = seconds

    async def command(self, step: Step, options: Mapping[str, Value]) -> Invocation:
        """Use a step's command.

        Raises:
            LookupError: it is not registered.
            TimeoutError: the bot does not answer.

        """
        self._transcript.command(step.user, step.command, options)
        used = await self._discord.slash(step.command, options, user=step.user)
        return await used.answered(self._seconds)

    async def press(self, user: User, press: Press, shown: Sequence[Message]) -> Invocation:
        """Press what a step says, and send the form that it opens; ``shown`` has the newest last.

        Raises:
            LookupError: nothing takes the press, or the form lacks a field.
            TimeoutError: the bot does not answer.

        """
        target = _target(press, shown)
        for other in press.others:
            await self._pressed(other, target)
        used = await self._pressed(user, target)
        if not press.writes:
            return used
        self._transcript.writes(press.writes)
        submitted = await self._discord.submit(used, press.writes)
        return await submitted.answered(self._seconds)

    async def landed(
        self, place: Channel | User, since: int, fits: Callable[[Message], bool]
    ) -> Message:
        """Wait for a message in a channel, or in somebody's direct messages, and return it.

        Args:
            place: Where.
            since: It is newer than the message or interaction of this id.
            fits: Whether it is the one; where none is in time, the newest is.

        Raises:
            TimeoutError: none comes.

        """

        def news() -> list[Message]:
            direct = self._discord.world.direct
            channels = [place] if isinstance(place, Channel) else direct.of(place)
            posted = [it for each in channels for it in self._discord.registry.in_channel(each.id)]
            return [it for it in posted if it.id > since and not it.ephemeral]

        def fitting() -> bool:
            return any(map(fits, news()))

        with suppress(TimeoutError):
            await self._discord.until(fitting, timeout=self._seconds)
        if not news():
            raise TimeoutError
        return next((it for it in reversed(news()) if fits(it)), news()[-1])

    async def _pressed(self, user: User, target: _Target) -> Invocation:
        self._transcript.presses(user, target.label, picks=bool(target.value))
        message, custom_id = target.message, target.custom_id
        if target.value:
            used = await self._discord.choose(message, custom_id, [target.value], user=user)
        else:
            used = await self._discord.press(message, custom_id, user=user)
        return await used.answered(self._seconds)


def _target(press: Press, shown: Sequence[Message]) -> _Target:
    """Return what takes a press in the newest message that has it, or in one before.

    Raises:
        LookupError: none does.

    """
    firsts = (_first(press, message) for message in reversed(shown))
    taking = [target for target in firsts if target]
    if len(taking) <= press.passes:
        msg = f"nothing to press for {press.action}"
        raise LookupError(msg)
    return taking[press.passes]


def _first(press: Press, message: Message) -> _Target | None:
    fitting = (_fitting(press, message, component) for component in message.walk())
    return next(filter(None, fitting), None)


def _fitting(press: Press, message: Message, component: Payload) -> _Target | None:
    custom_id = component.get("custom_id", "")
    if not press.image:
        fits = component["type"] == Kind.BUTTON and press.action in custom_id.split(":")[1:2]
        return _Target(message, custom_id, component["label"]) if fits else None
    for option in component.get("options", ()):
        _, action, *_, number = option["value"].split(":")
        if (action, number) == (press.action, str(press.image)):
            return _Target(message, custom_id, option["label"], option["value"])
    return None
