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
    from collections.abc import Callable

MARK = 8
"""Characters of a mark; two texts that share one cost only a rule that is too kind."""


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


def read(form: Form, marks: str) -> tuple[Parsed, Parsed]:
    """Return what a form says: inline, and as if by a slash option.

    A field that is as ``marks`` say was pasted: words are nothing but words, and what an engine
    cannot use is brought to the nearest. One that was edited is read as what somebody typed.
    """
    was = [marks[at : at + MARK] for at in range(0, len(marks), MARK)]
    is_kept = dict(zip(("prompt", "negative", "options"), was, strict=False))
    prompt, negative = form.prompt, ""
    pasted = frozenset[str]()
    slash = Parsed(Options())
    if form.prompt and _mark(form.prompt) == is_kept.get("prompt"):
        prompt = f"--prompt {quote(form.prompt)}"
    if form.negative and _mark(form.negative) == is_kept.get("negative"):
        negative = f"--no {quote(form.negative)}"
        pasted = frozenset({"negative_prompt"})
    elif form.negative.strip():
        labels = {"negative_prompt": "negative_prompt"}
        slash = Parsed(Options(negative_prompt=form.negative), labels=labels)
    if _mark(form.options) == is_kept.get("options"):
        pasted |= parse(form.options).labels.keys()
    inline = parse("\n".join([prompt, f"{form.options} {negative}"]))
    return replace(inline, pasted=inline.pasted | pasted), slash


def _mark(field: str) -> str:
    return sha256(" ".join(field.split()).encode()).hexdigest()[:MARK]
