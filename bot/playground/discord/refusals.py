"""The answers with which Discord refuses, by meaning.

Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.discord.payload import Payload


class RefusalError(Exception):
    """Discord says no: an HTTP status, and a body with Discord's own code."""

    def __init__(
        self, status: int, code: int, message: str, *, errors: Payload | None = None
    ) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> Payload:
        """Return the JSON that says so."""
        body: Payload = {"message": self.message, "code": self.code}
        return body if self.errors is None else {**body, "errors": self.errors}


UNAUTHORIZED = (401, 0, "401: Unauthorized")
DEAD_TOKEN = (401, 50027, "Invalid Webhook Token")
MISSING_ACCESS = (403, 50001, "Missing Access")
NOT_THE_AUTHOR = (403, 50005, "Cannot edit a message authored by another user")
CLOSED_TO_US = (403, 50007, "Cannot send messages to this user")
MISSING_PERMISSIONS = (403, 50013, "Missing Permissions")
NO_ROUTE = (404, 0, "404: Not Found")
UNKNOWN_APPLICATION = (404, 10002, "Unknown Application")
UNKNOWN_CHANNEL = (404, 10003, "Unknown Channel")
UNKNOWN_GUILD = (404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = (404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = (404, 10008, "Unknown Message")
UNKNOWN_USER = (404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = (404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = (404, 10062, "Unknown interaction")
TOO_LARGE = (413, 40005, "Request entity too large")
ALREADY_ACKNOWLEDGED = (400, 40060, "Interaction has already been acknowledged.")
TOO_MANY_FILES = (400, 30015, "Maximum number of attachments in a message reached (10)")
EMPTY_MESSAGE = (400, 50006, "Cannot send an empty message")
ARCHIVED = (400, 50083, "Thread is archived")
NOT_JSON = (400, 50109, "The request body contains invalid JSON.")
BROKEN = (500, 0, "500: Internal Server Error")
INVALID_FORM = (400, 50035, "Invalid Form Body")
