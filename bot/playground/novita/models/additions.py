"""LoRAs, embeddings, VAEs and the rest of the stand-in's catalogue."""

from __future__ import annotations

LORAS: tuple[tuple[str, str, str], ...] = (
    ("add_detail_44319.safetensors", "SD 1.5", "detail"),
    ("more_details_59655.safetensors", "SD 1.5", "detail"),
    ("epiNoiseoffset_v2_16576.safetensors", "SD 1.5", "contrast light"),
    ("3DMM_V12_13910.safetensors", "SD 1.5", "3d cartoon"),
    ("blindbox_v1_mix_25995.safetensors", "SD 1.5", "3d toy"),
    ("MoXinV1_14856.safetensors", "SD 1.5", "ink painting"),
    ("ghibli_style_offset_8484.safetensors", "SD 1.5", "anime landscape"),
    ("LowRA_v2_63006.safetensors", "SD 1.5", "dark light"),
    ("pixelartV3_42155.safetensors", "SD 1.5", "pixel game"),
    ("watercolor_v1_98144.safetensors", "SD 1.5", "painting watercolour"),
    ("Pastel_color_style_106231.safetensors", "SD 1.5", "pastel"),
    ("cyberpunk_edgerunners_14872.safetensors", "SD 1.5", "city neon"),
    ("FilmVelvia3_92204.safetensors", "SD 1.5", "film photography"),
    ("fashionPhotography_v2_33127.safetensors", "SD 1.5", "photography"),
    ("lineart_flat_41018.safetensors", "SD 1.5", "line flat"),
    ("sd_xl_offset_example-lora_1.0.safetensors", "SDXL 1.0", "contrast"),
    ("xl_more_art-full_v1_113467.safetensors", "SDXL 1.0", "art detail"),
    ("detailTweakerXL_135867.safetensors", "SDXL 1.0", "detail"),
    ("pixel-art-xl-v1.1_120096.safetensors", "SDXL 1.0", "pixel game"),
    ("papercut_sdxl_122567.safetensors", "SDXL 1.0", "paper"),
)

# As many as the vendor's example of this list prints; what sexualises is renamed, youth above all.
EMBEDDINGS = (
    "epiCPhotoGasm-colorfulPhoto-neg_108119.pt",
    "epiCNegative_66017.pt",
    "verybadimagenegative_v1.3_21434.pt",
    "FastNegativeV2_65067.pt",
    "AS-MistyV2.pt",
    "AS-MistyV2-neg.pt",
    "AS-MistiestV2.pt",
    "AS-MistierV2.pt",
    "AS-MidAged.pt",
    "AS-Elderly.pt",
    "AS-Adult.pt",
    "AS-Adult-neg.pt",
    "Adult.pt",
    "MidAged.pt",
    "unaestheticXLv13_98060.safetensors",
    "unaestheticXL_Sky3.1_134255.safetensors",
    "EasyNegativeV2_75525.safetensors",
    "BadDream_53202.pt",
    "UnrealisticDream_53204.pt",
    "negative_hand-neg_43127.pt",
    "bad_prompt_version2-neg_42594.pt",
    "Asian-Less-Toon_39763.pt",
    "badhandv4_16755.pt",
    "easynegative_8955.safetensors",
    "aestheticc-65800_8615.pt",
    "corneo_side_light_6490.pt",
    "corneo_tidal_pool.pt",
    "By bad artist -neg_6310.pt",
    "dpthfld_5441.pt",
    "ng_deepnegative_v1_75t_5845.pt",
    "purelightface_v1_5162.pt",
)

VAES: tuple[tuple[str, str], ...] = (
    ("vae-ft-mse-840000-ema-pruned.safetensors", "SD 1.5"),
    ("kl-f8-anime2.ckpt", "SD 1.5"),
    ("orangemix.vae.safetensors", "SD 1.5"),
    ("clearvae_v23_98021.safetensors", "SD 1.5"),
    ("sdxl_vae.safetensors", "SDXL 1.0"),
    ("sdxl-vae-fp16-fix.safetensors", "SDXL 1.0"),
)

OTHERS: tuple[tuple[str, str, str], ...] = (
    ("locon", "gachaSplashLORA_gachaSplash31_39880.safetensors", "SD 1.5"),
    ("upscaler", "RealESRNet_x4plus", "SD 1.5"),
    ("upscaler", "RealESRGAN_x4plus_anime_6B", "SD 1.5"),
    ("controlnet", "control_v11p_sd15_canny.pth", "SD 1.5"),
    ("controlnet", "control_v11f1p_sd15_depth.pth", "SD 1.5"),
)
