"""What the jobs need from outside, in their own words. ``app`` joins them to who does it."""

from bot.domain.ports.admission import Admission, Grant, Look, SecondLook, Wanted
from bot.domain.ports.appeals import AppealStore, TellingStore
from bot.domain.ports.audit import AuditLogStore, LogBatch, News, RetentionStore, Swept
from bot.domain.ports.blocks import BlockStore
from bot.domain.ports.blur import Blur
from bot.domain.ports.budgets import BudgetStore, BudgetView
from bot.domain.ports.cases import AuditStore, CaseStore
from bot.domain.ports.catalogue import Catalogue
from bot.domain.ports.copies import CopyStore
from bot.domain.ports.deletions import DeletionStore
from bot.domain.ports.detector import Detector, NoDetector
from bot.domain.ports.elsewhere import Elsewhere, Reader, Spot
from bot.domain.ports.engine import (
    Engine,
    Found,
    Submission,
    TaskImage,
    TaskStatus,
    TaskView,
    Whereabouts,
)
from bot.domain.ports.events import EventStore
from bot.domain.ports.filters import FilterStore
from bot.domain.ports.fingerprints import FingerprintStore, Likeness
from bot.domain.ports.gallery import GalleryStore, OptOuts
from bot.domain.ports.history import HistoryStore
from bot.domain.ports.images import ImageStore
from bot.domain.ports.job_finder import JobFinder
from bot.domain.ports.job_store import Accepted, JobStore
from bot.domain.ports.listings import ListingStore
from bot.domain.ports.members import MemberStore
from bot.domain.ports.models import Edition, ModelStore
from bot.domain.ports.originals import OriginalStore
from bot.domain.ports.picture import Picture
from bot.domain.ports.places import Places, Unplaced
from bot.domain.ports.policies import PolicyBook, PolicyStore
from bot.domain.ports.privacy import PrivacyStore
from bot.domain.ports.publisher import Publisher, Ready
from bot.domain.ports.queue import QueueStore
from bot.domain.ports.rates import Rate, RateBudget
from bot.domain.ports.reports import PostedOriginals, ReportStore
from bot.domain.ports.results import Kept, ResultStore
from bot.domain.ports.reviews import CardStore, ReviewCards, ReviewStore
from bot.domain.ports.revisions import RevisionStore
from bot.domain.ports.shown import NOTHING_SAID, PostedImage, Result, Said, Status
from bot.domain.ports.stars import ShowcaseStore, StarStore
from bot.domain.ports.styles import StyleStore
from bot.domain.ports.tiers import TierChange, TierStore
from bot.domain.ports.usage import UsageStore
from bot.domain.ports.uses import ModelUses, Uses

__all__ = [
    "NOTHING_SAID",
    "Accepted",
    "Admission",
    "AppealStore",
    "AuditLogStore",
    "AuditStore",
    "BlockStore",
    "Blur",
    "BudgetStore",
    "BudgetView",
    "CardStore",
    "CaseStore",
    "Catalogue",
    "CopyStore",
    "DeletionStore",
    "Detector",
    "Edition",
    "Elsewhere",
    "Engine",
    "EventStore",
    "FilterStore",
    "FingerprintStore",
    "Found",
    "GalleryStore",
    "Grant",
    "HistoryStore",
    "ImageStore",
    "JobFinder",
    "JobStore",
    "Kept",
    "Likeness",
    "ListingStore",
    "LogBatch",
    "Look",
    "MemberStore",
    "ModelStore",
    "ModelUses",
    "News",
    "NoDetector",
    "OptOuts",
    "OriginalStore",
    "Picture",
    "Places",
    "PolicyBook",
    "PolicyStore",
    "PostedImage",
    "PostedOriginals",
    "PrivacyStore",
    "Publisher",
    "QueueStore",
    "Rate",
    "RateBudget",
    "Reader",
    "Ready",
    "ReportStore",
    "Result",
    "ResultStore",
    "RetentionStore",
    "ReviewCards",
    "ReviewStore",
    "RevisionStore",
    "Said",
    "SecondLook",
    "ShowcaseStore",
    "Spot",
    "StarStore",
    "Status",
    "StyleStore",
    "Submission",
    "Swept",
    "TaskImage",
    "TaskStatus",
    "TaskView",
    "TellingStore",
    "TierChange",
    "TierStore",
    "Unplaced",
    "UsageStore",
    "Uses",
    "Wanted",
    "Whereabouts",
]
