import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from api.adapters.database import make_engine
from api.adapters.migration import alembic_config, migrate, one_at_a_time
from api.core.tables import Table

PROCESSES = 4


@pytest.fixture
def connection(empty_database_url: str) -> Iterator[Connection]:
    with one_at_a_time(empty_database_url) as connection:
        yield connection


def tables(connection: Connection) -> set[str]:
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    return {n for n in names if not n.startswith(("predictions_", "shadow_predictions_"))}


def test_upgrading_makes_every_table(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "head")
    assert set(Table.metadata.tables) == tables(connection)


def test_the_tables_are_those_of_the_code(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "head")
    command.check(alembic_config(connection))


def test_every_migration_goes_down_and_up_again(connection: Connection) -> None:
    config = alembic_config(connection)
    revisions = list(ScriptDirectory.from_config(config).walk_revisions())
    command.upgrade(config, "head")
    for _ in revisions:
        command.downgrade(config, "-1")
        command.upgrade(config, "+1")
        command.downgrade(config, "-1")
    assert tables(connection) == set()
    command.upgrade(config, "head")
    command.check(config)


def test_a_migration_sets_its_lock_timeout_first(connection: Connection) -> None:
    command.upgrade(alembic_config(connection), "head")
    if connection.dialect.name == "postgresql":
        assert connection.scalar(text("SHOW lock_timeout")) == "5s"


def test_processes_that_start_at_once_migrate_once(empty_database_url: str) -> None:
    program = "import sys; from api.adapters.migration import migrate; migrate(sys.argv[1])"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, empty_database_url],
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": "."},
        )
        for _ in range(PROCESSES)
    ]
    outcomes = [(process.communicate()[1].decode(), process.returncode) for process in processes]
    assert outcomes == [("", 0)] * PROCESSES
    with make_engine(empty_database_url).connect() as connection:
        assert set(Table.metadata.tables) == tables(connection)
        assert connection.execute(text("SELECT id, revision FROM serving_revisions")).all() == [
            (1, 0)
        ]


def test_migrating_again_keeps_what_is_there(empty_database_url: str) -> None:
    migrate(empty_database_url)
    engine = make_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE serving_revisions SET revision = 7"))
    migrate(empty_database_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT revision FROM serving_revisions")) == 7
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing(empty_database_url: str) -> None:
    class Interrupted(Exception):
        pass

    def upgrade_and_fail() -> None:
        with one_at_a_time(empty_database_url) as connection:
            command.upgrade(alembic_config(connection), "head")
            raise Interrupted

    with pytest.raises(Interrupted):
        upgrade_and_fail()
    with make_engine(empty_database_url).connect() as connection:
        assert tables(connection) == set()
