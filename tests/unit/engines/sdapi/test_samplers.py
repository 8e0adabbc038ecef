"""Our samplers in the words of each kind of server."""

from __future__ import annotations

from bot.domain.choices import SAMPLERS
from bot.engines.sdapi.samplers import NATIVE, Sampling, sampling
from bot.playground.sdapi import stock
from tests.tables import each_row

NEW = (stock.SAMPLERS, stock.SCHEDULERS)
OLD = (stock.OLD_SAMPLERS, ())


@each_row(
    "ours, new",
    [
        ("Euler a", Sampling("Euler a", "Automatic")),
        ("DDIM", Sampling("DDIM", "Automatic")),
        ("DPM++ 2M Karras", Sampling("DPM++ 2M", "Karras")),
        ("LMS Karras", Sampling("LMS", "Karras")),
        # Left to "Automatic" these would be the same as with Karras.
        ("DPM++ 2M", Sampling("DPM++ 2M", "Uniform")),
        ("DPM2 a", Sampling("DPM2 a", "Uniform")),
    ],
)
def test_where_schedulers_are_listed_they_are_said(ours: str, new: Sampling) -> None:
    assert sampling(ours, *NEW) == new


@each_row("ours", ["Euler a", "DPM++ 2M", "DPM++ 2M Karras", "LMS Karras"])
def test_where_none_are_listed_the_name_says_it(ours: str) -> None:
    assert sampling(ours, *OLD) == Sampling(ours)


def test_every_sampler_of_ours_is_one_of_both_generations() -> None:
    for ours in SAMPLERS:
        assert sampling(ours, *NEW), ours
        assert sampling(ours, *OLD), ours


def test_what_is_not_listed_is_not_taken() -> None:
    assert sampling("PLMS", ("Euler a",), ("Automatic",)) is None
    assert sampling("PLMS", ("Euler a",), ()) is None
    assert sampling("Euler a", ("Euler a",), ("Karras",)) is None
    assert sampling("Euler Karras", (), ()) is None


@each_row(
    "ours, native",
    [
        ("Euler a", Sampling("euler_a", "normal")),
        ("DPM++ 2M Karras", Sampling("dpm++2m", "karras")),
        ("DPM++ 2S a", Sampling("dpm++2s_a", "normal")),
        ("DDIM", None),
        ("UniPC", None),
        ("LMS", None),
    ],
)
def test_another_server_has_names_of_its_own(ours: str, native: Sampling | None) -> None:
    named = sampling(ours, stock.NATIVE_SAMPLERS, stock.NATIVE_SCHEDULERS, NATIVE)
    assert named == native
