"""Twins of the stores that keep all in memory: for tests by a clock of their own."""

from tests.store.memory.events import MemoryEventStore
from tests.store.memory.images import MemoryImageStore
from tests.store.memory.jobs import MemoryJobStore
from tests.store.memory.listings import MemoryListingStore
from tests.store.memory.members import MemoryMemberStore
from tests.store.memory.originals import MemoryOriginalStore
from tests.store.memory.policies import MemoryPolicyStore
from tests.store.memory.rates import MemoryRateBudget
from tests.store.memory.results import MemoryResultStore
from tests.store.memory.shelf import Shelf
from tests.store.memory.styles import MemoryStyleStore

__all__ = [
    "MemoryEventStore",
    "MemoryImageStore",
    "MemoryJobStore",
    "MemoryListingStore",
    "MemoryMemberStore",
    "MemoryOriginalStore",
    "MemoryPolicyStore",
    "MemoryRateBudget",
    "MemoryResultStore",
    "MemoryStyleStore",
    "Shelf",
]
