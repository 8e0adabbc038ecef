"""Nodes of ComfyUI that write A1111's text: Image Saver, Save Image With MetaData, and others."""

from __future__ import annotations

from tests.unit.prompt.lines.line import Line

LINES = (
    Line(
        pasted="""a clay pot with a cactus
Negative prompt: watermark
Steps: 20, Sampler: DPM++ 2M Karras, CFG scale: 7.0, Seed: 804822466654819, Size: 512x768, \
Clip skip: 2, Model hash: a074b8864e, Model: counterfeitV30, \
Hashes: {"model": "a074b8864e", "lora:pots": "1122aabbcc"}, Version: ComfyUI""",
        prompt="a clay pot with a cactus",
        negative="watermark",
        samplers=("DPM++ 2M Karras",),
        guidance=7,
        size=(512, 768),
        model="counterfeitV30",
        clip_skip=2,
    ),
    Line(
        pasted="""a mill by a brook, embedding:soft_light, evening
Negative prompt: embedding:easynegative, modern
Steps: 30, Sampler: DPM++ 2M SDE Karras, CFG scale: 4.5, Seed: 639466906728691, \
Size: 1216x832, Clip skip: 2, Model hash: BB2C170125, Model: mills_xl, Version: ComfyUI, \
Civitai resources: [{"modelName":"Soft light (positive, plus more!)","versionName":"v2",\
"weight":1.0,"air":"urn:air:sdxl:embedding:civitai:1302719@1833157"}]""",
        prompt="a mill by a brook, embedding:soft_light, evening",
        negative="embedding:easynegative, modern",
        steps=30,
        samplers=("DPM++ SDE Karras", "DPM++ 2M Karras"),
        guidance=4.5,
        size=(1216, 832),
        model="mills_xl",
        clip_skip=2,
    ),
    Line(
        pasted="""a train in the rain
Negative prompt: sun
Steps: 20, Sampler: Euler a, CFG scale: 8.0, Seed: 156680208700286, Size: 512x512, \
Model: SD1.5/v1-5-pruned-emaonly.safetensors, Model hash: 6ce0161689, \
VAE: vae-ft-mse-840000-ema-pruned.safetensors, VAE hash: 735e4c3a44, \
Lora_0 Model name: rails.safetensors, Lora_0 Model hash: 99aa88bb77, \
Lora_0 Strength model: 0.8, Lora_0 Strength clip: 0.8, Batch index: 0, Batch size: 1, \
Hashes: {"model": "6ce0161689", "vae": "735e4c3a44"}""",
        prompt="a train in the rain",
        negative="sun",
        guidance=8,
        size=(512, 512),
        model="v1-5-pruned-emaonly",
        vae="vae-ft-mse-840000-ema-pruned",
    ),
    Line(
        pasted="""<lora:illustrious_stabilizer_v1.3:0.8><lora:touching_grass_v0.2:1>
a meadow,poppies,
a path
Negative prompt: low quality,
text
Steps: 28, Sampler: euler_ancestral_simple, CFG scale: 5.0, Seed: 22, Size: 1024x1536, \
Model: IL\\meadow_v1.safetensors, Version: ComfyUI""",
        prompt="a meadow,poppies, a path",
        negative="low quality, text",
        steps=28,
        guidance=5,
        seed=22,
        size=(1024, 1536),
        model="meadow_v1",
        loras=(("illustrious_stabilizer_v1.3", 0.8), ("touching_grass_v0.2", 1)),
    ),
    Line(
        pasted="""a silver spoon
Negative prompt: unknown
Steps: 12, Sampler: dpmpp_2m_karras, CFG scale: 3.5, Seed: 0, Size: 768x768, \
Model hash: , Model: , Version: ComfyUI""",
        prompt="a silver spoon",
        negative="unknown",
        steps=12,
        samplers=("DPM++ 2M Karras", "DPM++ 2M"),
        guidance=3.5,
        seed=0,
        size=(768, 768),
    ),
    Line(
        pasted="""a cat in a box
Steps: 4, Sampler: LCM, CFG scale: 1.0, Seed: 1125899906842624, Size: 1024x1024, \
Model: sdxl_turbo_fp16, Version: ComfyUI""",
        prompt="a cat in a box",
        steps=4,
        # No family of ours is near it.
        samplers=("Euler a", "LMS", "Euler"),
        guidance=1,
        size=(1024, 1024),
        model="sdxl_turbo_fp16",
    ),
    Line(
        pasted="a pier at low tide\nNegative prompt: boats\nSteps: 40, Sampler: uni_pc_bh2, "
        "CFG scale: 6.0, Seed: 71, Size: 960x544, Guidance: 3.5, Scheduler: normal, Denoise: 1.0, "
        "Model: pier.ckpt, Weight dtype: default, Version: ComfyUI",
        prompt="a pier at low tide",
        negative="boats",
        steps=40,
        samplers=("UniPC",),
        guidance=6,
        seed=71,
        size=(960, 544),
        model="pier",
    ),
)
