"""A request to the REST API and its answer, without the network."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.playground.discord.refusals import INVALID_FORM, RefusalError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.discord.payload import Payload
    from bot.playground.discord.uploads import Upload


@dataclass(slots=True, kw_only=True)
class Call:
    """A request as it came; ``at`` is ``time.monotonic()``."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    authorization: str = ""
    reason: str = ""
    """What the audit log is to say."""
    json: Any = None
    files: Mapping[int, Upload] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    at: float = field(default_factory=time.monotonic)

    def id(self, name: str) -> int:
        """Return an id from the path.

        Raises:
            RefusalError: it is not a snowflake.

        """
        value = self.params[name]
        if not value.isdecimal():
            errors = {name: {"_errors": [{"code": "NUMBER_TYPE_COERCE", "message": value}]}}
            raise RefusalError(*INVALID_FORM, errors=errors)
        return int(value)

    @property
    def payload(self) -> Payload:
        """The body, which must be an object; nothing counts as an empty one.

        Raises:
            RefusalError: it is anything else.

        """
        if self.json is None:
            return {}
        if not isinstance(self.json, dict):
            raise RefusalError(*INVALID_FORM)
        return self.json


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. No body: 204."""

    body: object = None
    status: int = 200


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Limit:
    """``count`` calls in ``period`` seconds, counted apart for each value of ``major``."""

    name: str
    count: int
    period: float
    major: str = ""


ORDINARY = Limit("ordinary", 50, 1.0)


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path template such as ``/channels/{channel}``, and who answers.

    ``by_token`` routes carry their right in the path: they need no bot token and do not
    count towards the bot's global limit.
    """

    method: str
    template: str
    handle: Handler
    limit: Limit = ORDINARY
    by_token: bool = False

    def pattern(self) -> re.Pattern[str]:
        """Return what its paths look like, with a group for each parameter."""
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.template))


class Router:
    """Finds the route of a call."""

    def __init__(self, routes: list[Route]) -> None:
        self._routes = [(route.pattern(), route) for route in routes]

    def find(self, call: Call) -> Route | None:
        """Return the call's route, having filled in its ``params``."""
        for pattern, route in self._routes:
            if route.method == call.method and (match := pattern.fullmatch(call.path)):
                call.params = match.groupdict()
                return route
        return None
