"""The fixed tables as SQLAlchemy Core sees them; Alembic owns their shape (``migrations/``)."""

from __future__ import annotations

import zlib
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()
#: Shorter bodies gain nothing by packing.
_PACKED_FROM, _PACKED = 1024, b"\x78"


class Body(sa.TypeDecorator[bytes]):
    """JSON bytes, kept packed where they are long: a round repeats its keys once a child.

    JSON begins with ``{``, a packed body with zlib's first byte, so each tells what it is.
    """

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Any) -> bytes | None:
        """To the database."""
        if value is None or len(value) < _PACKED_FROM:
            return value
        return zlib.compress(value, 6)

    def process_result_value(self, value: bytes | None, dialect: Any) -> bytes | None:
        """From the database; what is neither comes as it is, for the checks to find."""
        if value is None or value[:1] != _PACKED:
            return value
        try:
            return zlib.decompress(value)
        except zlib.error:
            return value


meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
journal = sa.Table(
    "journal",
    metadata,
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
    sa.Column("body", Body, nullable=False),
    sa.Column("hash", sa.LargeBinary(32), nullable=False),
    sa.UniqueConstraint("device", "seq"),
    sa.Index("journal_record", "record"),
    sa.Index("journal_act", "act", "at"),
)
record = sa.Table(
    "record",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("form", sa.Text, nullable=False),
    sa.Column("child", sa.Text),
    sa.Column("subject", sa.Text),
    sa.Column("happened_at", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("body", Body, nullable=False),
    sa.Index("record_form_time", "form", "happened_at"),
    sa.Index("record_child", "child", "form"),
    sa.Index("record_subject_time", "subject", "form", "happened_at"),
)
open_round = sa.Table(
    "open_round",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("ward", sa.Text, nullable=False),
    sa.Column("slot", sa.Text),
    sa.Column("opened_at", sa.Text, nullable=False),
    sa.Column("opened_by", sa.Text, nullable=False),
    sa.Column("environment", sa.LargeBinary),
)
round_mark = sa.Table(
    "round_mark",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("round", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Index("round_mark_round", "round"),
)
draft = sa.Table(
    "draft",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("saved_at", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
attachment = sa.Table(
    "attachment",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("disk_sha256", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("media", sa.Text, nullable=False),
    sa.Column("added_at", sa.Text, nullable=False),
)
account = sa.Table(
    "account",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("login", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("pin_hash", sa.Text, nullable=False),
)
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("month", sa.Text, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
