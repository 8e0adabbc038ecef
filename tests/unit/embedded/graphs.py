"""ComfyUI graphs in API form, in the manner of the usual workflows."""

from __future__ import annotations

from typing import Any

Graph = dict[str, dict[str, Any]]


def node(kind: str, **inputs: object) -> dict[str, Any]:
    """Return one node."""
    return {"class_type": kind, "inputs": inputs}


def usual(**more: dict[str, Any]) -> Graph:
    """Return the graph that ComfyUI opens with; ``more`` takes the place of nodes, by id."""
    nodes = {
        "3": node(
            "KSampler",
            seed=8566257,
            steps=25,
            cfg=8,
            sampler_name="euler",
            scheduler="normal",
            denoise=1,
            model=["4", 0],
            positive=["6", 0],
            negative=["7", 0],
            latent_image=["5", 0],
        ),
        "4": node("CheckpointLoaderSimple", ckpt_name="sd/dreamshaper_8.safetensors"),
        "5": node("EmptyLatentImage", width=512, height=768, batch_size=1),
        "6": node("CLIPTextEncode", text="a red fox", clip=["4", 1]),
        "7": node("CLIPTextEncode", text="blur, text", clip=["4", 1]),
        "8": node("VAEDecode", samples=["3", 0], vae=["4", 2]),
        "9": node("SaveImage", filename_prefix="ComfyUI", images=["8", 0]),
    }
    return nodes | {name.removeprefix("n"): value for name, value in more.items()}


def with_loras() -> Graph:
    """Return one with two LoRAs, a VAE, a clip skip and a reroute."""
    sampler = usual()["3"]
    sampler["inputs"] |= {"model": ["11", 0], "positive": ["14", 0]}
    return usual(
        n3=sampler,
        n6=node("CLIPTextEncode", text=["15", 0], clip=["12", 0]),
        n8=node("VAEDecode", samples=["3", 0], vae=["13", 0]),
        n10=node(
            "LoraLoader",
            lora_name="styles/ink.safetensors",
            strength_model=0.7,
            strength_clip=1,
            model=["4", 0],
            clip=["4", 1],
        ),
        n11=node(
            "LoraLoader",
            lora_name="fog.safetensors",
            strength_model=0.25,
            strength_clip=1,
            model=["10", 0],
            clip=["10", 1],
        ),
        n12=node("CLIPSetLastLayer", stop_at_clip_layer=-2, clip=["11", 1]),
        n13=node("VAELoader", vae_name="vae-ft-mse-840000-ema-pruned.safetensors"),
        n14=node("Reroute", **{"": ["6", 0]}),
        n15=node("PrimitiveString", value="a red fox, ink"),
    )


def with_second_pass() -> Graph:
    """Return one that is enlarged and sampled again."""
    second = usual()["3"]
    second["inputs"] |= {"denoise": 0.5, "latent_image": ["20", 0], "seed": 1, "steps": 9}
    return usual(
        n8=node("VAEDecode", samples=["21", 0], vae=["4", 2]),
        n20=node("LatentUpscale", samples=["3", 0], width=768, height=1152),
        n21=second,
    )


def custom() -> Graph:
    """Return one in parts, as for Flux."""
    return {
        "1": node(
            "SamplerCustomAdvanced",
            noise=["2", 0],
            guider=["3", 0],
            sampler=["4", 0],
            sigmas=["5", 0],
            latent_image=["6", 0],
        ),
        "2": node("RandomNoise", noise_seed=77),
        "3": node("BasicGuider", model=["7", 0], conditioning=["8", 0]),
        "4": node("KSamplerSelect", sampler_name="euler"),
        "5": node("BasicScheduler", scheduler="simple", steps=20, denoise=1, model=["7", 0]),
        "6": node("EmptySD3LatentImage", width=1024, height=1024, batch_size=1),
        "7": node("UNETLoader", unet_name="flux1-dev.safetensors", weight_dtype="default"),
        "8": node("FluxGuidance", guidance=3.5, conditioning=["9", 0]),
        "9": node("CLIPTextEncode", text="a harbour at dawn", clip=["10", 0]),
        "10": node("DualCLIPLoader", clip_name1="a", clip_name2="b", type="flux"),
        "11": node("VAEDecode", samples=["1", 0], vae=["12", 0]),
        "12": node("VAELoader", vae_name="ae.safetensors"),
        "13": node("SaveImage", images=["11", 0]),
    }


def sdxl() -> Graph:
    """Return one with SDXL's encoder and a control net, which hands on both conditionings."""
    sampler = usual()["3"]
    sampler["inputs"] |= {"positive": ["30", 0], "negative": ["30", 1]}
    return usual(
        n3=sampler,
        n6=node("CLIPTextEncodeSDXL", text_g="a red fox", text_l="ink", clip=["4", 1], width=1024),
        n30=node(
            "ControlNetApplyAdvanced",
            strength=1,
            positive=["6", 0],
            negative=["7", 0],
            image=["31", 0],
        ),
        n31=node("LoadImage", image="pose.png"),
    )
