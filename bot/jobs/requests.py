"""From what a member typed to a request: parse, merge, look the models up, build, check."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.capabilities import check
from bot.domain.limits import check_policy
from bot.domain.models import Model, ModelKind
from bot.domain.obstacles import refuse
from bot.domain.policy import Policy
from bot.errors import InvalidOptionError, RefusedError
from bot.jobs import names
from bot.jobs.ground import ground
from bot.jobs.model_check import not_allowed, unfit
from bot.jobs.naming import nobody, told
from bot.jobs.wishes import Checkpoint, Wish, apart, size_note
from bot.prompt.adjust import changes, fit
from bot.prompt.build import native_side
from bot.prompt.labels import labels_of, only_pasted
from bot.prompt.manner import PLAIN
from bot.prompt.mentions import unmentioned, worded
from bot.prompt.merge import merge, too_many
from bot.prompt.notes import joined
from bot.prompt.parse import parse
from bot.prompt.requested import with_mentions_of
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.domain.capabilities import Capabilities
    from bot.domain.ports import Catalogue, Engine
    from bot.domain.request import GenerationRequest
    from bot.jobs.engines import Engines
    from bot.jobs.ground import Ground
    from bot.jobs.naming import TellNames
    from bot.prompt.manner import Manner
    from bot.prompt.options import Options, Parsed
    from bot.texts.text import Text

_NONE = Model(ModelKind.CHECKPOINT, "none", "none")
"""Stands in where there is no checkpoint, while the rest of a wish is looked at."""


@dataclass(frozen=True, slots=True)
class Built:
    """A request, and what of the wish is not in it as it was written."""

    request: GenerationRequest
    notes: tuple[Text, ...] = ()
    """What was left out, read in part or brought to the nearest, each in a few words."""
    ignored: tuple[str, ...] = ()
    """Keys of a pasted block that mean nothing here."""


class Requests:
    """Turns options into requests."""

    def __init__(self, engines: Engines) -> None:
        """Take requests for the engine to which a new job goes."""
        self._engines = engines

    @property
    def catalogue(self) -> Catalogue:
        """The models of the engine that a new job goes to."""
        return self._engines.current.catalogue

    @property
    def engines(self) -> tuple[Engine, ...]:
        """Where prompts go: to the first, and while that is down to the second, if any."""
        return self._engines.watched

    @property
    def current(self) -> Engine:
        """The engine that a new job goes to."""
        return self._engines.current

    @property
    def capabilities(self) -> Capabilities:
        """What the engine takes that commands are made for."""
        return self._engines.first.capabilities

    async def build(
        self,
        prompt: str,
        slash: Parsed,
        policy: Policy,
        tell: TellNames = nobody,
        manner: Manner = PLAIN,
    ) -> Built:
        """Return the request that a prompt and slash options describe; up to 1.5 s. See ``of``."""
        inline = parse(prompt, hires=slash.options.hires)
        return await self.of(inline, slash, policy, tell, manner)

    async def of(
        self,
        inline: Parsed,
        slash: Parsed,
        policy: Policy,
        tell: TellNames = nobody,
        manner: Manner = PLAIN,
    ) -> Built:
        """Return the request that is described inline and by slash options; up to 1.5 s.

        Typed is strict, pasted is generous: what only a block says and the engine cannot use is
        left out or brought to the nearest; so is what the manner says. Defaults bend to the
        place's maxima; what was asked for does not.

        Args:
            inline: What the prompt says.
            slash: The other options.
            policy: Of the place.
            tell: Tells what mentions stand for, where there are any.
            manner: What lies beneath, for all that is not said.

        Raises:
            RefusedError: something is wrong; the text says what, and what is allowed.
            ObstaclesError: several things are, all found in one go.

        """
        engine = self._engines.current
        inline = replace(inline, options=unmentioned(inline.options))
        slash = replace(slash, options=unmentioned(slash.options))
        wish = _wished(inline, slash, engine, manner.around)
        beneath, checkpoint = await self._named(wish, engine, slash.options, tell, manner, policy)
        request = wish.checked(engine, policy, checkpoint)
        # What is about no option is so whatever is mended: it is said first.
        refuse(sorted(wish.obstacles, key=lambda it: isinstance(it, InvalidOptionError)))
        if request is None:
            raise AssertionError("a wish without a request has an obstacle")
        if beneath.model is not None and not manner.has_model:
            request = replace(request, any_model=True)
        notes = joined(_notes(wish, request, inline, manner, beneath))
        return Built(request, notes, inline.ignored)

    async def anew(
        self,
        old: GenerationRequest,
        inline: Parsed,
        slash: Parsed,
        policy: Policy,
        tell: TellNames,
    ) -> Built:
        """Return what is made of an old request: the same words mention the same. See ``of``."""
        built = await self.of(inline, slash, policy, tell)
        return replace(built, request=with_mentions_of(old, built.request))

    def takes(self, request: GenerationRequest, policy: Policy) -> bool:
        """Whether the engine and the place of now take a request as it is, its names aside."""
        engine = self._engines.current
        try:
            check(request, engine.capabilities, engine.title)
            engine.check(request)
            check_policy(request, policy)
        except RefusedError:
            return False
        return True

    def check_apart(self, inline: Parsed, slash: Parsed) -> None:
        """Refuse what is wrong with a part of a wish, whatever the rest of it will say.

        No name is looked up, and no place asked: the whole of it is looked at in the end.

        Raises:
            RefusedError: see ``of``.

        """
        engine = self._engines.current
        wish = _wished(inline, slash, engine, apart)
        if (model := self._engines.own_model(engine)) is not None:
            wish.checked(engine, Policy(), _checkpoint(model))
        refuse(wish.obstacles)

    async def _named(
        self,
        wish: Wish,
        engine: Engine,
        slash: Options,
        tell: TellNames,
        manner: Manner,
        policy: Policy,
    ) -> tuple[Ground, Checkpoint]:
        """Spell the names in a wish as the engine and Discord do, and lay it on its ground.

        Return that, and the checkpoint.
        """
        named, called, beneath = await asyncio.gather(
            names.resolve(wish.options, engine.catalogue, over=slash, policy=policy),
            told(wish.said, tell),
            ground(wish.said, manner, engine, policy),
        )
        wish.said, wish.options = worded(wish.said, called), worded(named.options, called)
        wish.read(named.obstacles)
        if manner.style is not None:
            wish.outgrown(manner.style)
        wish.lay(beneath)
        default = self._engines.own_model(engine)
        model = named.model or beneath.model or default or _NONE
        if model is _NONE and wish.said.model is None:
            wish.found([RefusedError(text("refused.no_checkpoint"))])
        models = list(named.models)
        if default is not None and wish.said.model is None and beneath.model is None:
            wish.found(not_allowed([("model", default)], policy))
            models.append(("model", default))
        wish.read(unfit(models))
        return beneath, _checkpoint(model, default.name if default else "")


def _notes(
    wish: Wish, request: GenerationRequest, inline: Parsed, manner: Manner, beneath: Ground
) -> Iterator[Text]:
    """Yield what is not as it was written, and first the style that nobody asked for."""
    if manner.style is not None and manner.is_places:
        yield text("adjusted.place_style", name=manner.style.name)
    yield from inline.notes
    yield from beneath.notes
    yield from size_note(wish.said.sides, request)
    yield from changes(wish.said, wish.options, wish.labels)
    yield from wish.notes.told()


def _checkpoint(model: Model, spare: str = "") -> Checkpoint:
    side = native_side(model.name, model.base_model, is_sdxl=model.is_sdxl)
    return Checkpoint(name=model.name, native_side=side, spare=spare)


def _wished(
    inline: Parsed, slash: Parsed, engine: Engine, laid: Callable[[Options], Options]
) -> Wish:
    """Return the wish that both make, laid out, with what is wrong with them by themselves."""
    said = laid(merge(slash.options, inline.options))
    pasted = only_pasted(slash, inline)
    wish = Wish(
        said=said,
        pasted=pasted,
        labels=labels_of(slash, inline),
        options=fit(said, pasted, engine.capabilities),
    )
    wish.read((*slash.obstacles, *inline.obstacles))
    wish.found(too_many(slash.options, inline.options))
    return wish
