from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.ids import JobId
from bot.domain.request import (
    SAMPLERS,
    GenerationRequest,
    Hires,
    HiresScale,
    HiresUpscaler,
    ImageFormat,
    Lora,
)
from bot.errors import StoreError
from bot.store.jobs.request_json import decode, encode
from tests.store.builders import make_job, make_request, put, reread, run_sql

if TYPE_CHECKING:
    from bot.domain.ports import JobStore
    from bot.store.database import Database

NUMBERS = count()
TEXT = st.text(st.characters(), min_size=1, max_size=40)
STRENGTHS = st.floats(0, 1)
REQUESTS = st.builds(
    GenerationRequest,
    prompt=TEXT,
    model=TEXT,
    width=st.integers(128, 1024),
    height=st.integers(128, 1024),
    negative_prompt=st.text(st.characters(), max_size=40),
    images=st.integers(1, 8),
    steps=st.integers(1, 100),
    guidance=st.floats(1, 30),
    sampler=st.sampled_from(SAMPLERS),
    seed=st.integers(-1, 2**32 - 1),
    clip_skip=st.none() | st.integers(1, 12),
    loras=st.lists(st.builds(Lora, TEXT, STRENGTHS), max_size=5).map(tuple),
    embeddings=st.lists(TEXT, max_size=5).map(tuple),
    hires=st.none()
    | st.builds(Hires, st.sampled_from(HiresScale), st.sampled_from(HiresUpscaler), STRENGTHS),
    vae=st.none() | TEXT,
    format=st.sampled_from(ImageFormat),
    private=st.booleans(),
    any_model=st.booleans(),
    mentions=st.lists(st.integers(0, 40), max_size=3).map(tuple),
    negative_mentions=st.lists(st.integers(0, 40), max_size=3).map(tuple),
)


@given(REQUESTS)
def test_any_request_survives_as_text(request_: GenerationRequest) -> None:
    assert decode(encode(request_)) == request_


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(request_=REQUESTS)
async def test_any_request_survives_the_database(
    store: JobStore, request_: GenerationRequest
) -> None:
    job = replace(make_job(), id=JobId(f"j{next(NUMBERS)}"), request=request_)
    await put(store, job)
    assert (await reread(store, job)).request == request_


def test_a_row_from_before_an_option_existed_has_its_default() -> None:
    old = {"prompt": "a fox", "model": "fox.safetensors", "width": 512, "height": 768}
    assert decode(json.dumps(old)) == make_request()


def test_an_option_of_a_newer_version_is_left_aside() -> None:
    newer = json.loads(encode(make_request())) | {"tiling": True}
    assert decode(json.dumps(newer)) == make_request()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"prompt": 1}'])
async def test_a_row_that_we_did_not_write_is_a_store_error(
    store: JobStore, database: Database, text: str
) -> None:
    job = await put(store, make_job())
    await run_sql(database, "UPDATE jobs SET request = :text", text=text)
    with pytest.raises(StoreError, match="job a cannot be read"):
        await store.get(job.id)
