"""Which models a name may mean: without folder, extension, hash and case, or without a number."""

from __future__ import annotations

from bot.prompt.match import base, find, meant, near, near_form, unfoldered, unhashed
from tests.tables import each_row

FILE = "dreamshaper_8.safetensors"
SAME = (
    FILE,
    "dreamshaper_8",
    "DreamShaper_8",
    "dreamshaper_8.CKPT",
    "dreamshaper_8.pt",
    " dreamshaper_8.bin ",
    "dreamshaper_8.gguf",
    "models/dreamshaper_8",
    "Stable-diffusion\\sd15\\dreamshaper_8.safetensors",
    "a/b\\c/dreamshaper_8",
    "a\\\\dreamshaper_8",
    "/dreamshaper_8",
    "dreamshaper_8 [879db523c3]",
    "dreamshaper_8.safetensors [879DB523C3]",
    "dreamshaper_8[8d6c]",
    "dreamshaper_8 [8d6c…]",
    "dreamshaper_8 [8d6c...]",
    "dreamshaper_8.ckpt (879db523)",
    "sd15/dreamshaper_8.safetensors [879db523c3]",
)
OTHER = (
    "dream",
    "dreamshaper_8.png",
    "dreamshaper_8.pt.pt",
    "dreamshaper_8/",
    "dreamshaper_8 [beta]",
    "dreamshaper_8 (2024)",
    "dreamshaper_8 [8d6",
    "dreamshaper_8_93211",
    "dreamshaper 8",
    "dreamshaper_8 / v2",
    "[879db523c3]",
    ".safetensors",
    "/",
    "",
    " ",
)


@each_row("wanted", SAME)
def test_folder_extension_case_hash_and_outer_space_do_not_matter(wanted: str) -> None:
    assert find(wanted, ["other.pt", FILE]) == FILE
    assert find("dreamshaper_8", [wanted.strip()]) == wanted.strip()


@each_row("wanted", OTHER)
def test_another_name_is_another_model(wanted: str) -> None:
    assert meant(wanted, [FILE, "x"]) == []


NUMBERED = {
    "more_details": (["more_details_59655"], ["more_details_59655"]),
    "details/More_Details.pt": (["more_details_59655"], ["more_details_59655"]),
    "more_details [8d6c]": (["sd15/more_details_59655.pt"], ["sd15/more_details_59655.pt"]),
    "dreamshaper_8": (["dreamshaper_8_93211.safetensors"], ["dreamshaper_8_93211.safetensors"]),
    "dreamshaper": (["dreamshaper_8.safetensors"], ["dreamshaper_8.safetensors"]),
    # Only one number goes.
    "DreamShaper": (["dreamshaper_8_93211.safetensors"], []),
    # And all of it, behind its stroke.
    "more_details_59": (["more_details_59655"], []),
    "more_details_": (["more_details_59655"], []),
    "more": (["more_details_59655", "more59655", "more-59655", "more_v2"], []),
    "more_details_59655": (["more_details"], []),
    # A name that is whole goes before a longer one.
    "ink": (["ink_2", "INK.pt", "ink_3"], ["INK.pt"]),
    # Two are two.
    "fog": (["fog_12", "fog_7.pt", "fog"], ["fog"]),
    "mist": (["mist_12", "mist_7.pt", "fog"], ["mist_12", "mist_7.pt"]),
    "mist.pt": (["mist_12.ckpt", "mist_7.pt"], ["mist_7.pt"]),
    "_5": (["_5", "_5_6"], ["_5"]),
    "5": (["_5"], []),
    "glow": (["glow_٣", "glow_²"], []),
}


@each_row("wanted", NUMBERED)
def test_what_stands_before_a_trailing_number_is_that_name_if_it_is_the_only_one(
    wanted: str,
) -> None:
    names, expected = NUMBERED[wanted]
    assert meant(wanted, names) == expected


