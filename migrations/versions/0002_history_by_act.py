"""Entries found by their act: the last backup, what was printed, opened or refused."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("journal_act", "journal", ["act", "at"])


def downgrade() -> None:
    op.drop_index("journal_act", "journal")
