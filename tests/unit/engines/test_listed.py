from __future__ import annotations

from bot.domain.models import Model, ModelKind
from bot.engines.listed import listed_model
from tests.tables import each_row

LORA = ModelKind.LORA
COVER = "https://images.example/a/b.jpeg?width=450"


def test_what_an_engine_tells_is_kept() -> None:
    model = listed_model(
        LORA,
        "add_détail",
        title="  More \n Détails ",
        base_model="SD 1.5",
        is_sdxl=False,
        workers=0,
        cover=COVER,
        triggers=["more, details", 7, "", "more, details", None],
    )
    assert model == Model(
        LORA,
        "add_détail",
        "add_détail · More Détails",
        base_model="SD 1.5",
        is_sdxl=False,
        is_served=False,
        workers=0,
        cover=COVER,
        triggers=("more, details",),
    )
    assert listed_model(LORA, "add_detail", title="detail") == Model(
        LORA, "add_detail", "add_detail"
    )


@each_row(
    "name", ["", "a\nb", "a\0", "a\x1b[31m", "a\u202eb", "a\u200bb", "\ud800", "x" * 301, "\t"]
)
def test_a_name_that_nobody_could_write_is_no_model(name: str) -> None:
    assert listed_model(LORA, name) is None


@each_row(
    "cover",
    [
        "",
        "http://images.example/a.jpeg",
        "https:///a.jpeg",
        "https://",
        "//images.example/a.jpeg",
        "javascript:alert(1)",
        "data:image/png;base64,AAAA",
        "https://ann:secret@images.example/a.jpeg",
        "https://images.example/a b",
        "https://images.example/\na",
        "https://[bad/a.jpeg",
        "https://images.exämple/a",
        "https://images.example/" + "a" * 500,
    ],
)
def test_a_cover_that_is_no_public_address_is_none(cover: str) -> None:
    model = listed_model(LORA, "a", cover=cover)
    assert model is not None
    assert model.cover == ""


def test_hostile_words_are_cut_and_cleaned() -> None:
    hostile = "A\u202e\0\n" + "b" * 10_000
    model = listed_model(LORA, "a", title=hostile, base_model=hostile, triggers=[hostile] * 99)
    assert model is not None
    assert len(model.label) <= 200
    assert len(model.base_model) <= 40
    assert [len(it) <= 100 for it in model.triggers] == [True]
    assert (model.label + model.base_model + model.triggers[0]).isprintable()
    assert len(listed_model(LORA, "x" * 300, title=hostile).label) == 300  # type: ignore[union-attr]
