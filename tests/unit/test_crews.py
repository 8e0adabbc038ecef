"""Who of the workers looks for which tests: each is looked for by one crew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crews import HERE, Crew, crews, is_for_others

ROOMS = sorted({path.relative_to(HERE).parts[0] for path in HERE.rglob("test_*.py")})


@pytest.mark.parametrize("room", [*ROOMS, "a_new_room", "test_beside_them.py"])
def test_each_test_is_looked_for_by_one_crew(room: str) -> None:
    looking = [crew for crew in Crew if not is_for_others(crew, HERE / room)]
    assert len(looking) == 2
    assert Crew.ALL in looking
    assert not any(is_for_others(crew, HERE / room / "test_it.py") for crew in Crew)


@pytest.mark.parametrize("asked", [["tests"], [str(HERE.parent)]])
def test_two_crews_look_for_everything(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE.parent)
    assert crews(asked, 5, 2) == [Crew.COMPUTING] * 2 + [Crew.WAITING] * 3
    assert crews(asked, 2, 8) == [Crew.COMPUTING, Crew.WAITING]
    assert crews(asked, 1, 2) == [Crew.ALL]


@pytest.mark.parametrize("asked", [["tests/wire"], ["tests", "tests/unit/test_log.py::test_it"]])
def test_one_crew_looks_for_a_part(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE.parent)
    assert crews([str(Path(it)) for it in asked], 3, 2) == [Crew.ALL] * 3
