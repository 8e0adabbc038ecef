"""Twins of the stores that keep all in memory: for tests by a clock of their own."""

from tests.store.memory.jobs import MemoryJobStore
from tests.store.memory.policies import MemoryPolicyStore

__all__ = ["MemoryJobStore", "MemoryPolicyStore"]
