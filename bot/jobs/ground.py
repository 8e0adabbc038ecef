"""What lies beneath a wish, as the engine of now takes it: nobody typed it, so it gives way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.options import OPTIONS
from bot.jobs import names
from bot.prompt.adjust import fit
from bot.prompt.labels import label
from bot.prompt.notes import Notes
from bot.prompt.options import Options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.models import Model
    from bot.domain.policy import Policy
    from bot.domain.ports import Engine
    from bot.prompt.manner import Manner
    from bot.texts.text import Text

NOTHING_SAID = Options()

_EVERY = frozenset(row.name for row in OPTIONS)


@dataclass(frozen=True, slots=True)
class Ground:
    """Settings that a wish leaves to a style and to own defaults."""

    said: Options = NOTHING_SAID
    """As they were saved."""
    options: Options = NOTHING_SAID
    """Those that the engine takes; names as it spells them."""
    model: Model | None = None
    """Their checkpoint, if they name one that there is."""
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    """What each is called where something is told of it."""
    notes: tuple[Text, ...] = ()
    """What of lists was left out, where something is left: of all else it shows by itself."""


NO_GROUND = Ground()


async def ground(said: Options, manner: Manner, engine: Engine, policy: Policy) -> Ground:
    """Return what a wish leaves to a manner; names are looked up for up to 1.5 s.

    A model that the place does not allow is left out as one that the engine lacks.
    """
    beneath, labels = manner.beneath(said)
    if beneath == NOTHING_SAID:
        return NO_GROUND
    taken = fit(beneath, _EVERY, engine.capabilities)
    named = await names.resolve(taken, engine.catalogue, policy=policy)
    left = Notes()
    for obstacle in named.obstacles:
        if getattr(named.options, obstacle.option):
            left.left_out(label(obstacle.option, labels), str(obstacle.given))
    return Ground(beneath, named.options, named.model, labels, left.told())
