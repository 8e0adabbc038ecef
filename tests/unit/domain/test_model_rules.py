"""Which models a place allows, and which fit a checkpoint."""

from __future__ import annotations

import time

import pytest

from bot.domain.model_globs import MOST, added, in_all, in_any, matches, stated, taken_off
from bot.domain.model_rules import allowed, family, mismatch
from bot.domain.models import Model, ModelKind
from bot.domain.policy import Policy, strictest
from bot.errors import InvalidOptionError, RefusedError
from tests.tables import each_row

LORA, CHECKPOINT = ModelKind.LORA, ModelKind.CHECKPOINT


def _model(name: str, base: str = "", kind: ModelKind = LORA) -> Model:
    return Model(kind, name, name, base_model=base)


@each_row(
    "allow, deny, names",
    [
        ((), (), "anime_v1.safetensors SDXL/Photo_v2.safetensors real.ckpt"),
        (("ANIME*",), (), "anime_v1.safetensors"),
        (("photo_v?",), (), "SDXL/Photo_v2.safetensors"),
        (("sdxl/*",), (), "SDXL/Photo_v2.safetensors"),
        (("*.ckpt",), (), "real.ckpt"),
        (("lora:*",), ("lora:real",), "anime_v1.safetensors SDXL/Photo_v2.safetensors"),
        (("vae:*",), (), ""),
        ((), ("*",), ""),
        (("*a*",), ("*photo*", "rea"), "anime_v1.safetensors real.ckpt"),
        (("[a-z]*",), (), ""),
    ],
)
def test_a_place_allows_what_its_globs_do(
    allow: tuple[str, ...], deny: tuple[str, ...], names: str
) -> None:
    policy = Policy(models_allow=allow, models_deny=deny)
    there = ("anime_v1.safetensors", "SDXL/Photo_v2.safetensors", "real.ckpt")
    assert [name for name in there if allowed(_model(name), policy)] == names.split()


def test_no_glob_opens_what_is_forbidden_by_anything_told_of_it() -> None:
    policy = Policy(models_allow=("*",))
    assert not allowed(_model("loli_v2"), policy)
    assert not allowed(Model(LORA, "model_123", "nude teen mix (model_123)"), policy)
    assert not allowed(Model(LORA, "m_1", "m_1", triggers=("a fox", "l0li")), policy)
    assert allowed(Model(LORA, "model_123", "storybook (model_123)", triggers=("fox",)), policy)


def test_globs_are_matched_in_linear_time() -> None:
    before = time.process_time()
    for glob in ("*a" * 50, "?*" * 50, "*" * 100):
        matches((glob,) * 100, ("a" * 2000 + "b",))
    assert time.process_time() - before < 5


def test_the_strictest_of_several_lists_allows_no_more_than_any() -> None:
    assert in_all([("a*", "b*"), (), ("b*", "c*")]) == ("b*",)
    assert in_all([(), ()]) == ()
    assert in_any([("a*",), ("b*", "a*")]) == ("a*", "b*")
    apart = strictest([Policy(models_allow=("a*",)), Policy(models_allow=("b*",)), Policy()])
    assert not any(allowed(_model(name), apart) for name in ("a1", "b1", "", "c"))


@each_row(
    "base, expected",
    [
        ("SD 1.5", "SD 1"),
        ("SD 1.5 LCM", "SD 1"),
        ("stable diffusion 1", "SD 1"),
        ("SDXL 1.0", "SDXL"),
        ("sdxl", "SDXL"),
        ("stable_diffusion_xl", "SDXL"),
        ("Pony", "SDXL"),
        ("Illustrious", "SDXL"),
        ("NoobAI", "SDXL"),
        ("Pony V7", "AuraFlow"),
        ("SD 2.1", "SD 2"),
        ("SD 3.5 Large", "SD 3"),
        ("Flux.1 D", "Flux"),
        ("flux_1", "Flux"),
        ("", None),
        ("Other", None),
    ],
)
def test_a_base_model_is_of_a_family(base: str, expected: str | None) -> None:
    assert family(base) == expected


def test_what_is_made_for_another_family_does_not_fit() -> None:
    pony = _model("pony_lora", "Pony")
    old, unknown = _model("old_lora", "SD 1.5"), _model("some_lora")
    of_sdxl, of_any = _model("xl", "SDXL 1.0", CHECKPOINT), _model("any", "", CHECKPOINT)
    assert mismatch(of_sdxl, [pony, old, unknown]) == (old,)
    assert mismatch(of_any, [pony, old, unknown]) == ()


def test_a_list_takes_each_glob_once_and_so_many() -> None:
    globs: tuple[str, ...] = ()
    for number in range(MOST):
        globs = added(globs, stated(f" glob{number}* "))
    assert added(globs, "GLOB1*") == globs
    with pytest.raises(RefusedError, match="100 globs at most"):
        added(globs, "one more")
    assert taken_off(globs, "Glob0*") == globs[1:]
    with pytest.raises(RefusedError, match="`what` isn't on that list"):
        taken_off(globs, "what")
    for wrong in ("", " \u200b", "x" * 101):
        with pytest.raises(InvalidOptionError, match=r"^`glob` "):
            stated(wrong)
