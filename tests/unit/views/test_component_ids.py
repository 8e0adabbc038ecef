from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import JobId
from bot.views.component_ids import ComponentId, custom_id, parse
from tests.tables import each_row

IDS = st.builds(
    ComponentId,
    st.from_regex(r"[a-z]{1,20}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9]{1,32}", fullmatch=True).map(JobId),
    st.none() | st.integers(1, 99),
)


@given(IDS)
def test_what_is_written_is_read_back(component: ComponentId) -> None:
    assert parse(custom_id(component)) == component


@given(IDS)
def test_every_id_fits_discord(component: ComponentId) -> None:
    assert 1 <= len(custom_id(component)) <= 100


@given(st.text())
def test_what_we_would_not_write_is_not_read(text: str) -> None:
    for given_id in (text, f"darkroom:{text}", f"darkroom:cancel:{text}"):
        found = parse(given_id)
        assert found is None or custom_id(found) == given_id


@each_row(
    "forged",
    [
        "",
        "darkroom:",
        "darkroom:cancel",
        "darkroom:cancel:",
        "darkroom:cancel:a b",
        "darkroom:cancel:" + "a" * 33,
        "darkroom:CANCEL:abc",
        "darkroom:" + "a" * 21 + ":abc",
        "darkroom:Explode:abc",
        "darkroom:cancel:abc:",
        "darkroom:cancel:abc:0",
        "darkroom:cancel:abc:01",
        "darkroom:cancel:abc:-1",
        "darkroom:cancel:abc:١",
        "darkroom:cancel:abc:1:2",
        "darkroom:cancel:abc\n",
        "\ndarkroom:cancel:abc",
        "darkroom:cancel:äbc",
        "other:cancel:abc",
    ],
)
def test_a_forged_id_is_not_read(forged: str) -> None:
    assert parse(forged) is None
