"""The first tables.

PostgreSQL keeps the predictions partitioned by day; what no day has been made for lies in the
default partition until ``api.core.predictions.partitions`` makes its day.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from api.migrations.locking import set_lock_timeout

revision = "20261122_2150"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    set_lock_timeout()
    op.create_table(
        "audit_entries",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.String(length=128), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("after", JSON, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"])
    op.create_index("ix_audit_entries_subject", "audit_entries", ["subject"])

    op.create_table(
        "feedback",
        sa.Column("id", BIG, nullable=False),
        sa.Column("event_id", sa.String(length=40), nullable=False),
        sa.Column("prediction_id", sa.String(length=40), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("thumb", sa.String(length=4), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("event_id", name=op.f("uq_feedback_event_id")),
    )
    op.create_index("ix_feedback_prediction_id", "feedback", ["prediction_id"])
    op.create_index("ix_feedback_received_at", "feedback", ["received_at"])

    op.create_table(
        "jobs",
        sa.Column("id", BIG, nullable=False),
        sa.Column("task", sa.String(length=64), nullable=False),
        sa.Column("queue", sa.String(length=32), nullable=False),
        sa.Column("arguments", JSON, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("lease_expires_at", MOMENT, nullable=True),
        sa.Column("worker", sa.String(length=128), nullable=True),
        sa.Column("cancel_requested_at", MOMENT, nullable=True),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(length=128), nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_state_lease", "jobs", ["state", "lease_expires_at"])

    op.create_table(
        "models",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("task", sa.String(length=16), nullable=False),
        sa.Column("title", JSON, nullable=False),
        sa.Column("summary", JSON, nullable=False),
        sa.Column("recipe", sa.String(length=64), nullable=True),
        sa.Column("cache_responses", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_models")),
    )
    op.create_table(
        "outcomes",
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("prediction_id", sa.String(length=40), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("model_name", sa.String(length=64), nullable=True),
        sa.Column("client_key", sa.String(length=200), nullable=True),
        sa.Column("truth", JSON, nullable=False),
        sa.Column("observed_at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_outcomes")),
    )
    op.create_index("ix_outcomes_model_name_client_key", "outcomes", ["model_name", "client_key"])
    op.create_index("ix_outcomes_prediction_id", "outcomes", ["prediction_id"])
    op.create_index("ix_outcomes_received_at", "outcomes", ["received_at"])

    op.create_table(
        "people",
        sa.Column("id", BIG, nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("name", name=op.f("uq_people_name")),
    )
    op.create_table(
        "predictions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("occurred_at", MOMENT, nullable=False),
        sa.Column("served_at", MOMENT, nullable=False),
        sa.Column("model_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("variant", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("client_key", sa.String(length=200), nullable=True),
        sa.Column("latency_seconds", sa.Double(), nullable=False),
        sa.Column("cached", sa.Boolean(), nullable=False),
        sa.Column("inputs", JSON, nullable=False),
        sa.Column("output", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", "row", "occurred_at", name=op.f("pk_predictions")),
        postgresql_partition_by="RANGE (occurred_at)",
    )
    op.create_index(
        "ix_predictions_model_name_client_key", "predictions", ["model_name", "client_key"]
    )
    op.create_index(
        "ix_predictions_model_name_occurred_at_version",
        "predictions",
        ["model_name", "occurred_at", "version"],
    )

    op.create_table(
        "serving_revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", BIG, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_serving_revisions")),
    )
    op.create_table(
        "serving_rollups",
        sa.Column("model_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("variant", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("minute", MOMENT, nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("client_errors", sa.Integer(), nullable=False),
        sa.Column("server_errors", sa.Integer(), nullable=False),
        sa.Column("cache_hits", sa.Integer(), nullable=False),
        sa.Column("latency_seconds_sum", sa.Double(), nullable=False),
        sa.Column("latency_counts", JSON, nullable=False),
        sa.Column("batch_rows_sum", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "model_name", "version", "variant", "source", "minute", name=op.f("pk_serving_rollups")
        ),
    )
    op.create_index("ix_serving_rollups_minute", "serving_rollups", ["minute"])

    op.create_table(
        "spool_positions",
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("position_bytes", BIG, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_spool_positions")),
    )
    op.create_table(
        "batch_predictions",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("model_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("size_bytes", BIG, nullable=False),
        sa.Column("rows_scored", BIG, nullable=False),
        sa.Column("rows_refused", BIG, nullable=False),
        sa.Column("job_id", BIG, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_batch_predictions_job_id_jobs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_predictions")),
    )
    op.create_table(
        "job_events",
        sa.Column("id", BIG, nullable=False),
        sa.Column("job_id", BIG, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("progress", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_job_events_job_id_jobs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_events")),
    )
    op.create_index("ix_job_events_job_id", "job_events", ["job_id"])

    op.create_table(
        "outbox_messages",
        sa.Column("id", BIG, nullable=False),
        sa.Column("job_id", BIG, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("not_before", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name=op.f("fk_outbox_messages_job_id_jobs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_messages")),
    )
    op.create_table(
        "rollouts",
        sa.Column("id", BIG, nullable=False),
        sa.Column("model_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("previous_version", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["model_name"], ["models.name"], name=op.f("fk_rollouts_model_name_models")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollouts")),
    )
    op.create_index("ix_rollouts_model_name", "rollouts", ["model_name"])
    op.create_index(
        "uq_rollouts_champion",
        "rollouts",
        ["model_name"],
        unique=True,
        sqlite_where=sa.text("stage = 'promoted'"),
        postgresql_where=sa.text("stage = 'promoted'"),
    )

    op.create_table(
        "training_runs",
        sa.Column("id", BIG, nullable=False),
        sa.Column("model_name", sa.String(length=64), nullable=False),
        sa.Column("recipe", sa.String(length=64), nullable=False),
        sa.Column("parameters", JSON, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("job_id", BIG, nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_training_runs_job_id_jobs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_runs")),
    )
    op.create_index("ix_training_runs_model_name", "training_runs", ["model_name"])

    op.create_table(
        "model_versions",
        sa.Column("id", BIG, nullable=False),
        sa.Column("model_name", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("manifest", JSON, nullable=False),
        sa.Column("schema", JSON, nullable=False),
        sa.Column("evaluation", JSON, nullable=True),
        sa.Column("card", JSON, nullable=True),
        sa.Column("presentation", JSON, nullable=True),
        sa.Column("examples", JSON, nullable=False),
        sa.Column("execution", JSON, nullable=False),
        sa.Column("training_run_id", BIG, nullable=True),
        sa.Column("mlflow_run_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(length=128), nullable=False),
        sa.ForeignKeyConstraint(
            ["model_name"], ["models.name"], name=op.f("fk_model_versions_model_name_models")
        ),
        sa.ForeignKeyConstraint(
            ["training_run_id"],
            ["training_runs.id"],
            name=op.f("fk_model_versions_training_run_id_training_runs"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_versions")),
        sa.UniqueConstraint(
            "model_name", "digest", name=op.f("uq_model_versions_model_name_digest")
        ),
        sa.UniqueConstraint(
            "model_name", "version", name=op.f("uq_model_versions_model_name_version")
        ),
    )
    op.create_index("ix_model_versions_digest", "model_versions", ["digest"])

    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE predictions_default PARTITION OF predictions DEFAULT")
    op.execute("INSERT INTO serving_revisions (id, revision) VALUES (1, 0)")


def downgrade() -> None:
    set_lock_timeout()
    op.drop_table("model_versions")
    op.drop_table("training_runs")
    op.drop_table("rollouts")
    op.drop_table("outbox_messages")
    op.drop_table("job_events")
    op.drop_table("batch_predictions")
    op.drop_table("spool_positions")
    op.drop_table("serving_rollups")
    op.drop_table("serving_revisions")
    op.drop_table("predictions")
    op.drop_table("people")
    op.drop_table("outcomes")
    op.drop_table("models")
    op.drop_table("jobs")
    op.drop_table("feedback")
    op.drop_table("audit_entries")
