"""Records found by what they are about: the last handover of a ward among ten years of them."""

from __future__ import annotations

import json
import zlib

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("record_subject_time", "record", ["subject", "form", "happened_at"])
    _wards()


def _wards() -> None:
    """Rounds, handovers and rosters name their ward in the body."""
    connection = op.get_bind()
    rows = connection.exec_driver_sql(
        "SELECT id, body FROM record WHERE form IN ('F30', 'F32', 'F67') AND subject IS NULL"
    ).all()
    for record, raw in rows:
        body = raw if raw[:1] == b"{" else zlib.decompress(raw)
        ward = json.loads(body)["body"].get("ward")
        connection.execute(
            sa.text("UPDATE record SET subject = :ward WHERE id = :id"),
            {"ward": ward, "id": record},
        )


def downgrade() -> None:
    op.drop_index("record_subject_time", "record")
