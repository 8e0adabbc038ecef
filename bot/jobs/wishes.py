"""From a member's wish to a request: all that is wrong with it is gathered, not the first alone.

What was refused is left out of it and the look goes on, so that all can be mended in one go.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.domain import capabilities
from bot.domain.limits import check_policy
from bot.domain.obstacles import each
from bot.domain.options import BY_NAME, OPTIONS
from bot.domain.ranges import MAX_EXTRAS, NEGATIVE_LENGTH, PROMPT_LENGTH, SIZE
from bot.errors import InvalidOptionError, RefusedError
from bot.jobs.bending import bent
from bot.jobs.ground import NO_GROUND
from bot.prompt.adjust import give_way, without
from bot.prompt.build import build
from bot.prompt.labels import label, named, option_of
from bot.prompt.manner import filled, names_of
from bot.prompt.notes import Notes
from bot.prompt.options import SHAPE, SIDES
from bot.texts.text import text
from bot.texts.typed import typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.domain.policy import Policy
    from bot.domain.ports import Engine
    from bot.domain.request import GenerationRequest
    from bot.domain.style import Style
    from bot.jobs.ground import Ground
    from bot.prompt.options import Options
    from bot.texts.text import Text

_ROUNDS = 40
"""Looks at most; each leaves out or changes one option at least, and there are fewer."""

_PLACEHOLDER = "…"
"""The prompt of a wish while the rest of it is looked at, where its own will not do."""

_NAMES = ("model", "loras", "embeddings", "vae")

_WORDS = {"prompt": PROMPT_LENGTH, "negative_prompt": NEGATIVE_LENGTH}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The checkpoint of a wish."""

    name: str
    native_side: int
    spare: str = ""
    """Another one, to look at the rest with where an engine refuses this one."""


