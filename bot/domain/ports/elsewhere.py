"""How images of a result get into other places than the message of their job."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.ids import GuildId, UserId
    from bot.domain.job import Job
    from bot.domain.reposting import Showing


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """To whom something is sent, and by which press: a press sends it once."""

    user_id: UserId
    locale: str
    press_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where somebody asked for an image to be shown, by an interaction that was answered."""

    user_id: UserId
    guild_id: GuildId
    channel_id: int
    press_id: int
    """Of the interaction: nothing that it brought about is older."""
    application_id: int
    token: str = field(repr=False)
    """Of the interaction; a secret."""
    size_limit: int
    """Bytes that one attachment may have."""
    locale: str
    """The language of those who read the channel."""


class Elsewhere(Protocol):
    """Judged by the rules of each place, and never more than its own channel shows."""

    async def send(
        self,
        job: Job,
        numbers: Sequence[int] | None,
        reader: Reader,
        files: Mapping[str, str] | None = None,
    ) -> Showing:
        """Send images of a job to somebody's direct messages; return what came of each.

        Args:
            job: Whose images.
            numbers: Of the images, from 1; None for all.
            reader: Who is to have them.
            files: Addresses of what the job's message shows, by file name; None asks Discord.

        Raises:
            RefusedError: it does not work; the text says why.

        """
        ...

    async def show(self, job: Job, number: int, spot: Spot) -> Showing:
        """Show one image in a channel, by one message; return what came of it.

        Raises:
            RefusedError: it does not work; the text says why.

        """
        ...

    async def showcase(self, job: Job, channel_id: int) -> None:
        """Have a result posted into a showcase soon, once and never again."""
        ...

    def tidy(self) -> None:
        """Have taken out of all other places soon what was withdrawn."""
        ...
