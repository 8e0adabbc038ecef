"""A wish in three fields, to be looked over before it is sent, and read when it is. Pure.

What nobody edited is still known for what a picture said: each field is marked by what stands in
it, and the marks travel with the form.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.prompt.clean import tidy
from bot.prompt.options import Options, Parsed
from bot.prompt.parse import parse
from bot.prompt.quote import quote
from bot.prompt.render import said_as_flags

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

MARK = 8
"""Characters of a mark; two texts that share one cost only a rule that is too kind."""

NEGATIVE = "negative_prompt"


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the fields."""

    prompt: str = ""
    negative: str = ""
    options: str = ""
    """As flags."""

    @property
    def marks(self) -> str:
        """Letters and digits by which it is told later which fields are as they are now."""
        return "".join(map(_mark, (self.prompt, self.negative, self.options)))

    def cut(self, to: Callable[[str], str]) -> Form:
        """Return it with each field cut."""
        return Form(to(self.prompt), to(self.negative), to(self.options))


def form_of(options: Options) -> Form:
    """Return options as a form."""
    negative = tidy(options.negative_prompt or "")
    return Form(tidy(options.prompt or ""), negative, said_as_flags(options))


def read(form: Form, marks: str, typed: Collection[str] = ()) -> tuple[Parsed, Parsed]:
    """Return what a form says: inline, and as if by a slash option.

    A field that is as ``marks`` say was pasted, but for what somebody had ``typed`` beside the
    picture: words are nothing but words, and what an engine cannot use is brought to the nearest.
    One that was edited is read as what somebody typed.
    """
    prompt, negative = form.prompt, ""
    pasted = frozenset[str]()
    slash = Parsed(Options())
    if form.prompt and _mark(form.prompt) == _marked(marks, 0):
        prompt = f"--prompt {quote(form.prompt)}"
    is_typed = NEGATIVE in typed or _mark(form.negative) != _marked(marks, 1)
    if form.negative and not is_typed:
        negative = f"--no {quote(form.negative)}"
        pasted = frozenset({NEGATIVE})
    elif form.negative.strip():
        slash = Parsed(Options(negative_prompt=form.negative), labels={NEGATIVE: NEGATIVE})
    if keeps_options(form, marks):
        pasted |= parse(form.options).labels.keys() - set(typed)
    inline = parse("\n".join([prompt, f"{form.options} {negative}"]))
    return replace(inline, pasted=inline.pasted | pasted), slash


def keeps_options(form: Form, marks: str) -> bool:
    """Whether nobody edited the options."""
    return _mark(form.options) == _marked(marks, 2)


def _marked(marks: str, field: int) -> str:
    return marks[field * MARK : (field + 1) * MARK]


def _mark(field: str) -> str:
    return sha256(" ".join(field.split()).encode()).hexdigest()[:MARK]
