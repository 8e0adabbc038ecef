"""All ways by which an image gets into another place than the message of its job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivery.reposts.copies import Copies
from bot.delivery.reposts.direct import DirectMessages
from bot.delivery.reposts.followups import Followups
from bot.delivery.reposts.reposts import Reposts
from bot.delivery.reposts.showcase import Showcases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.delivery.place_rules import PlaceRules
    from bot.delivery.reposts.repost_making import Sources
    from bot.delivery.reposts.showcase import Memory
    from bot.domain.job import Job
    from bot.domain.ports import CopyStore, Reader, Spot
    from bot.domain.reposting import Showing
    from bot.jobs.clock import Clock


class DiscordElsewhere:
    """See Elsewhere."""

    def __init__(
        self,
        sources: Sources,
        rules: PlaceRules,
        memory: Memory,
        copies: CopyStore,
        clock: Clock,
    ) -> None:
        """Go each of the ways; ``showcases.run`` and ``copies.run`` want tasks of their own."""
        client, reposts = sources.client, Reposts(sources)
        self.copies = Copies(client, copies, memory.jobs, clock)
        self._direct = DirectMessages(client, reposts, rules, self.copies, clock)
        self._followups = Followups(client, reposts, rules, self.copies)
        self.showcases = Showcases(client, reposts, rules, memory, clock)

    async def send(
        self,
        job: Job,
        numbers: Sequence[int] | None,
        reader: Reader,
        files: Mapping[str, str] | None = None,
    ) -> Showing:
        """See Elsewhere."""
        return await self._direct.send(job, numbers, reader, files)

    async def show(self, job: Job, number: int, spot: Spot) -> Showing:
        """See Elsewhere."""
        return await self._followups.show(job, number, spot)

    async def showcase(self, job: Job, channel_id: int) -> None:
        """See Elsewhere."""
        await self.showcases.claim(job, channel_id)

    def tidy(self) -> None:
        """See Elsewhere."""
        self.showcases.look_again()
        self.copies.look_again()
