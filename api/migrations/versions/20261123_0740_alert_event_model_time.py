"""When an alert's events happened by the clock of their model, for the model's timeline."""

import sqlalchemy as sa
from alembic import op

from api.migrations.locking import set_lock_timeout

revision = "20261123_0740"
down_revision = "20261123_0730"
branch_labels = None
depends_on = None


def upgrade() -> None:
    set_lock_timeout()
    moment = sa.DateTime(timezone=True)
    op.add_column("alert_events", sa.Column("model_at", moment, nullable=True))


def downgrade() -> None:
    set_lock_timeout()
    op.drop_column("alert_events", "model_at")
