"""What was stored before there were figures by day is counted into them; on both databases."""

import json
from typing import Any

from alembic import command
from sqlalchemy import Connection, text

from api.adapters.migration import alembic_config, one_at_a_time

BEFORE = "20261123_2030"
LABELS = {"labels": ["on time", "late"]}
SUMS = {
    "measures": {"brier": {"rows": 10, "total": 1.5}, "accuracy": {"rows": 10, "total": 7.0}},
    "labels": {"late": {"rows": 4, "total": 3.0}, "on time": {"rows": 6, "total": 4.0}},
}


def put(connection: Connection, table: str, **row: Any) -> None:
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    given = {
        name: json.dumps(value) if isinstance(value, dict | list) else value
        for name, value in row.items()
    }
    statement = f"INSERT INTO {table} ({names}) VALUES ({values})"  # noqa: S608 - our own words
    connection.execute(text(statement), given)


def minute(connection: Connection, at: str, source: str, counts: list[int], rows: int) -> None:
    put(
        connection, "serving_rollups", model_name="demo", version=1, variant="champion",
        source=source, minute=at, requests=sum(counts) + 1, rows=rows, client_errors=1,
        server_errors=0, cache_hits=0, latency_seconds_sum=0.5, latency_counts=counts,
        batch_rows_sum=0,
    )  # fmt: skip


def prediction(connection: Connection, number: int, occurred_at: str, source: str) -> None:
    put(
        connection, "predictions", id=f"p{number}", row=0, occurred_at=occurred_at,
        served_at="2026-11-22 12:00:00+00:00", model_name="demo", version=1, variant="champion",
        source=source, latency_seconds=0.1, cached=False, inputs={}, output={},
    )  # fmt: skip


def judged(connection: Connection, variant: str) -> None:
    put(
        connection, "quality_days", model_name="demo", version=1, variant=variant,
        day="2026-11-21", rows=20, truths=10, sums=SUMS, measured_at="2026-11-22 00:00:00+00:00",
    )  # fmt: skip


def test_what_is_stored_is_counted_by_day(empty_database_url: str) -> None:
    with one_at_a_time(empty_database_url) as connection:
        command.upgrade(alembic_config(connection), BEFORE)
        put(
            connection, "models", name="demo", task="binary", title={}, summary={},
            cache_responses=False, created_at="2026-11-22 00:00:00+00:00",
        )  # fmt: skip
        put(
            connection, "model_versions", model_name="demo", version=1, digest="d", manifest={},
            schema=LABELS, examples=[], execution={}, created_at="2026-11-22 00:00:00+00:00",
            created_by="system",
        )  # fmt: skip
        minute(connection, "2026-11-21 23:59:00+00:00", "api", [1, 2, 0], 5)
        minute(connection, "2026-11-22 00:00:00+00:00", "api", [0, 1, 1], 7)
        minute(connection, "2026-11-22 00:01:00+00:00", "v2", [3, 0, 0], 11)
        minute(connection, "2026-11-22 00:01:00+00:00", "batch", [9, 9, 9], 1_000)
        for number, at in enumerate(("2013-03-01 23:59:59", "2013-03-02 00:00:00", "2013-03-02")):
            moment = at if ":" in at else f"{at} 12:00:00"
            prediction(connection, number, f"{moment}+00:00", "replay")
        judged(connection, "champion")
        judged(connection, "direct")
        command.upgrade(alembic_config(connection), "head")
        assert served(connection) == [
            ("2026-11-21", 4, 1, [1, 2, 0], 5),
            ("2026-11-22", 7, 2, [3, 1, 1], 1_018),
        ]
        predicted = connection.execute(
            text("SELECT day, source, rows FROM prediction_days ORDER BY day")
        )
        assert [(str(row.day), row.source, row.rows) for row in predicted] == [
            ("2013-03-01", "replay", 1), ("2013-03-02", "replay", 2),
        ]  # fmt: skip
        found = connection.execute(
            text(
                "SELECT rows, truths, loss_rows, loss_total, true_positives, false_positives, "
                "false_negatives, true_negatives FROM judged_days"
            )
        )
        assert [tuple(row) for row in found] == [(20, 10, 10, 1.5, 3, 2, 1, 4)]
        command.downgrade(alembic_config(connection), BEFORE)


def served(connection: Connection) -> list[tuple[Any, ...]]:
    rows = connection.execute(
        text(
            "SELECT day, requests, client_errors, latency_counts, rows FROM serving_days "
            "ORDER BY day"
        )
    )
    return [
        (
            str(row.day),
            row.requests,
            row.client_errors,
            json.loads(row.latency_counts)
            if isinstance(row.latency_counts, str)
            else row.latency_counts,
            row.rows,
        )
        for row in rows
    ]
