"""Where reports of images are kept, and where the image itself is had when it is withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.domain.moderation.report import Filed, Filing
    from bot.domain.ports.picture import Picture


class ReportStore(Protocol):
    """Reports: one for each person and image."""

    async def file(self, filing: Filing) -> Filed:
        """Keep a report with the entry of its case, which is opened if there is none.

        The one by which there are enough has the image withheld in the same transaction, its
        original kept and its message untold; where there is no original, it is held with none.
        It must have been looked for: a report is ``UNREADY`` until then.
        """
        ...


class PostedOriginals(Protocol):
    """Images as their messages show them."""

    async def of(self, job: Job, number: int) -> Picture | None:
        """Return an image that its message shows as it is; None if it is not to be had."""
        ...
