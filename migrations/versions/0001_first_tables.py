"""The fixed tables: journal, records, marks, drafts, attachments, accounts, outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_JOURNAL_GUARDS = """
CREATE TRIGGER journal_{verb}_refused BEFORE {verb} ON journal
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END
"""


def upgrade() -> None:
    _history()
    _rounds()
    _rest()


def _history() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("device", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.Column("parent", sa.Text, nullable=False),
        sa.Column("form_version", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.UniqueConstraint("device", "seq"),
    )
    op.create_index("journal_record", "journal", ["record"])
    for verb in ("UPDATE", "DELETE"):
        op.execute(_JOURNAL_GUARDS.format(verb=verb))
    op.create_table(
        "record",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("child", sa.Text),
        sa.Column("subject", sa.Text),
        sa.Column("happened_at", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("record_form_time", "record", ["form", "happened_at"])
    op.create_index("record_child", "record", ["child", "form"])


def _rounds() -> None:
    op.create_table(
        "open_round",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("ward", sa.Text, nullable=False),
        sa.Column("slot", sa.Text),
        sa.Column("opened_at", sa.Text, nullable=False),
        sa.Column("opened_by", sa.Text, nullable=False),
        sa.Column("environment", sa.LargeBinary),
    )
    op.create_table(
        "round_mark",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("round", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("round_mark_round", "round_mark", ["round"])


def _rest() -> None:
    op.create_table(
        "draft",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("saved_at", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "attachment",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("disk_sha256", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("media", sa.Text, nullable=False),
        sa.Column("added_at", sa.Text, nullable=False),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("pin_hash", sa.Text, nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("month", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    for table in (
        "outbox", "account", "attachment", "draft", "round_mark", "open_round", "record",
        "journal", "meta",
    ):  # fmt: skip
        op.drop_table(table)
