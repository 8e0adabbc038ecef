"""Twins of the stores that keep all in memory: for tests by a clock of their own."""

from tests.store.memory.appeals import MemoryAppealStore, MemoryTellingStore
from tests.store.memory.audit_log import MemoryAuditLogStore
from tests.store.memory.blocks import MemoryBlockStore
from tests.store.memory.cases import MemoryAuditStore, MemoryCaseStore
from tests.store.memory.copies import MemoryCopyStore
from tests.store.memory.deletions import MemoryDeletionStore
from tests.store.memory.events import MemoryEventStore
from tests.store.memory.filters import MemoryFilterStore
from tests.store.memory.fingerprints import MemoryFingerprintStore
from tests.store.memory.history import MemoryHistory
from tests.store.memory.images import MemoryImageStore
from tests.store.memory.job_finder import MemoryJobFinder
from tests.store.memory.jobs import MemoryJobStore
from tests.store.memory.listings import MemoryListingStore
from tests.store.memory.members import MemoryMemberStore
from tests.store.memory.models import MemoryModelStore
from tests.store.memory.opt_outs import MemoryOptOuts
from tests.store.memory.originals import MemoryOriginalStore
from tests.store.memory.policies import MemoryPolicyStore
from tests.store.memory.queue import MemoryQueue
from tests.store.memory.rates import MemoryRateBudget
from tests.store.memory.reports import MemoryReportStore
from tests.store.memory.results import MemoryResultStore
from tests.store.memory.retention import MemoryRetentionStore
from tests.store.memory.reviews import MemoryCardStore, MemoryReviewStore
from tests.store.memory.revisions import MemoryRevisionStore
from tests.store.memory.shelf import Shelf
from tests.store.memory.stars import MemoryShowcaseStore, MemoryStarStore
from tests.store.memory.styles import MemoryStyleStore
from tests.store.memory.tiers import MemoryTierStore
from tests.store.memory.usage import MemoryUsageStore
from tests.store.memory.uses import MemoryModelUses

__all__ = [
    "MemoryAppealStore",
    "MemoryAuditLogStore",
    "MemoryAuditStore",
    "MemoryBlockStore",
    "MemoryCardStore",
    "MemoryCaseStore",
    "MemoryCopyStore",
    "MemoryDeletionStore",
    "MemoryEventStore",
    "MemoryFilterStore",
    "MemoryFingerprintStore",
    "MemoryHistory",
    "MemoryImageStore",
    "MemoryJobFinder",
    "MemoryJobStore",
    "MemoryListingStore",
    "MemoryMemberStore",
    "MemoryModelStore",
    "MemoryModelUses",
    "MemoryOptOuts",
    "MemoryOriginalStore",
    "MemoryPolicyStore",
    "MemoryQueue",
    "MemoryRateBudget",
    "MemoryReportStore",
    "MemoryResultStore",
    "MemoryRetentionStore",
    "MemoryReviewStore",
    "MemoryRevisionStore",
    "MemoryShowcaseStore",
    "MemoryStarStore",
    "MemoryStyleStore",
    "MemoryTellingStore",
    "MemoryTierStore",
    "MemoryUsageStore",
    "Shelf",
]
