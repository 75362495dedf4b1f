"""Going back to the schema before the stages keeps who serves."""

from alembic import command
from sqlalchemy import text

from api.adapters.migration import alembic_config, one_at_a_time

BEFORE = "20261122_2150"
STAGES = ("proposed", "gated", "settled", "superseded", "aborted", "rolled_back")


def test_a_downgrade_keeps_who_serves_and_takes_traffic_from_nobody_else(
    empty_database_url: str,
) -> None:
    insert = text(
        "INSERT INTO rollouts (model_name, version, stage, weight, reason, created_at, updated_at) "
        "VALUES ('demo', :version, :stage, :weight, 'why', :at, :at)"
    )
    with one_at_a_time(empty_database_url) as connection:
        command.upgrade(alembic_config(connection), "head")
        model = (
            "INSERT INTO models (name, task, title, summary, cache_responses, created_at) "
            "VALUES ('demo', 'binary', '{}', '{}', false, '2026-11-22')"
        )
        connection.execute(text(model))
        for version, stage in enumerate(STAGES, start=1):
            row = {"version": version, "stage": stage, "at": "2026-11-22 12:00:00"}
            connection.execute(insert, row | {"weight": float(stage == "settled")})
        command.downgrade(alembic_config(connection), BEFORE)
        kept = connection.execute(text("SELECT stage, weight FROM rollouts ORDER BY version"))
        assert [tuple(row) for row in kept] == [
            ("proposed", 0.0),
            ("proposed", 0.0),
            ("promoted", 1.0),
            ("superseded", 0.0),
            ("rejected", 0.0),
            ("rolled_back", 0.0),
        ]
        command.upgrade(alembic_config(connection), "head")
