"""An obstacle names its option as the member wrote it."""

from __future__ import annotations

from bot.domain.rules import NAME
from bot.errors import InvalidOptionError
from bot.prompt.labels import label, labels_of, named, only_pasted, option_of
from bot.prompt.options import Options, Parsed
from tests.tables import each_row


@each_row(
    "option, labels, name",
    [
        ("steps", {"steps": "--steps"}, "--steps"),
        ("steps", {}, "steps"),
        ("width", {"height": "--height"}, "--height"),
        ("height", {"width": "width"}, "width"),
        ("width", {"size": "Size"}, "Size"),
        ("width", {"width": "--width", "height": "--height"}, "--width"),
        ("size", {"width": "--width", "height": "--height"}, "--width, --height"),
        ("size", {"height": "height"}, "height"),
        ("size", {"width": "Size", "height": "Size"}, "Size"),
        ("size", {"aspect": "--ar"}, "--ar"),
        ("size", {}, "size"),
    ],
)
def test_an_option_is_called_as_it_was_written(
    option: str, labels: dict[str, str], name: str
) -> None:
    assert label(option, labels) == name
    error = named(InvalidOptionError(option, 7, NAME), labels)
    assert str(error).startswith(f"`{name}` ")
    assert "`7`" in str(error)


@each_row(
    "written, option",
    [
        ("--cfg_scale", "guidance"),
        ("Cfg Scale", "guidance"),
        ("--frob", "--frob"),
        ("steps", "steps"),
    ],
)
def test_what_was_written_leads_to_its_option(written: str, option: str) -> None:
    assert option_of(InvalidOptionError(written, "", NAME), {}) == option


@each_row(
    "slash, inline, labels",
    [
        ({"steps": 1}, {"steps": "--steps", "seed": "Seed"}, {"steps": "steps", "seed": "Seed"}),
        ({"aspect": "1:1"}, {"size": "Size"}, {"aspect": "aspect"}),
        ({"width": 512}, {"size": "Size"}, {"width": "width", "height": "Size"}),
        ({"loras": ()}, {"loras": "<lora:…>"}, {"loras": "loras"}),
    ],
)
def test_what_counts_is_what_it_is_called_by(
    slash: dict[str, object], inline: dict[str, str], labels: dict[str, str]
) -> None:
    options = Options(aspect="1:1") if "aspect" in slash else Options()
    said = Parsed(options, labels={name: name for name in slash})
    assert labels_of(said, Parsed(Options(), labels=inline)) == labels


@each_row("slash", ["aspect", "width", "height"])
def test_a_shape_is_one_thing(slash: str) -> None:
    said = Parsed(Options(), labels={slash: slash})
    inline = Parsed(Options(), pasted=frozenset({"size", "width", "height", "seed"}))
    assert only_pasted(said, inline) == {"seed"}
