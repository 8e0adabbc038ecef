"""Samplers and upscalers as other programs name them."""

from __future__ import annotations

from bot.domain.choices import SAMPLERS, HiresUpscaler
from bot.domain.samplers import KARRAS, named, nearest
from bot.domain.upscalers import named as upscaler_named
from bot.domain.upscalers import nearest as nearest_upscaler
from tests.tables import each_row

UPSCALERS = tuple(HiresUpscaler)


@each_row("name", SAMPLERS)
def test_each_of_ours_is_itself(name: str) -> None:
    assert named(name) == nearest(name, "", SAMPLERS) == name
    assert named(name.upper().replace(" ", "_")) == name
    if name.endswith(KARRAS):
        assert named(name.removesuffix(KARRAS), "karras") == name


@each_row(
    "name, schedule, ours",
    [
        ("k_euler_a", "", "Euler a"),
        ("euler_ancestral", "normal", "Euler a"),
        ("Euler Ancestral", "", "Euler a"),
        ("EulerAncestralDiscreteScheduler", "", "Euler a"),
        ("sample_euler", "", "Euler"),
        ("euler", "discrete", "Euler"),
        ("dpmpp_2m", "karras", "DPM++ 2M Karras"),
        ("dpmpp_2m_k", "", "DPM++ 2M Karras"),
        ("k_dpmpp_2m_ka", "", "DPM++ 2M Karras"),
        ("dpm++2m", "karras", "DPM++ 2M Karras"),
        ("DPMSolverMultistepScheduler", "", "DPM++ 2M"),
        ("DPM++ 2M Karras", "Automatic", "DPM++ 2M Karras"),
        ("DPM++ 2M", "Automatic", "DPM++ 2M Karras"),
        ("DPM++ SDE", "Automatic", "DPM++ SDE Karras"),
        ("DPM2 a", "Automatic", "DPM2 a Karras"),
        ("Euler a", "Automatic", "Euler a"),
        ("LMS", "Automatic", "LMS"),
        ("DPM++ 2M", "Undefined", "DPM++ 2M"),
        ("DPM++ 2M", "Normal", "DPM++ 2M"),
        ("LMS", "Karras", "LMS Karras"),
        ("k_dpm_2_a", "", "DPM2 a"),
        ("kdpm_2_a_k", "", "DPM2 a Karras"),
        ("k_dpm_ad", "", "DPM adaptive"),
        ("k_dpmpp_2s_ancestral", "native", "DPM++ 2S a"),
        ("PNDMScheduler", "", "PLMS"),
        ("UniPCMultistepScheduler", "", "UniPC"),
        ("uni_pc", "", "UniPC"),
    ],
)
def test_another_spelling_is_the_same_sampler(name: str, schedule: str, ours: str) -> None:
    assert named(name, schedule) == nearest(name, schedule, SAMPLERS) == ours


@each_row(
    "name, schedule, ours",
    [
        ("DPM++ 2M SDE Karras", "", "DPM++ SDE Karras"),
        ("DPM++ 2M SDE", "Karras", "DPM++ SDE Karras"),
        ("DPM++ 2M SDE", "Automatic", "DPM++ SDE Karras"),
        ("DPM++ 2M SDE", "", "DPM++ SDE"),
        ("DPM++ 3M SDE", "Exponential", "DPM++ SDE Karras"),
        ("dpmpp_2m_sde_gpu", "karras", "DPM++ SDE Karras"),
        ("er_sde", "simple", "DPM++ SDE"),
        ("DPM++ 2M Turbo", "", "DPM++ 2M"),
        ("DPM++ 2M AYS", "", "DPM++ 2M Karras"),
        ("dpm++2mv2", "", "DPM++ 2M"),
        ("res_multistep", "simple", "DPM++ 2M"),
        ("deis", "", "DPM++ 2M"),
        ("dpmpp_2s", "", "DPM++ 2S a"),
        ("DPMSolverSinglestepScheduler", "", "DPM++ 2S a"),
        ("uni_pc_bh2", "", "UniPC"),
        ("LCM", "", "Euler a"),
        ("TCD", "", "Euler a"),
        ("Euler A Trailing", "", "Euler a"),
        ("Euler a", "Karras", "Euler a"),
        ("Euler", "Simple", "Euler"),
        ("Euler Max", "", "Euler"),
        ("[Forge] Flux Realistic", "", "Euler"),
        ("DDIM CFG++", "", "DDIM"),
        ("ddim_v3", "", "DDIM"),
        ("Restart", "", "Heun"),
        ("Heun exp", "", "Heun"),
        ("heunpp2", "", "Heun"),
        ("ipndm_v", "", "PLMS"),
        ("dpm_2_something", "", "DPM2"),
    ],
)
def test_a_foreign_sampler_is_the_nearest_of_its_family(
    name: str, schedule: str, ours: str
) -> None:
    assert named(name, schedule) is None
    assert nearest(name, schedule, SAMPLERS) == ours


