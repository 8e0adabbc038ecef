"""Styles as they are written: typed into a command, or read from a file. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.obstacles import each, refuse
from bot.domain.ranges import NEGATIVE_LENGTH, PROMPT_LENGTH, Bound
from bot.domain.rules import characters
from bot.domain.style import NAME_LENGTH, NONE, Style, canonical, folded, framed, has_place
from bot.errors import InvalidOptionError, RefusedError
from bot.prompt.build import build
from bot.prompt.clean import tidy
from bot.prompt.merge import merge, too_many
from bot.prompt.notes import joined
from bot.prompt.options import Options, Parsed
from bot.prompt.parse import parse
from bot.prompt.render import said_as_flags
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.texts.text import Text

OPTIONS_LENGTH = Bound(0, 1000)
"""Characters of the flags of a style."""

_SOMETHING = "…"
"""Stands for the prompt while a frame is looked at."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A style that somebody typed, and what it would say with a prompt: to be checked so."""

    style: Style
    inline: Parsed
    slash: Parsed


def typed_style(name: str, frame: str, negative: str, options: str) -> Draft:
    """Read a style off the options of a command; its frame may hold flags, as a prompt may."""
    inline, beside = parse(frame), parse(options)
    said = replace(beside.options, prompt=None)
    labels = dict(beside.labels)
    if negative.strip():
        said = replace(said, negative_prompt=negative)
        labels[_NEGATIVE] = _NEGATIVE
    merged = merge(said, inline.options)
    style = _style(name, merged.prompt, merged.negative_prompt, merged)
    faults = list(_faults(style, merged, beside.options.prompt))
    prompt = framed(style, _SOMETHING) if len(style.prompt) in PROMPT_LENGTH else _SOMETHING
    return Draft(
        style,
        replace(
            inline,
            options=replace(inline.options, prompt=prompt),
            obstacles=(*inline.obstacles, *faults),
            notes=joined([*inline.notes, *beside.notes]),
        ),
        Parsed(said, labels=labels, obstacles=beside.obstacles),
    )


def read_style(said: Mapping[str, object]) -> Style:
    """Read a style off an entry of a file: its frame is words alone, and names are not looked up.

    Raises:
        RefusedError: something in it is wrong.
        ObstaclesError: several things are.

    """
    wrong = [name for name in _FIELDS if not isinstance(said.get(name, ""), str)]
    refuse(InvalidOptionError(name, said[name], text("style.is_text")) for name in wrong)
    values = {name: str(said.get(name, "")) for name in _FIELDS}
    refuse(_outside("options", values["options"], OPTIONS_LENGTH))
    parsed = parse(values["options"])
    options = parsed.options
    style = _style(values["name"], values["prompt"], values[_NEGATIVE], options)
    faults = _faults(style, options, options.prompt or options.negative_prompt)
    listed = too_many(Options(), options)
    long = _outside(_NEGATIVE, style.negative_prompt, NEGATIVE_LENGTH)
    refuse([*parsed.obstacles, *listed, *faults, *long, *_out_of_range(options)])
    return style


_NEGATIVE = "negative_prompt"
_FIELDS = ("name", "prompt", _NEGATIVE, "options")


def _style(name: str, prompt: str | None, negative: str | None, options: Options) -> Style:
    return canonical(
        Style(
            name=tidy(name),
            prompt=tidy(prompt or ""),
            negative_prompt=tidy(negative or ""),
            options=said_as_flags(replace(options, seed=None)),
        )
    )


def _faults(style: Style, options: Options, stray: str | None) -> Iterator[RefusedError]:
    """Yield what is wrong with a style, but for what would be of any wish; ``stray`` is no flag."""
    yield from _outside("name", style.name, NAME_LENGTH)
    if folded(style.name) == NONE:
        yield InvalidOptionError("name", style.name, text("style.reserved"))
    yield from _outside("prompt", style.prompt, replace(PROMPT_LENGTH, low=0))
    yield from _outside("options", style.options, OPTIONS_LENGTH)
    if stray:
        yield InvalidOptionError("options", stray, text("style.only_flags"))
    if options.seed is not None:
        yield InvalidOptionError("seed", options.seed, text("style.no_seed"))
    elif not (style.prompt or style.negative_prompt or style.options or stray):
        yield RefusedError(text("style.empty"))


def _out_of_range(options: Options) -> Iterator[RefusedError]:
    """Yield what no engine would take."""
    tried = replace(options, prompt=_SOMETHING, negative_prompt=None, seed=None)
    try:
        build(tried, default_model=NONE, native_side=512)
    except RefusedError as error:
        yield from each(error)


def _outside(option: str, value: str, length: Bound) -> Iterator[InvalidOptionError]:
    if len(value) not in length:
        yield InvalidOptionError(option, len(value), characters(length))


def where_it_goes(style: Style) -> Text | None:
    """Say where the prompt goes, where the frame does not; None where it does, or there is none."""
    if not style.prompt or has_place(style.prompt):
        return None
    return text("style.in_front")
