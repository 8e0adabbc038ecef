"""Which way leads to a job's message now: its token while that lives, else its channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot import metrics
from bot.delivery import routes
from bot.delivery.faults import DeadTokenError
from bot.delivery.routes import token_lives
from bot.errors import DeliveryError, MessageGoneError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    import discord

    from bot.delivery.routes import Edit
    from bot.domain.ids import JobId
    from bot.domain.job import Job

MOST_DEAD = 10_000
"""Tokens that died before their time and are remembered; another is found dead each time."""


class Ways:
    """Sends and reads once, and remembers tokens that are dead."""

    def __init__(self, client: discord.Client, now: Callable[[], datetime]) -> None:
        """Go through ``client``; ``now`` is the calendar's time, aware."""
        self._client = client
        self._now = now
        self._dead: set[JobId] = set()

    def by_token(self, job: Job) -> bool:
        """Whether the token is the way to the message.

        Raises:
            MessageGoneError: it is dead, and the message was for the caller's eyes alone.

        """
        if job.id not in self._dead and token_lives(job, self._now()):
            return True
        if job.request.private:
            raise MessageGoneError("only the caller could see it, by a token that is dead")
        return False

    async def send(self, job: Job, edit: Edit, kind: str) -> Mapping[str, Any]:
        """Send an edit once; return the message as Discord has it then, as far as it told.

        Args:
            job: Whose message.
            edit: Made for one of the ways.
            kind: Counted under this name.

        Raises:
            DeadTokenError: the other way may lead there.
            ThreadClosedError, FilesRefusedError, MessageGoneError, DeliveryError: see ``routes``.

        """
        outcome = "cut"
        try:
            answer = await routes.send(self._client, job.address, edit)
            outcome = "taken"
        except DeliveryError as error:
            outcome = type(error).__name__
            if isinstance(error, DeadTokenError) and edit.by_token:
                self._bury(job.id)
            raise
        finally:
            metrics.EDITS.labels(kind, outcome).inc()
        return answer.body or {}

    async def read(self, job: Job) -> Mapping[str, Any]:
        """Return the message as Discord shows it now; errors as ``routes.read``."""
        by_token = self.by_token(job)
        try:
            return await routes.read(self._client, job.address, by_token=by_token)
        except DeadTokenError:
            if by_token:
                self._bury(job.id)
            raise

    def _bury(self, job_id: JobId) -> None:
        if len(self._dead) < MOST_DEAD:
            self._dead.add(job_id)