@each_row("name", ["", "Undefined", "None", "Kohaku_LoNyu_Yog", "💥", "karras"])
def test_a_name_that_says_nothing_is_none(name: str) -> None:
    assert nearest(name, "Karras", SAMPLERS) is None


@each_row(
    "name, choices, nearest_one",
    [
        ("DPM++ 2M Karras", ("Euler a", "Euler", "DPM++ 2M"), "DPM++ 2M"),
        ("DPM++ 2M", ("Euler a", "DPM++ 2M Karras"), "DPM++ 2M Karras"),
        ("PLMS", ("Euler a", "DDIM", "LMS"), "LMS"),
        ("UniPC", ("Euler a", "Euler", "DPM++ 2M"), "DPM++ 2M"),
        ("DPM++ SDE Karras", ("Euler", "Euler a"), "Euler a"),
        ("Heun", ("Euler a",), None),
        ("Heun", (), None),
    ],
)
def test_of_a_few_choices_the_likest_is_taken(
    name: str, choices: tuple[str, ...], nearest_one: str | None
) -> None:
    assert nearest(name, "", choices) == nearest_one


@each_row("name", SAMPLERS)
def test_every_sampler_comes_to_one_of_any_engines(name: str) -> None:
    assert nearest(name, "", ("Euler a", "Euler")) in {"Euler a", "Euler"}


@each_row(
    "name, ours, is_same",
    [
        ("Latent", HiresUpscaler.LATENT, True),
        ("Latent (bicubic antialiased)", HiresUpscaler.LATENT, False),
        ("Latent (nearest-exact)", HiresUpscaler.LATENT, False),
        ("R-ESRGAN 4x+ Anime6B", HiresUpscaler.ESRGAN_ANIME, True),
        ("RealESRGAN_x4plus_anime_6B", HiresUpscaler.ESRGAN_ANIME, True),
        ("4x-AnimeSharp", HiresUpscaler.ESRGAN_ANIME, False),
        ("realesrnet_x4plus", HiresUpscaler.ESRNET, True),
        ("R-ESRGAN 4x+", HiresUpscaler.ESRNET, False),
        ("4x-UltraSharp", HiresUpscaler.ESRNET, False),
        ("ESRGAN_4x", HiresUpscaler.ESRNET, False),
        ("SwinIR_4x", HiresUpscaler.ESRNET, False),
        ("Lanczos", HiresUpscaler.ESRNET, False),
        ("None", None, False),
        ("", None, False),
    ],
)
def test_an_upscaler_is_the_nearest_of_its_kind(
    name: str, ours: HiresUpscaler | None, is_same: bool
) -> None:
    assert nearest_upscaler(name, UPSCALERS) == ours
    assert upscaler_named(name) == (ours if is_same else None)


def test_an_upscaler_that_cannot_be_had_is_one_that_can() -> None:
    assert nearest_upscaler("4x-UltraSharp", ("Latent",)) is HiresUpscaler.LATENT
    assert nearest_upscaler("4x-UltraSharp", ()) is None
