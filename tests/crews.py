"""Two crews of workers: one for tests that compute, one for those that wait for somebody.

xdist has every worker look for every test, which costs each as much as many tests take. Here a
worker looks only in the rooms of its crew, and the tests of a crew are shared out among its own.
The few workers of those that compute keep the cores busy while the many others wait.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from xdist.scheduler import WorkStealingScheduling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pytest
    from xdist.remote import Producer
    from xdist.workermanage import WorkerController

HERE = Path(__file__).parent


class Crew(StrEnum):
    """Who looks for which tests."""

    ALL = "all"
    COMPUTING = "computing"
    WAITING = "waiting"


WAITING_ROOMS = frozenset({"browser", "faults", "wire"})
"""All others are the other crew's."""


def crews(asked: Iterable[str], workers: int, cores: int) -> list[Crew]:
    """Return of which crew each worker is: of one for all where not everything is asked for."""
    if any(Path(it).resolve() not in {HERE, HERE.parent} for it in asked):
        return [Crew.ALL] * workers
    computing = min(cores, workers - 1)
    if not computing:
        return [Crew.ALL] * workers
    return [Crew.COMPUTING] * computing + [Crew.WAITING] * (workers - computing)


def is_for_others(crew: Crew, path: Path) -> bool:
    """Whether another crew looks for what is in a room, or beside them."""
    if crew is Crew.ALL or path.parent != HERE:
        return False
    return (path.name in WAITING_ROOMS) is not (crew is Crew.WAITING)


class Crews:
    """Of which crew each worker is; one that takes a dead one's place is of the same."""

    def __init__(self, of_workers: Sequence[Crew]) -> None:
        """Have crews for workers in the order in which xdist makes them."""
        self._of = {f"gw{number}": crew for number, crew in enumerate(of_workers)}
        self._gone = of_workers[-1]
        self.sizes = {crew: of_workers.count(crew) for crew in of_workers}

    def of(self, worker: WorkerController) -> Crew:
        """Return of which crew a worker is."""
        return self._of.setdefault(worker.gateway.id, self._gone)

    def left(self, worker: WorkerController) -> None:
        """Take note that a worker is gone: xdist replaces a dead one at once."""
        self._gone = self.of(worker)


class CrewScheduling:
    """xdist's scheduler by work stealing, within each crew; see its protocol ``Scheduling``."""

    def __init__(self, config: pytest.Config, log: Producer, all_crews: Crews) -> None:
        """Plan for workers of these crews."""
        self._config = config
        self._crews = all_crews
        self._schedulers = {crew: WorkStealingScheduling(config, log) for crew in all_crews.sizes}
        for crew, scheduler in self._schedulers.items():
            scheduler.numnodes = all_crews.sizes[crew]

    @property
    def nodes(self) -> list[WorkerController]:
        """All workers."""
        return [worker for each in self._schedulers.values() for worker in each.nodes]

    @property
    def collection_is_completed(self) -> bool:
        """Whether a crew may begin."""
        return any(each.collection_is_completed for each in self._schedulers.values())

    @property
    def tests_finished(self) -> bool:
        """Whether all crews have done their tests."""
        return all(each.tests_finished for each in self._schedulers.values())

    @property
    def has_pending(self) -> bool:
        """Whether a crew has tests left."""
        return any(each.has_pending for each in self._schedulers.values())

    def add_node(self, worker: WorkerController) -> None:
        """Take note of a worker that is ready to look for tests."""
        self._of(worker).add_node(worker)

    def add_node_collection(self, worker: WorkerController, found: Sequence[str]) -> None:
        """Take note of the tests that a worker has found."""
        self._of(worker).add_node_collection(worker, found)

    def schedule(self) -> None:
        """Have each crew begin whose workers have all looked."""
        for each in self._schedulers.values():
            if each.collection_is_completed:
                each.schedule()
        session = self._config.pluginmanager.getplugin("session")
        # xdist takes what the last worker found for all there is.
        session.testscollected = sum(len(it.collection or ()) for it in self._schedulers.values())

    def mark_test_complete(
        self, worker: WorkerController, item_index: int, duration: float = 0
    ) -> None:
        """Take note that a worker has done a test."""
        self._of(worker).mark_test_complete(worker, item_index, duration)

    def mark_test_pending(self, item: str) -> None:
        """Have a test done once more."""
        for each in self._schedulers.values():
            if item in (each.collection or ()):
                each.mark_test_pending(item)

    def remove_pending_tests_from_node(
        self, worker: WorkerController, indices: Sequence[int]
    ) -> None:
        """Take note of tests that a worker gave back."""
        self._of(worker).remove_pending_tests_from_node(worker, indices)

    def remove_node(self, worker: WorkerController) -> str | None:
        """Take note that a worker is gone; return the test in which it died."""
        self._crews.left(worker)
        died_in: str | None = self._of(worker).remove_node(worker)
        return died_in

    def _of(self, worker: WorkerController) -> WorkStealingScheduling:
        return self._schedulers[self._crews.of(worker)]
