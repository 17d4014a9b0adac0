"""What a draft rests on: its sources, the questions it answers, the day it speaks of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    with op.batch_alter_table("drafts") as drafts:
        drafts.add_column(sa.Column("sources", sa.JSON(), server_default="[]", nullable=False))
        drafts.add_column(sa.Column("reading", sa.JSON(), server_default="{}", nullable=False))
        drafts.add_column(sa.Column("personal", sa.JSON(), server_default="{}", nullable=False))
        drafts.add_column(sa.Column("as_of", sa.Date(), nullable=True))


def downgrade() -> None:
    """Undo the change."""
    with op.batch_alter_table("drafts") as drafts:
        for column in ("as_of", "personal", "reading", "sources"):
            drafts.drop_column(column)