ALIKE = ["foo.ckpt", "foo.pt", "a/foo.ckpt", "a/Foo.ckpt", "x/b/foo.pt", "c\\foo.pt"]


@each_row(
    "wanted, expected",
    [
        ("foo.pt", ["foo.pt"]),
        (" foo.pt ", ["foo.pt"]),
        ("FOO.PT", ["foo.pt"]),
        ("foo.pt [8d6c]", ["foo.pt"]),
        ("foo", ["foo.ckpt", "foo.pt"]),
        ("foo.bin", ["foo.ckpt", "foo.pt"]),
        ("a/Foo", ["a/Foo.ckpt"]),
        ("a\\foo.ckpt", ["a/foo.ckpt"]),
        ("A/FOO", ["a/foo.ckpt", "a/Foo.ckpt"]),
        ("b/foo", ["x/b/foo.pt"]),
        ("c/foo", ["c\\foo.pt"]),
        ("d/foo.ckpt", ["foo.ckpt", "a/foo.ckpt"]),
    ],
)
def test_of_names_of_one_base_the_most_alike_are_meant(wanted: str, expected: list[str]) -> None:
    assert meant(wanted, ALIKE) == expected


def test_a_name_in_a_folder_is_found_without_it_where_it_is_the_only_one() -> None:
    assert find("Ink_wash", ["styles/ink_wash.safetensors", "ink.pt"]) == (
        "styles/ink_wash.safetensors"
    )
    assert find("ink", ["a/ink.pt", "b/ink.pt"]) is None
    assert find("b\\ink", ["a/ink.pt", "b/ink.pt"]) == "b/ink.pt"


def test_an_exact_name_goes_first_whatever_it_looks_like() -> None:
    for name in ("foo [8d6c]", "a/foo", "foo_5", "AlbedoBase XL (SDXL)"):
        assert meant(name, ["foo", "foo.pt", "b/foo", name, name.upper()]) == [name]


@each_row(
    "name, plain",
    [
        ("details\\ink.pt [8d6c]", "ink.pt"),
        ("More Details / Tweaker", "More Details / Tweaker"),
        (" ink ", "ink"),
    ],
)
def test_a_name_can_be_written_without_folder_and_hash(name: str, plain: str) -> None:
    assert unfoldered(name) == plain


@each_row("name", ["a [0123456789" + "a" * 60 + "]", "a ()", "a []", "]", ")", "[", "a (abcd123)"])
def test_what_is_no_hash_stays(name: str) -> None:
    assert unhashed(name) == name


LORAS = (
    *("add_detail_44319", "more_details_59655", "detailTweakerXL_135867", "MoXinV1_14856"),
    *("styles/ink_wash.safetensors", "lineart_flat_41018", "pixel-art-xl-v1.1_120096"),
)
FORMS = {name: near_form(base(name)) for name in LORAS}


@each_row(
    "wanted, first",
    [
        ("more_detials", "more_details_59655"),
        ("more details", "more_details_59655"),
        ("x/MORE-DETAIL.pt [8d6c]", "more_details_59655"),
        ("more_details_1", "more_details_59655"),
        ("inkwash_v2", "styles/ink_wash.safetensors"),
        ("pixelartxl", "pixel-art-xl-v1.1_120096"),
        ("detail", "add_detail_44319"),
    ],
)
def test_near_names_begin_with_the_nearest(wanted: str, first: str) -> None:
    assert near(wanted, FORMS)[0] == first


@each_row("wanted", ["zzz", "", "_", "no such model", "🦊", "[8d6c]", "x" * 6000])
def test_what_is_like_nothing_is_near_nothing(wanted: str) -> None:
    assert near(wanted, FORMS) == []


def test_no_more_than_five_are_near() -> None:
    forms = {name: near_form(base(name)) for name in (f"detail{letter}" for letter in "zyxwvutsr")}
    assert near("detail", forms) == [f"detail{letter}" for letter in "rstuv"]
