"""A thread that keeps what is served in step with the rollouts in the database."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session
from api.artifact.sealing import BrokenArtifact
from api.artifact.snapshot import Snapshot
from api.core.errors import FarolError
from api.core.ports import ArtifactStore
from api.core.rollouts import queries
from api.http.snapshot_mirror import (
    discard_damaged_models,
    fetch_models,
    read_snapshot,
    write_snapshot,
)

_log = structlog.get_logger()


@dataclass
class SnapshotRefresher:
    """Polls the serving revision; a database that is down is said once, and outlived."""

    sessions: sessionmaker[Session]
    store: ArtifactStore
    serving_dir: Path
    apply: Callable[[Snapshot], bool]
    """Returns whether all of it could be loaded."""
    poll_seconds: float
    retry_seconds: float = 10.0
    """Until a snapshot of which a version could not be loaded is applied again."""
    trouble: str | None = None
    """Why what is served may be old; None while all is well."""
    _revision: int | None = None
    _retry_at: float = math.inf
    """On the monotonic clock."""
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Serve what was served last, and then follow the database. Returns at once."""
        self._thread = threading.Thread(target=self._run, name="snapshot-refresher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def restore(self) -> None:
        """Serve the mirrored snapshot, whether or not the database answers."""
        try:
            mirrored = read_snapshot(self.serving_dir)
        except (msgspec.DecodeError, OSError) as error:
            _log.warning("the mirrored snapshot cannot be read", trouble=str(error))
            return
        if mirrored is not None:
            self.apply(mirrored)

    def refresh(self) -> None:
        """One look at the database; never raises for what an operator can mend."""
        try:
            self._follow()
        except (SQLAlchemyError, FarolError, BrokenArtifact, OSError) as error:
            self._say(f"{type(error).__name__}: {error}".splitlines()[0])
        else:
            self._say(None)

    def _run(self) -> None:
        self.restore()
        while True:
            self.refresh()
            if self._stop.wait(self.poll_seconds):
                return

    def _follow(self) -> None:
        with read_session(self.sessions) as session:
            retry = time.monotonic() >= self._retry_at
            if queries.revision(session) == self._revision and not retry:
                return
            snapshot = queries.snapshot(session)
        if retry:
            discard_damaged_models(self.serving_dir, snapshot)
        fetch_models(self.serving_dir, snapshot, self.store)
        write_snapshot(self.serving_dir, snapshot)
        complete = self.apply(snapshot)
        self._retry_at = math.inf if complete else time.monotonic() + self.retry_seconds
        self._revision = snapshot.revision

    def _say(self, trouble: str | None) -> None:
        if trouble == self.trouble:
            return
        self.trouble = trouble
        if trouble is None:
            _log.info("the serving snapshot follows the database again")
        else:
            _log.warning("the serving snapshot cannot be refreshed", trouble=trouble)
