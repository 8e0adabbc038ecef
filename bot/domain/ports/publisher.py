"""The one way by which what happens to a job reaches Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.domain.ports.shown import NOTHING_SAID

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.attachments import Attached
    from bot.domain.ids import JobId
    from bot.domain.image import FileMade, Image
    from bot.domain.job import Job
    from bot.domain.ports.picture import Picture
    from bot.domain.ports.shown import Result, Said, Status


class Ready(Protocol):
    """A final message, made with all its files and not yet sent. Good for many attempts."""

    @property
    def files(self) -> Sequence[FileMade]:
        """What it uploads."""
        ...


class Publisher(Protocol):
    """What happens to a job reaches Discord only through this."""

    def show(self, job: Job, status: Status) -> None:
        """Say how the job stands, soon, if that changes a word; never raises, never waits."""
        ...

    def answered(self, job: Job, status: Status) -> None:
        """Take note of what the first answer says, so that no edit repeats it."""
        ...

    def adopted(self, job: Job) -> None:
        """Take note that somebody else may have sent edits that still land."""
        ...

    def close(self, job_id: JobId) -> None:
        """Show no further status of a job; one on its way may still land."""
        ...

    async def landed(self, job_id: JobId) -> bool:
        """Wait, for a second at most, for a status on its way.

        Returns whether nothing that was sent can land any more.
        """
        ...

    async def prepare(self, job: Job, result: Result | None) -> Ready:
        """Make the final message: the result, or the words for a job without images.

        Raises:
            MessageGoneError: nothing can be shown any more.

        """
        ...

    async def revise(
        self,
        job: Job,
        images: Sequence[Image],
        pictures: Mapping[int, Picture],
        said: Said = NOTHING_SAID,
    ) -> Ready:
        """Make the message of a delivered job anew, from rows; attachments that they name stay.

        Args:
            job: As it ended.
            images: All its rows, in order, as they are to be shown.
            pictures: What is uploaded, by the image's number: each that ``attachments.plan`` finds
                new.
            said: What the rows do not tell.

        Raises:
            MessageGoneError: nothing can be shown any more.

        """
        ...

    async def finish(self, job: Job, ready: Ready) -> Attached:
        """Send what ``prepare`` or ``revise`` made: one request, at once. Safe to repeat.

        Returns the attachments that the message has then, as far as Discord told.

        Raises:
            RouteChangedError: prepare it anew.
            ThreadClosedError: it is in an archived thread that we may not open.
            FilesRefusedError: Discord takes the message but not these files.
            MessageGoneError: nothing can be shown any more.
            DeliveryError: it did not work for now.

        """
        ...

    def unsettled(self, job_id: JobId) -> float | None:
        """Return the seconds in which something sent earlier may land over the final message.

        None when that is no longer so, and the last edit or look began after it.
        """
        ...

    async def in_place(self, job: Job) -> bool:
        """Look whether the final message is still the last that Discord took; never raises."""
        ...

    async def shows_end(self, job: Job) -> Attached | None:
        """Look whether the message is already final: its attachments, or None when it is not.

        Raises:
            MessageGoneError: it is gone.
            DeliveryError: it cannot be told for now.

        """
        ...

    async def find_message(self, job: Job) -> int | None:
        """Return the id of the job's first answer, or None when it was never delivered.

        Raises:
            DeliveryError: it cannot be told for now.

        """
        ...
