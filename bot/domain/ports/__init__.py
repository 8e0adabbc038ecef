"""What the jobs need from outside, in their own words. ``app`` joins them to who does it."""

from bot.domain.ports.blur import Blur
from bot.domain.ports.catalogue import Catalogue
from bot.domain.ports.detector import Detector, NoDetector
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
from bot.domain.ports.images import ImageStore
from bot.domain.ports.job_store import Accepted, JobStore
from bot.domain.ports.listings import ListingStore
from bot.domain.ports.members import MemberStore
from bot.domain.ports.originals import OriginalStore
from bot.domain.ports.picture import Picture
from bot.domain.ports.places import Places, Unplaced
from bot.domain.ports.policies import PolicyBook, PolicyStore
from bot.domain.ports.publisher import Publisher, Ready
from bot.domain.ports.rates import Rate, RateBudget
from bot.domain.ports.results import Kept, ResultStore
from bot.domain.ports.shown import FileMade, PostedImage, Result, Status
from bot.domain.ports.styles import StyleStore

__all__ = [
    "Accepted",
    "Blur",
    "Catalogue",
    "Detector",
    "Engine",
    "EventStore",
    "FileMade",
    "Found",
    "ImageStore",
    "JobStore",
    "Kept",
    "ListingStore",
    "MemberStore",
    "NoDetector",
    "OriginalStore",
    "Picture",
    "Places",
    "PolicyBook",
    "PolicyStore",
    "PostedImage",
    "Publisher",
    "Rate",
    "RateBudget",
    "Ready",
    "Result",
    "ResultStore",
    "Status",
    "StyleStore",
    "Submission",
    "TaskImage",
    "TaskStatus",
    "TaskView",
    "Unplaced",
    "Whereabouts",
]
