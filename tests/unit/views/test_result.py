from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ports import PostedImage, Result
from bot.domain.verdict import Finding, Treatment
from bot.views.result import result_view
from tests.tables import each_row
from tests.unit.views.fullest import fullest, names_of, treated
from tests.unit.views.prompts import PROMPTS
from tests.unit.views.samples import assert_within_limits, components, gallery, job, posted, text


def result(*images: PostedImage, seed: int | None = 7) -> Result:
    return Result(images=images or (posted(),), seed=seed, seconds=4.2)


def test_each_upload_is_an_item_in_order() -> None:
    images = (
        posted(1),
        posted(2, Treatment.BLURRED, Finding.FLAGGED),
        posted(3, Treatment.REFUSED, Finding.FLAGGED),
        posted(4, Treatment.SPOILERED, Finding.FLAGGED),
    )
    names = {1: "a.jpg", 2: "b.jpg", 4: "d.jpg"}
    items = gallery(result_view(job(images=4), result(*images), names))
    assert [(item["media"]["url"], item["spoiler"]) for item in items] == [
        ("attachment://a.jpg", False),
        ("attachment://b.jpg", False),
        ("attachment://d.jpg", True),
    ]


@each_row(
    "finding, alt",
    [
        (Finding.FLAGGED, "Blurred: flagged by NSFW detection"),
        (Finding.UNKNOWN, "Blurred: NSFW detection could not check it"),
        (Finding.CLEAR, "Blurred: reported by members"),
    ],
)
def test_the_alt_text_of_a_blur_tells_nothing(finding: Finding, alt: str) -> None:
    images = posted(1), posted(2, Treatment.BLURRED, finding)
    items = gallery(result_view(job(images=2), result(*images), {1: "a", 2: "b"}))
    told = [item["description"] for item in items]
    assert told == ["Image 1 of 2, made by AI: a fox in the snow", alt]


def test_the_alt_text_of_one_image_alone_needs_no_number() -> None:
    (item,) = gallery(result_view(job(), result(), {1: "a"}))
    assert item["description"] == "Image made by AI: a fox in the snow"


def test_without_a_file_there_is_no_gallery() -> None:
    view = result_view(job(), result(posted(1, Treatment.REFUSED, Finding.FLAGGED)), {})
    assert gallery(view) == []
    assert "Image 1 was flagged and is not shown." in text(view)


def pressable(made: Result) -> list[list[str]]:
    """Return what can be pressed or chosen, by row."""
    rows = [part for part in components(result_view(job(), made, {})) if part["type"] == 1]
    found = list[list[str]]()
    for row in rows:
        first = row["components"][0]
        shown = first.get("options", row["components"])
        found.append([it.get("value") or it["custom_id"] for it in shown])
    return found


def of_image(number: int) -> list[str]:
    return [f"darkroom:{action}:j0b:{number}" for action in ("vary", "upscale", "send")]


def test_what_can_be_made_of_a_result_stands_below_it() -> None:
    row = [f"darkroom:{it}:j0b" for it in ("again", "edit", "details", "report", "delete")]
    assert pressable(result()) == [row, of_image(1)]
    assert pressable(result(posted(1), posted(2, Treatment.BLURRED))) == [
        row,
        [*sorted(of_image(1) + of_image(2), key=lambda it: "vus".index(it.split(":")[1][0]))],
    ]


def test_what_nobody_sees_cannot_be_picked() -> None:
    unseen = [Treatment.HELD, Treatment.REFUSED, Treatment.REMOVED, Treatment.REPLACED]
    images = [posted(number, treatment) for number, treatment in enumerate(unseen, 2)]
    assert pressable(result(posted(1), *images))[1:] == [of_image(1)]
    assert len(pressable(result(*images))) == 1


def test_a_select_has_room_for_all_of_eight_images() -> None:
    _, options = pressable(result(*(posted(number) for number in range(1, 9))))
    assert len(set(options)) == 24


def test_who_asked_the_seed_the_settings_and_the_time_are_told() -> None:
    said = text(result_view(job(steps=30, negative_prompt="hands"), result(), {1: "a.jpg"}))
    assert said.endswith(
        "-# seed `7` · `dreamshaper_8_93211.safetensors` · 512×512 · 30 steps · without hands · "
        "4.2 s · for <@50> · AI-generated"
    )


@each_row("asked, made, told", [(-1, 7, "seed `7`"), (9, None, "seed `9`"), (-1, None, "")])
def test_the_seed_is_told_when_it_is_known(asked: int, made: int | None, told: str) -> None:
    said = text(result_view(job(seed=asked), result(seed=made), {1: "a.jpg"}))
    assert told in said
    assert ("seed" in said) is bool(told)


def test_fewer_images_than_asked_are_admitted() -> None:
    assert "generated 1 of the 4 requested images" in text(result_view(job(images=4), result(), {}))
    assert "requested" not in text(result_view(job(), result(), {}))


@given(
    PROMPTS,
    st.text(st.characters(), max_size=1024),
    PROMPTS,
    st.lists(st.tuples(st.sampled_from(Treatment), st.sampled_from(Finding)), max_size=8),
)
def test_any_result_keeps_discords_limits(
    prompt: str, negative: str, name: str, kinds: list[tuple[Treatment, Finding]]
) -> None:
    made = treated(kinds)
    assert_within_limits(result_view(fullest(prompt, negative, name), made, names_of(made)))


@each_row("char", ["<", "*", "😀", "狐", "a"])
def test_with_everything_at_its_longest_the_prompt_is_still_whole(char: str) -> None:
    full = fullest(char * 1024, char * 1024, char * 1024)
    made = treated([(Treatment.HELD, Finding.UNKNOWN)] * 7)
    view = result_view(full, made, names_of(made))
    assert_within_limits(view)
    assert next(line for line in text(view).splitlines() if line[0] == ">").count(char) == 1024
