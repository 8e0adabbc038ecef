"""Twins of the stores that keep all in memory: for tests by a clock of their own."""

from tests.store.memory.events import MemoryEventStore
from tests.store.memory.images import MemoryImageStore
from tests.store.memory.jobs import MemoryJobStore
from tests.store.memory.listings import MemoryListingStore
from tests.store.memory.models import MemoryModelStore
from tests.store.memory.originals import MemoryOriginalStore
from tests.store.memory.policies import MemoryPolicyStore
from tests.store.memory.rates import MemoryRateBudget
from tests.store.memory.results import MemoryResultStore
from tests.store.memory.shelf import Shelf
from tests.store.memory.uses import MemoryModelUses

__all__ = [
    "MemoryEventStore",
    "MemoryImageStore",
    "MemoryJobStore",
    "MemoryListingStore",
    "MemoryModelStore",
    "MemoryModelUses",
    "MemoryOriginalStore",
    "MemoryPolicyStore",
    "MemoryRateBudget",
    "MemoryResultStore",
    "Shelf",
]
