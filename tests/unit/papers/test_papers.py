from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from discord.app_commands import Command

from bot.config.settings import Settings
from bot.domain.options import OPTIONS
from bot.playground.discord.snowflakes import Snowflakes
from bot.playground.discord.world import World
from bot.playground.novita.server import NovitaStandIn
from bot.playground.tour.steps import steps
from bot.prompt.flags import FLAGS
from cogs.imagine import imagine_command
from cogs.policy import Policy
from cogs.policy_check import check
from cogs.policy_limits import limits
from cogs.policy_models import models
from cogs.policy_places import places
from tests.tables import each_row
from tests.unit.papers.reading import ROOT
from tests.unit.registered import registered

if TYPE_CHECKING:
    from pathlib import Path

    from bot.client.discord_bot import Services

README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = (ROOT / "config.example.env").read_text("utf-8")
PAPERS = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/*.md"),
    ROOT / "config.example.env",
    ROOT / "Containerfile",
    ROOT / ".pre-commit-config.yaml",
    ROOT / ".github" / "workflows" / "ci.yml",
]
IMAGINE = imagine_command(cast("Services", None), [row for row in OPTIONS if row.about])
KEYS = {name.upper(): field for name, field in Settings.model_fields.items()}


def section(title: str) -> str:
    return README.split(f"## {title}\n")[1].split("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]


def default_text(key: str) -> str:
    default = KEYS[key].default
    if isinstance(default, bool):
        return str(default).lower()
    held = default.get_secret_value() if hasattr(default, "get_secret_value") else default
    return "" if held in (None, ()) else str(held)


def test_the_example_names_every_key_with_its_default() -> None:
    lines = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
    required = {key for key, field in KEYS.items() if field.is_required()}
    # Any key of Novita's that is set chooses that engine.
    unsaid = required | {key for key in KEYS if key.startswith("NOVITA_")}
    assert lines == {key: "" if key in unsaid else default_text(key) for key in KEYS}


def test_every_key_of_the_example_has_a_line_of_comment_above_it() -> None:
    lines = EXAMPLE.splitlines()
    above = [before for before, line in pairwise(lines) if "=" in line]
    assert [line for line in above if not line.startswith("# ")] == []
    assert len(above) == len(KEYS)


def test_the_readme_names_every_key_once_with_its_default() -> None:
    table = [row for row in rows(section("Configuration")) if row[0].startswith("`")]
    assert [row[0].strip("`") for row in table] == list(KEYS)
    for key, default, _ in table:
        name = key.strip("`")
        expected = "required" if KEYS[name].is_required() else default_text(name)
        said = "" if default.startswith("empty") else default.strip("`")
        assert said == expected, name


def test_the_example_is_a_configuration_once_the_token_is_filled_in(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    filled = EXAMPLE.replace("DISCORD_TOKEN=\n", "DISCORD_TOKEN=token\n")
    path.write_text(filled, "utf-8")
    read = Settings(_env_file=path)
    assert read == Settings(_env_file=None, discord_token="token")
    assert read.engine_name == "horde"


def test_the_readme_names_every_option_of_imagine_and_no_other() -> None:
    table = section("Commands").split("### `/imagine`")[1].split("### ")[0]
    named = [name for row in rows(table) for name in re.findall(r"`(\w+)`", row[0])]
    assert named == [option.name for option in IMAGINE.parameters]


def test_the_readme_names_every_flag_and_no_other() -> None:
    commands = section("Commands")
    assert set(re.findall(r"`--([a-z_-]+)[ `]", commands)) == set(FLAGS)


def test_the_readme_names_every_policy_command_and_rule() -> None:
    told = section("Commands").split("### `/policy`")[1].split("### ")[0]
    group = {command.name: command for command in Policy.__cog_app_commands__}
    beside = {places.name, models.name, limits.name, check.name}
    assert set(re.findall(r"`/policy (\w+)", told)) == group.keys() | beside
    assert isinstance(group["set"], Command)
    rules = told.split("`set` takes")[1]
    for option in group["set"].parameters:
        assert f"`{option.name}`" in (told if option.name == "channel" else rules)


def test_every_command_of_the_readme_exists() -> None:
    commands = set(re.findall(r"`/([a-z]+)[ `]", README)) - {"healthz", "data"}
    assert commands == registered()


def test_the_tour_of_the_readme_is_some_of_the_tour() -> None:
    tour = section("The tour")
    told = re.findall(r"^── (\d+/\d+ · .+?) ─+\n(.+)$", tour, re.MULTILINE)
    played = steps(World(Snowflakes()), NovitaStandIn.traits)
    known = [(f"{n}/{len(played)} · {it.title}", it.about) for n, it in enumerate(played, 1)]
    assert told == [each for each in known if each in told]
    assert len(told) >= 8


def test_the_permissions_of_the_invitation_are_the_bits_of_its_table() -> None:
    bits = [int(bit) for bit in re.findall(r"\(1 << (\d+)\)", README)]
    total = sum(1 << bit for bit in set(bits))
    assert len(bits) == 6
    assert f"permissions={total}\n" in README
    assert f"needs, {total}." in README


@each_row("paper", PAPERS)
def test_a_paper_names_no_machine_path_and_no_secret(paper: Path) -> None:
    text = paper.read_text("utf-8")
    assert re.findall(r"(?<![\w.])/(?:home|root|work|tmp|Users)/", text) == []
    assert re.findall(r"\b[MN][\w-]{23}\.[\w-]{6}\.[\w-]{27,}|\bsk_[A-Za-z0-9]{16,}", text) == []


@each_row("paper", PAPERS)
def test_a_link_inside_the_repository_leads_somewhere(paper: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", paper.read_text("utf-8"))
    assert [link for link in links if not (paper.parent / link).exists()] == []


def test_what_the_program_says_of_the_readme_is_there() -> None:
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py"))
    named = re.findall(r"see README, (\w+)", sources)
    assert len(named) >= 2
    assert [name for name in named if not re.search(rf"^#+ {name}$", README, re.MULTILINE)] == []


def test_the_distribution_is_not_somebody_elses() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == "darkroom-bot"
    assert project["scripts"] == {"darkroom": "bot.__main__:main"}
    told = "".join(paper.read_text("utf-8") for paper in PAPERS)
    assert re.findall(r"pip install '?darkroom", told) == []
