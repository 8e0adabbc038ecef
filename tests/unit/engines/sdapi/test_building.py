"""From a request to a body: what is said, what is refused by name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from bot.domain.choices import HiresScale, HiresUpscaler, ImageFormat
from bot.domain.ids import TaskId
from bot.domain.models import ModelKind
from bot.domain.request import Hires, Lora
from bot.engines.sdapi.building import build, check
from bot.engines.sdapi.server import Server
from bot.engines.shelf import guess_model
from bot.errors import InvalidOptionError
from bot.playground.sdapi import stock
from tests.tables import each_row
from tests.unit.engines.sdapi.builders import MODEL, submission, wish

TASK = TaskId("darkroom-j1-0")


def server(**changes: Any) -> Server:  # noqa: ANN401 - any field
    names = {
        ModelKind.CHECKPOINT: (MODEL, "anime/other.ckpt"),
        ModelKind.LORA: ("add_detail", "odd:name", "style (v2)"),
        ModelKind.EMBEDDING: ("badhandv4", "odd,name"),
        ModelKind.VAE: ("soft.vae.pt",),
    }
    known = Server(
        models={kind: tuple(guess_model(kind, it) for it in its) for kind, its in names.items()},
        samplers=frozenset(stock.SAMPLERS),
        schedulers=stock.SCHEDULERS,
        upscalers=frozenset(["R-ESRGAN 4x+ Anime6B"]),
        settings=frozenset(stock.SETTINGS),
    )
    return replace(known, **changes)


def built(**changes: object) -> dict[str, Any]:
    return build(submission(wish(**changes)), TASK, server())


def test_nothing_is_kept_there_and_our_id_is_told() -> None:
    body = built(images=3)
    assert (body["save_images"], body["send_images"]) == (False, True)
    assert (body["batch_size"], body["n_iter"]) == (1, 3)
    assert body["force_task_id"] == TASK
    assert body["override_settings_restore_afterwards"] is False


def test_each_setting_is_said_since_what_another_request_said_stays() -> None:
    assert built()["override_settings"] == {
        "sd_model_checkpoint": MODEL,
        "samples_format": "jpg",
        "sd_vae": "Automatic",
        "CLIP_stop_at_last_layers": 1,
    }
    said = built(vae="soft.vae.pt", clip_skip=2, format=ImageFormat.WEBP)["override_settings"]
    assert (said["sd_vae"], said["CLIP_stop_at_last_layers"]) == ("soft.vae.pt", 2)
    assert said["samples_format"] == "webp"


def test_a_setting_that_the_server_lacks_is_not_said() -> None:
    body = build(submission(), TASK, server(settings=frozenset({"samples_format"})))
    assert set(cast("dict[str, object]", body["override_settings"])) == {
        "sd_model_checkpoint",
        "samples_format",
    }


def test_names_that_were_never_resolved_are_spelled_as_the_server_has_them() -> None:
    body = built(
        model="OTHER [8d6c]",
        prompt="a dog",
        loras=(Lora("details\\Add_Detail.pt", 0.7),),
        embeddings=("x/BadHandV4",),
        vae="Soft.vae",
    )
    assert body["prompt"] == "a dog, badhandv4 <lora:add_detail:0.7>"
    settings = body["override_settings"]
    assert settings["sd_model_checkpoint"] == "anime/other.ckpt"
    assert settings["sd_vae"] == "soft.vae.pt"


def test_loras_are_tags_and_embeddings_are_words() -> None:
    body = built(
        prompt="a dog",
        loras=(Lora("add_detail.safetensors", 0.7), Lora("style (v2)")),
        embeddings=("badhandv4",),
    )
    assert body["prompt"] == "a dog, badhandv4 <lora:add_detail:0.7> <lora:style (v2):1>"


@pytest.mark.parametrize(
    "said", [{"prompt": "a dog, (badhandv4:1.2)"}, {"negative_prompt": "ugly, BadHandV4"}]
)
def test_an_embedding_stays_where_somebody_wrote_it(said: dict[str, object]) -> None:
    request = wish(embeddings=("badhandv4",), **said)
    body = build(submission(request), TASK, server())
    assert body["prompt"] == request.prompt


def test_a_part_of_a_word_is_no_embedding() -> None:
    body = built(prompt="badhandv42", embeddings=("badhandv4",))
    assert body["prompt"] == "badhandv42, badhandv4"


@each_row(
    "said",
    [
        {"loras": (Lora("odd:name"),)},
        {"loras": (Lora("add_detail> <lora:other"),)},
        {"embeddings": ("odd,name",)},
        {"embeddings": ("a <lora:other:1>",)},
    ],
)
def test_no_name_can_say_more_than_a_name(said: dict[str, Any]) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        built(**said)
    assert caught.value.option in said


@each_row(
    "option, value",
    [
        ("model", "gone.safetensors"),
        ("loras", (Lora("gone"),)),
        ("embeddings", ("gone",)),
        ("vae", "gone.pt"),
    ],
)
def test_what_the_server_does_not_have_is_refused_by_name(option: str, value: object) -> None:
    with pytest.raises(InvalidOptionError, match="gone") as caught:
        check(wish(**{option: value}), server())
    assert caught.value.option == option


def test_names_match_without_ending_and_case() -> None:
    check(wish(model="Dreamshaper_8", loras=(Lora("ADD_detail"),)), server())


@pytest.mark.parametrize(
    ("upscaler", "named"),
    [
        (HiresUpscaler.LATENT, "Latent"),
        (HiresUpscaler.ESRGAN_ANIME, "R-ESRGAN 4x+ Anime6B"),
    ],
)
def test_the_hires_fix_has_the_servers_upscaler(upscaler: HiresUpscaler, named: str) -> None:
    body = built(hires=Hires(HiresScale.X1_5, upscaler, 0.4))
    assert body["enable_hr"] is True
    assert (body["hr_scale"], body["hr_upscaler"]) == (1.5, named)
    assert body["denoising_strength"] == 0.4
    assert "enable_hr" not in built()


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("hires_upscaler", {"hires": Hires(HiresScale.X2, HiresUpscaler.ESRNET)}),
        ("sampler", {"sampler": "PLMS"}),
    ],
)
def test_what_it_has_no_name_for_is_refused(option: str, said: dict[str, Any]) -> None:
    with pytest.raises(InvalidOptionError) as caught:
        build(submission(wish(**said)), TASK, server(samplers=frozenset({"Euler a"})))
    assert caught.value.option == option


def test_sides_are_multiples_of_eight() -> None:
    body = built(width=515, height=500)
    assert (body["width"], body["height"]) == (512, 504)


def test_a_seed_of_our_own_stays_the_same() -> None:
    random = submission(wish(seed=-1))
    first, second = (build(it, TASK, server()) for it in (random, replace(random, replies_lost=1)))
    assert first["seed"] == second["seed"] == random.first_seed > 0


def test_what_comes_to_a_forbidden_name_by_the_list_is_refused_without_it() -> None:
    listed = {ModelKind.CHECKPOINT: "loli/soft.ckpt", ModelKind.LORA: "loli/soft"}
    models = {kind: (guess_model(kind, name),) for kind, name in listed.items()}
    for asked in ({"model": "soft.ckpt"}, {"model": MODEL, "loras": (Lora("soft"),)}):
        known = server(models={ModelKind.CHECKPOINT: (guess_model(ModelKind.CHECKPOINT, MODEL),)})
        known = replace(known, models={**models, **(known.models if "loras" in asked else {})})
        with pytest.raises(InvalidOptionError, match="here or anywhere") as caught:
            build(submission(wish(**asked)), TASK, known)
        assert "loli" not in str(caught.value)
