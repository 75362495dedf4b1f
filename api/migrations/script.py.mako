"""${message}"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
from api.migrations.locking import set_lock_timeout

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    set_lock_timeout()
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    set_lock_timeout()
    ${downgrades if downgrades else "pass"}
