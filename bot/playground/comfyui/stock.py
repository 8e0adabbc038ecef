"""What lies in the folders of the stand-in, and what is built in."""

from __future__ import annotations

from bot.playground.comfyui.nodes import Stock
from bot.playground.novita.models.additions import EMBEDDINGS, LORAS, VAES
from bot.playground.novita.models.checkpoints import CHECKPOINTS

_SAMPLERS = """
euler euler_cfg_pp euler_ancestral euler_ancestral_cfg_pp heun heunpp2 dpm_2 dpm_2_ancestral lms
dpm_fast dpm_adaptive dpmpp_2s_ancestral dpmpp_2s_ancestral_cfg_pp dpmpp_sde dpmpp_sde_gpu dpmpp_2m
dpmpp_2m_cfg_pp dpmpp_2m_sde dpmpp_2m_sde_gpu dpmpp_3m_sde dpmpp_3m_sde_gpu ddpm lcm ipndm ipndm_v
deis res_multistep gradient_estimation er_sde seeds_2 seeds_3 ddim uni_pc uni_pc_bh2
"""
_SCHEDULERS = """
simple sgm_uniform karras exponential ddim_uniform beta normal linear_quadratic kl_optimal
"""
_METHODS = "nearest-exact bilinear area bicubic lanczos bislerp"

FOLDERS = ("checkpoints", "loras", "vae", "upscale_models")
"""Which of the lists are folders of files."""


def stock() -> Stock:
    """Return lists of its own for each stand-in, so that a test may change them."""
    return Stock(
        lists={
            "checkpoints": [name for name, _, _ in CHECKPOINTS],
            "loras": [*(name for name, _, _ in LORAS), "styles/ink_wash.safetensors"],
            "vae": [*(name for name, _ in VAES), "pixel_space"],
            "upscale_models": ["RealESRGAN_x4plus_anime_6B.pth", "4x_foolhardy_Remacri.pth"],
            "samplers": _SAMPLERS.split(),
            "schedulers": _SCHEDULERS.split(),
            "methods": _METHODS.split(),
            "crops": ["disabled", "center"],
        },
        embeddings=[name.rpartition(".")[0] for name in EMBEDDINGS],
    )
