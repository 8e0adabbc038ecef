"""What the jobs need from outside, in their own words. ``app`` joins them to who does it."""

from bot.domain.ports.blur import Blur
from bot.domain.ports.catalogue import Catalogue
from bot.domain.ports.engine import Engine, TaskImage, TaskStatus, TaskView
from bot.domain.ports.events import EventStore
from bot.domain.ports.images import ImageStore
from bot.domain.ports.job_store import Accepted, JobStore
from bot.domain.ports.originals import OriginalStore
from bot.domain.ports.picture import Picture
from bot.domain.ports.places import Places, Unplaced
from bot.domain.ports.policies import PolicyBook, PolicyStore
from bot.domain.ports.publisher import Publisher, Ready
from bot.domain.ports.shown import FileMade, PostedImage, Result, Status

__all__ = [
    "Accepted",
    "Blur",
    "Catalogue",
    "Engine",
    "EventStore",
    "FileMade",
    "ImageStore",
    "JobStore",
    "OriginalStore",
    "Picture",
    "Places",
    "PolicyBook",
    "PolicyStore",
    "PostedImage",
    "Publisher",
    "Ready",
    "Result",
    "Status",
    "TaskImage",
    "TaskStatus",
    "TaskView",
    "Unplaced",
]
