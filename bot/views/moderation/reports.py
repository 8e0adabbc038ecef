"""What whoever reports an image is asked and told, alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import SelectOption, ui

from bot.domain.moderation.report import Heard
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.buttons import PICK, REPORT
from bot.views.component_ids import ComponentId, custom_id
from bot.views.layout import ACCENT_CANCELLED, ACCENT_DONE, layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.domain.ids import JobId
    from bot.domain.moderation.report import Filed
    from bot.texts.text import Text


EARLY = text("delete.too_early")


def which_view(job_id: JobId, numbers: Sequence[int], locale: str = ENGLISH) -> ui.LayoutView:
    """Ask which of several images is meant."""
    options = [
        SelectOption(
            label=say(text("report.image", number=number), locale),
            value=custom_id(ComponentId(REPORT, job_id, number)),
        )
        for number in numbers
    ]
    every = SelectOption(
        label=say(text("report.all"), locale), value=custom_id(ComponentId(REPORT, job_id))
    )
    select = ui.Select[ui.LayoutView](
        custom_id=custom_id(ComponentId(PICK, job_id)),
        placeholder=say(text("report.placeholder"), locale),
        options=[*options, every],
    )
    asked = ui.TextDisplay[ui.LayoutView](say(text("report.which"), locale))
    return layout(ACCENT_DONE, asked, ui.ActionRow(select))


def reported_view(filed: Iterable[Filed], locale: str = ENGLISH) -> ui.LayoutView:
    """Say what came of each report, in as few lines as there are outcomes."""
    several = list(filed)
    lines = [say(line, locale) for line in _told(several)]
    is_taken = any(it.heard in {Heard.FILED, Heard.DECIDED} for it in several)
    return layout(
        ACCENT_DONE if is_taken else ACCENT_CANCELLED,
        ui.TextDisplay[ui.LayoutView]("\n".join(lines)),
    )


def _told(several: Sequence[Filed]) -> Iterator[Text]:
    def cases(heard: Heard) -> tuple[str, ...]:
        found = sorted({it.case for it in several if it.heard is heard and it.case is not None})
        return tuple(f"#{case}" for case in found)

    if filed := cases(Heard.FILED):
        yield text("report.filed", count=len(filed), cases=filed)
    if again := cases(Heard.AGAIN):
        yield text("report.again", count=len(again), cases=again)
    if decided := cases(Heard.DECIDED):
        yield text("report.decided", count=len(decided), cases=decided)
    if waits := [it.again_at for it in several if it.again_at is not None]:
        yield text("report.too_many", when=f"<t:{int(max(waits).timestamp())}:R>")
    if any(it.heard is Heard.EARLY for it in several):
        yield EARLY
    if all(it.heard is Heard.NOTHING for it in several):
        yield text("report.nothing")
