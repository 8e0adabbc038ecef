"""A request in three fields to be edited, and what was edited in them. Pure.

A field that is as it was shown says what the request says, to the last digit. Of options that
were edited, those count that read otherwise than they did.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from bot.errors import RefusedError
from bot.prompt.adjust import without
from bot.prompt.clean import tidy
from bot.prompt.form import NEGATIVE, Form
from bot.prompt.options import SHAPE, Options, Parsed
from bot.prompt.parse import parse
from bot.prompt.render import said_as_flags
from bot.prompt.requested import options_of
from bot.texts.text import text
from bot.texts.typed import typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.request import GenerationRequest

_NAMES = [field.name for field in fields(Options) if field.name != "prompt"]
_NOTHING = (None, ())


@dataclass(frozen=True, slots=True)
class Edit:
    """What is edited: a request, and as much of it as was shown."""

    request: GenerationRequest
    shown: Form

    def read(self, form: Form) -> tuple[Parsed, Parsed]:
        """Return what a form says: inline, and as if by slash options."""
        whole = form_of_request(self.request)
        inline = _prompt(whole.prompt, self.shown.prompt, form.prompt)
        slash, edited = self._options(whole.options, form.options)
        options = slash.options
        if not _is_same(self.shown.negative, form.negative):
            rest = whole.negative[len(self.shown.negative) :]
            options = replace(options, negative_prompt=tidy(form.negative + rest) or None)
            edited |= {NEGATIVE}
        # What the prompt says wins over what nobody touched.
        said = set(_said(inline.options))
        for names in (SHAPE, *({name} for name in said)):
            if names & said and not names & edited:
                options = without(options, names - {"loras", "embeddings"})
        return inline, replace(slash, options=options)

    def _options(self, whole: str, got: str) -> tuple[Parsed, set[str]]:
        """Return all options, with those that were edited, and which these are."""
        options = options_of(self.request)
        options = replace(options, prompt=None)
        if _is_same(self.shown.options, got):
            return Parsed(options), set()
        before, after = parse(self.shown.options), parse(got)
        unseen = parse(whole).options
        said: dict[str, Any] = {}
        for name in _NAMES:
            was, now = getattr(before.options, name), getattr(after.options, name)
            if was != now:
                said[name] = _with_unseen(now, was, getattr(unseen, name))
        if said.keys() & SHAPE:
            said |= {name: getattr(after.options, name) for name in SHAPE & set(_NAMES)}
        obstacles = [it for it in after.obstacles if it not in before.obstacles]
        if words := after.options.prompt:
            obstacles.append(RefusedError(text("edit.words", words=typed(words))))
        edited = Parsed(
            replace(options, **said),
            labels=after.labels,
            notes=after.notes,
            obstacles=tuple(obstacles),
        )
        return edited, set(said)


def form_of_request(request: GenerationRequest) -> Form:
    """Return all that a request says in three fields."""
    return Form(request.prompt, request.negative_prompt, said_as_flags(options_of(request)))


def _prompt(whole: str, shown: str, got: str) -> Parsed:
    """Return what a prompt says: flags in one that was edited count, if it had none before."""
    if _is_same(shown, got):
        return Parsed(Options(prompt=whole))
    edited = got + whole[len(shown) :]
    before = parse(whole)
    is_plain = before.options == Options(prompt=whole) and not before.obstacles
    return parse(edited) if is_plain else Parsed(Options(prompt=edited))


def _is_same(shown: str, got: str) -> bool:
    """Whether nobody edited a field: clients bring back line ends and space as they like."""
    return shown.split() == got.split()


def _with_unseen(now: Any, was: Any, whole: Any) -> Any:  # noqa: ANN401 - of any option
    """Return what is said for an option now; of a list that was cut the rest stays."""
    if not isinstance(now, tuple):
        return now
    return (*now, *(entry for entry in whole if entry not in was and entry not in now))


def _said(options: Options) -> Iterator[str]:
    return (name for name in _NAMES if getattr(options, name) not in _NOTHING)