@dataclass(slots=True)
class Wish:
    """What is wished for, how it was written, and what is wrong with it."""

    said: Options
    """As it was said."""
    pasted: frozenset[str]
    """Options that nothing but a pasted block says."""
    labels: Mapping[str, str]
    """How each option was written."""
    options: Options
    """As they are asked for."""
    _obstacles: dict[Text, RefusedError] = field(default_factory=dict["Text", "RefusedError"])
    """By their words, so that nothing is said twice."""
    _about: set[str] = field(default_factory=set[str])
    _soft: frozenset[str] = frozenset()
    """Options that nobody said: what will not do of these is no obstacle."""
    notes: Notes = field(default_factory=Notes)
    """What became of them, where nothing else tells it."""

    def lay(self, ground: Ground) -> None:
        """Let what the wish leaves unsaid be as the ground has it."""
        if ground == NO_GROUND:
            return
        self._soft = frozenset(names_of(ground.said) - names_of(self.said))
        self.pasted |= self._soft
        self.labels = {**ground.labels, **self.labels}
        self.said = filled(self.said, ground.said)
        options = filled(self.options, ground.options)
        for name in ("loras", "embeddings"):
            own, entries = getattr(self.options, name), getattr(options, name)
            most = max(MAX_EXTRAS, len(own))
            for extra in entries[most:]:
                called = label(name, ground.labels)
                self.notes.left_out(called, str(getattr(extra, "name", extra)))
            options = replace(options, **{name: entries[:most]})
        self.options = options

    def outgrown(self, style: Style) -> None:
        """Note where a style makes a text too long: it is named, since it is what was added."""
        for option, length in _WORDS.items():
            given = len(getattr(self.options, option) or "")
            if given > length.high:
                rule = text("style.outgrown", name=typed(style.name), most=int(length.high))
                self.found([InvalidOptionError(option, given, rule)])
                self.options = _without(self.options, option, "")

    @property
    def obstacles(self) -> Iterable[RefusedError]:
        """What is wrong, in the order in which it was found."""
        return self._obstacles.values()

    def read(self, errors: Iterable[RefusedError]) -> None:
        """Note what is wrong with each value by itself, by the name that it was given."""
        for error in errors:
            self._add(named(error, self.labels))
            self._about.add(option_of(error, self.labels))

    def _add(self, error: RefusedError) -> None:
        self._obstacles.setdefault(error.text, error)

    def found(self, errors: Iterable[RefusedError]) -> None:
        """Note what one look found wrong: nothing of what is known to be wrong already."""
        batch = [error for error in errors if not self._is_known(error)]
        for error in batch:
            self._add(named(error, self.labels))
            if isinstance(error, InvalidOptionError):
                self._about |= {error.option, label(error.option, self.labels)}

    def _is_known(self, error: RefusedError) -> bool:
        if not isinstance(error, InvalidOptionError):
            return False
        row = BY_NAME.get(error.option)
        names = {error.option, label(error.option, self.labels)}
        return bool(names & self._about or (row and row.beside in self._about))

    def checked(
        self, engine: Engine, policy: Policy, checkpoint: Checkpoint
    ) -> GenerationRequest | None:
        """Return the request that is left when all that is wrong is noted, if any is."""
        for _ in range(_ROUNDS):
            try:
                request = self._request(engine, policy, checkpoint)
            except RefusedError as error:
                if not self._mended(each(error), checkpoint.spare):
                    return None
            else:
                if not self._bent(request, policy):
                    break
        else:
            return None
        try:
            check_policy(request, policy)
        except RefusedError as error:
            self.found(each(error))
        return request

    def _request(self, engine: Engine, policy: Policy, checkpoint: Checkpoint) -> GenerationRequest:
        can = engine.capabilities
        built = build(
            self.options,
            default_model=checkpoint.name,
            native_side=checkpoint.native_side,
            maxima=policy.maxima,
            side=can.bounds.get("width", SIZE),
        )
        request = capabilities.fitted(built, can, policy.max_pixels)
        capabilities.check(request, can, engine.title)
        engine.check(request)
        return request

    def _bent(self, request: GenerationRequest, policy: Policy) -> bool:
        """Bring what nobody said within what the place allows; return whether any was beyond."""
        before = self.options
        try:
            check_policy(request, policy)
        except RefusedError as error:
            for it in each(error):
                option = it.option if isinstance(it, InvalidOptionError) else ""
                self.options = bent(self.options, option, policy, self._soft)
        return self.options != before

    def _mended(self, errors: Iterable[RefusedError], spare: str) -> bool:
        """Change all that was refused; return whether there was anything to change."""
        before, strict = self.options, list[RefusedError]()
        for error in errors:
            option = error.option if isinstance(error, InvalidOptionError) else ""
            nearer = give_way(self.options, option, self.pasted)
            if nearer is None:
                if option not in self._soft:
                    strict.append(error)
                elif option == "model":
                    self.notes.left_out(label(option, self.labels), str(self.options.model))
                nearer = _without(self.options, option, spare)
            self.options = nearer
        self.found(strict)
        return self.options != before


def _without(options: Options, option: str, spare: str) -> Options:
    if option == "prompt":
        return replace(options, prompt=_PLACEHOLDER)
    if option == "model":
        return replace(options, model=spare or options.model)
    names = SHAPE if option in SHAPE else {option}
    return without(options, names | {row.name for row in OPTIONS if row.beside == option})


def apart(options: Options) -> Options:
    """Return what of a part of a wish can be looked at without the rest.

    Names are spelled by the catalogue first; one side alone says no size, without a size
    nobody knows what is enlarged to what, and without that its options mean nothing yet.
    """
    options = without(options, _NAMES)
    if None in (options.width, options.height):
        options = without(options, {*SIDES, "hires"})
    if options.hires is None:
        options = without(options, {row.name for row in OPTIONS if row.beside == "hires"})
    return replace(options, prompt=options.prompt or _PLACEHOLDER)


def size_note(asked: tuple[int, int] | None, request: GenerationRequest) -> tuple[Text, ...]:
    """Say what became of a size, if that was asked for in pixels and is another now."""
    if asked is None or asked == request.size:
        return ()
    given, taken = (f"{width}×{height}" for width, height in (asked, request.size))
    return (text("adjusted.size", given=given, taken=taken),)
