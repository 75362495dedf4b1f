"""Installations to run real workers in: embedded (SQLite, files) and full (PostgreSQL, Redis)."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from testing.servers import PostgresServer, RedisServer
from worker.tests.installation import Installation

SHORT_LEASES = {"FAROL_JOB_LEASE_SECONDS": "1.0", "FAROL_SHUTDOWN_GRACE_SECONDS": "2.0"}
FULL = pytest.param("full", marks=[pytest.mark.postgresql, pytest.mark.redis])


@pytest.fixture(scope="module", params=["embedded", FULL])
def installation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """A migrated database and a broker; nothing runs yet."""
    with ExitStack() as stack:
        environment = dict(SHORT_LEASES)
        redis = postgres = None
        if request.param == "full":
            postgres = stack.enter_context(PostgresServer())
            redis = stack.enter_context(RedisServer())
            environment |= {
                "FAROL_DATABASE_URL": postgres.create(),
                "FAROL_BROKER_URL": redis.url,
            }
        directory = tmp_path_factory.mktemp(request.param)
        made = Installation.at(directory, **environment)
        made.redis, made.postgres = redis, postgres
        stack.callback(made.stop_all)
        yield made


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Installation]:
    """An embedded installation of one test alone."""
    made = Installation.at(tmp_path, **SHORT_LEASES)
    yield made
    made.stop_all()
