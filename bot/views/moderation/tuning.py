"""What other thresholds would have done, and a choice among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import SelectOption, ui

from bot.domain.ids import JobId
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.buttons import PICK
from bot.views.component_ids import ComponentId, custom_id
from bot.views.details_images import number_words
from bot.views.layout import ACCENT_CANCELLED, layout
from bot.views.moderation.review_card import TUNE

if TYPE_CHECKING:
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.tuning import Candidate, Tuning
    from bot.texts.text import Text


def tuning_view(case: Case, tuning: Tuning, locale: str = ENGLISH) -> ui.LayoutView:
    """Show what each threshold would have withheld; whoever may set a policy chooses one."""
    channel = f"<#{case.place}>"
    told = [
        text(
            "tune.now",
            rule=tuning.rule,
            threshold=number_words(tuning.present),
            withheld=tuning.withheld,
            images=tuning.images,
            channel=channel,
        )
    ]
    if tuning.unknown:
        told.append(text("tune.unknown", count=tuning.unknown))
    told += [_line(each, tuning) for each in tuning.candidates]
    lines = "\n".join(say(line, locale) for line in told)
    select = ui.Select[ui.LayoutView](
        custom_id=custom_id(ComponentId(PICK, JobId(case.id))),
        placeholder=say(text("tune.choose", rule=tuning.rule), locale),
        options=[
            SelectOption(
                label=say(text("tune.option", rule=tuning.rule, threshold=it.threshold), locale),
                value=custom_id(ComponentId(TUNE, JobId(case.id), it.threshold)),
            )
            for it in tuning.candidates
        ],
    )
    return layout(ACCENT_CANCELLED, ui.TextDisplay(lines), ui.ActionRow(select))


def _line(candidate: Candidate, tuning: Tuning) -> Text:
    if not candidate.more:
        return text(
            "tune.same",
            threshold=candidate.threshold,
            withheld=candidate.withheld,
            images=tuning.images,
        )
    return text(
        "tune.line",
        threshold=candidate.threshold,
        withheld=candidate.withheld,
        images=tuning.images,
        more=f"{candidate.more:+d}".replace("-", "−"),
    )
