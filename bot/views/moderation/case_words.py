"""What is said of a case: to moderators by name, to members by what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.moderation.casefile import ANSWERS, end_of
from bot.domain.moderation.entry import EntryKind
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.domain.moderation.appeal import Answered
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.entry import Entry
    from bot.texts.text import Text

DID: Mapping[EntryKind, Text] = {
    EntryKind.WITHHELD: text("case.did.withheld"),
    EntryKind.REPORTED: text("case.did.reported"),
    EntryKind.BLURRED: text("case.did.blurred"),
    EntryKind.APPROVED: text("case.did.approved"),
    EntryKind.KEPT: text("case.did.kept"),
    EntryKind.REMOVED: text("case.did.removed"),
    EntryKind.REMEMBERED: text("case.did.remembered"),
    EntryKind.FORGOTTEN: text("case.did.forgotten"),
    EntryKind.LOST: text("case.did.lost"),
    EntryKind.APPEALED: text("case.did.appealed"),
    EntryKind.APPEAL_GRANTED: text("case.did.granted"),
    EntryKind.APPEAL_REFUSED: text("case.did.refused"),
    EntryKind.NOTED: text("case.did.noted"),
    EntryKind.REASONED: text("case.did.reasoned"),
    EntryKind.STRUCK: text("case.did.struck"),
    EntryKind.COOLED: text("case.did.cooled"),
    EntryKind.BLOCKED: text("case.did.blocked"),
    EntryKind.UNBLOCKED: text("case.did.unblocked"),
    EntryKind.DELETED: text("case.did.deleted"),
}
"""What moderators read of each that may happen in a case."""


def own_words(kind: EntryKind) -> Text:
    """Return what is said of a decision about what is the moderator's own."""
    return text("case.own_appeal") if kind in ANSWERS else text("case.own_image")


def stamp(at: datetime, form: str = "R") -> str:
    """Return a time as Discord shows it to each in their own zone."""
    return f"<t:{int(at.timestamp())}:{form}>"


def outcome(case: Case, entry: Entry) -> Text | None:
    """Return what a member reads of an entry; None where that is nothing."""
    image = case.image or 1
    match entry.kind:
        case EntryKind.APPROVED:
            return text("told.approved", image=image)
        case EntryKind.KEPT:
            return text("told.kept", image=image)
        case EntryKind.REMOVED | EntryKind.REMEMBERED:
            return text("told.removed", image=image)
        case EntryKind.APPEAL_GRANTED:
            return _granted(image, entry)
        case EntryKind.APPEAL_REFUSED:
            return text("told.refused")
        case _:
            return _about_member(entry)


def _about_member(entry: Entry) -> Text | None:
    end = end_of(entry)
    match entry.kind:
        case EntryKind.STRUCK:
            return text("told.struck")
        case EntryKind.COOLED:
            return text("told.cooled_until", when=stamp(end, "f")) if end else text("told.cooled")
        case EntryKind.BLOCKED:
            return text("told.blocked_until", when=stamp(end, "f")) if end else text("told.blocked")
        case EntryKind.UNBLOCKED:
            return text("told.unblocked")
        case _:
            return None


def _granted(image: int, entry: Entry) -> Text:
    if entry.details.get("reopened"):
        return text("told.granted_open", image=image)
    if entry.details.get("gone"):
        return text("told.granted_gone", image=image)
    return text("told.granted")


def answer_words(case: Case, answered: Answered) -> list[Text]:
    """Return what a moderator is told who answered an appeal."""
    if not answered.appeal.is_granted:
        return [text("appeal.refused", number=case.number)]
    words = [text("appeal.granted", number=case.number)]
    if answered.reopened:
        words.append(text("appeal.reopened"))
    if answered.gone:
        words.append(text("appeal.gone", image=case.image or 1))
    if answered.lifted:
        words.append(text("appeal.lifted"))
    return words
