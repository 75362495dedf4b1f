"""Figures by day for the executive dashboard, made of what is stored already; value formulas."""

from collections import defaultdict
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.migrations.locking import set_lock_timeout

revision = "20261123_2315"
down_revision = "20261123_2030"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
KEY = ("day", "model_name", "version")
NOT_LIVE = ("direct", "batch")
LOSSES = ("brier", "mae", "error")


def upgrade() -> None:
    set_lock_timeout()
    serving = _day_table(
        "serving_days",
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("client_errors", sa.Integer(), nullable=False),
        sa.Column("server_errors", sa.Integer(), nullable=False),
        sa.Column("latency_seconds_sum", sa.Double(), nullable=False),
        sa.Column("latency_counts", JSON, nullable=False),
    )
    _day_table(
        "prediction_days",
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("rows", BIG_ID, nullable=False),
        more_key=("source",),
    )
    _day_table(
        "feedback_days",
        sa.Column("up", sa.Integer(), nullable=False),
        sa.Column("down", sa.Integer(), nullable=False),
    )
    counts = ("true_positives", "false_positives", "false_negatives", "true_negatives")
    judged = _day_table(
        "judged_days",
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("truths", sa.Integer(), nullable=False),
        sa.Column("loss_rows", sa.Integer(), nullable=False),
        sa.Column("loss_total", sa.Double(), nullable=False),
        *[sa.Column(name, sa.Integer(), nullable=False) for name in counts],
    )
    _day_table(
        "usage_days",
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("cpu_seconds", sa.Double(), nullable=False),
        sa.Column("gpu_seconds", sa.Double(), nullable=False),
        sa.Column("memory_byte_seconds", sa.Double(), nullable=False),
        more_key=("purpose",),
    )
    _create_value_formulas()
    op.add_column(
        "feedback",
        sa.Column("is_counted", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    op.create_index(
        "ix_feedback_uncounted",
        "feedback",
        ["received_at"],
        sqlite_where=sa.text("is_counted = 0"),
        postgresql_where=sa.text("NOT is_counted"),
    )
    _count_served(serving)
    _count_predicted()
    _count_judged(judged)


def downgrade() -> None:
    set_lock_timeout()
    op.drop_index("ix_feedback_uncounted", table_name="feedback")
    with op.batch_alter_table("feedback") as batch:
        batch.drop_column("is_counted")
    op.drop_table("value_formulas")
    for name in ("usage", "judged", "feedback", "prediction", "serving"):
        op.drop_table(f"{name}_days")


def _day_table(name: str, *columns: sa.Column[Any], more_key: tuple[str, ...] = ()) -> sa.Table:
    return op.create_table(
        name,
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("model_name", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint(*KEY, *more_key, name=op.f(f"pk_{name}")),
    )


def _create_value_formulas() -> None:
    op.create_table(
        "value_formulas",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("model_name", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", JSON),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_formulas")),
        sa.UniqueConstraint(
            "model_name", "number", name=op.f("uq_value_formulas_model_name_number")
        ),
        sa.ForeignKeyConstraint(
            ["model_name"], ["models.name"], name=op.f("fk_value_formulas_model_name_models")
        ),
    )


def _count_served(table: sa.Table) -> None:
    """The minutes of every day, histograms added up bucket by bucket."""
    rollup = sa.table(
        "serving_rollups",
        sa.column("minute", MOMENT),
        *[sa.column(name) for name in ("model_name", "version", "source", "requests")],
        *[sa.column(name) for name in ("client_errors", "server_errors", "latency_seconds_sum")],
        sa.column("latency_counts", JSON),
    )
    sums = ("requests", "client_errors", "server_errors", "latency_seconds_sum")
    days: dict[tuple[Any, ...], dict[str, Any]] = defaultdict(lambda: dict.fromkeys(sums, 0))
    for row in op.get_bind().execute(sa.select(rollup).where(rollup.c.source != "batch")):
        minute = row.minute.astimezone(UTC) if row.minute.tzinfo else row.minute
        found = days[minute.date(), row.model_name, row.version]
        for name in sums:
            found[name] += getattr(row, name)
        old = found.get("latency_counts", [0] * len(row.latency_counts))
        pairs = zip(old, row.latency_counts, strict=True)
        found["latency_counts"] = [one + more for one, more in pairs]
    rows = [dict(zip(KEY, key, strict=True)) | found for key, found in days.items()]
    if rows:
        op.bulk_insert(table, rows)


def _count_predicted() -> None:
    day = "date(occurred_at)"
    if op.get_bind().dialect.name == "postgresql":
        day = "(occurred_at AT TIME ZONE 'UTC')::date"
    op.execute(
        "INSERT INTO prediction_days (day, model_name, version, source, rows) "  # noqa: S608 - our own words
        f"SELECT {day}, model_name, version, source, count(*) FROM predictions "
        f"GROUP BY {day}, model_name, version, source"
    )


def _count_judged(table: sa.Table) -> None:
    quality = sa.table(
        "quality_days",
        sa.column("day", sa.Date()),
        *[sa.column(name) for name in ("model_name", "version", "variant", "rows", "truths")],
        sa.column("sums", JSON),
    )
    names = [column.name for column in table.columns if column.name not in KEY]
    labels = _labels()
    days: dict[tuple[Any, ...], dict[str, Any]] = defaultdict(lambda: dict.fromkeys(names, 0))
    statement = sa.select(quality).where(quality.c.variant.not_in(NOT_LIVE))
    for row in op.get_bind().execute(statement):
        found = days[row.day, row.model_name, row.version]
        for name, value in _judged(row, labels.get((row.model_name, row.version), [])).items():
            found[name] += value
    rows = [dict(zip(KEY, key, strict=True)) | found for key, found in days.items()]
    if rows:
        op.bulk_insert(table, rows)


def _labels() -> dict[tuple[str, int], list[str]]:
    versions = sa.table(
        "model_versions", sa.column("model_name"), sa.column("version"), sa.column("schema", JSON)
    )
    return {
        (row.model_name, row.version): row.schema.get("labels", [])
        for row in op.get_bind().execute(sa.select(versions))
    }


def _judged(row: Any, labels: list[str]) -> dict[str, float]:
    measures = row.sums["measures"]
    loss = next((measures[name] for name in LOSSES if name in measures), {"rows": 0, "total": 0})
    found = {
        "rows": row.rows,
        "truths": row.truths,
        "loss_rows": loss["rows"],
        "loss_total": loss["total"],
    }
    if "brier" in measures and len(labels) == 2:
        nothing = {"rows": 0, "total": 0}
        no, yes = (row.sums["labels"].get(label, nothing) for label in labels)
        found["true_positives"] = int(yes["total"])
        found["false_negatives"] = yes["rows"] - int(yes["total"])
        found["true_negatives"] = int(no["total"])
        found["false_positives"] = no["rows"] - int(no["total"])
    return found
