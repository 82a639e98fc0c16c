"""The fixed tables as SQLAlchemy Core sees them; Alembic owns their shape (``migrations/``)."""

from __future__ import annotations

import zlib
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()
#: Shorter bodies gain nothing by packing.
_PACKED_FROM, _PACKED = 256, b"\x78"
#: What rosters, handovers and rounds say again and again; zlib begins with it. Never to be changed:
#: what was packed with it needs it. (A packed body carries its checksum, so a second one can stand
#: beside it.)
_WORDS = (
    b'{"basis":"normal","child":null,"form_no":"F67-2016-0001","happened_at":"2016-10-01T08:00",'
    b'"state":"submitted","subject":"0","values":{"date":"2016-10-01","girls_rule":true,"leader":'
    b'"","medic":"","planned_from":"2016-10-01T08:00","planned_to":"2016-10-01T16:00","shift":"D",'
    b'"staff_list":["","ward":""addendum":"","by_in":{"at":"","by_out":{"at":"","census":[{'
    b'"arrived":0,"away":0,"boarding":0,"expected":20,"foster":0,"hospital":0,"left":0,"listed":20,'
    b'"seen":20}],"facility":{"cctv":true,"fire":true,"keys":true,"med_cabinet":true,'
    b'"rescue_box":true},"from_shift":"D","handover_at":"2016-10-01T08:00","open_events":[],'
    b'"open_rounds":[],"orders_due":[],"special_list":[{"ack_at":"2016-10-01T08:00","attention":"2",'
    b'"bedside_at":"2016-10-01T08:00","child":"","contingency":"","next_at":"","reason":"",'
    b'"repeat_back":"","summary":"","todo":"","to_shift":"E","ward":"","warnings":[]}}{"basis":'
    b'"normal","child":null,"form_no":"F30-2016-0043","happened_at":"2016-10-01T01:07","state":'
    b'"submitted","subject":"01a2","values":{"by":{"at":"2016-10-01T01:07","by":"01a2","name":"",'
    b'"sha256":""},"closed_as":"1","done_at":"2016-10-01T01:07","due_at":"2016-10-01T01:00",'
    b'"environment":{"climate":true,"doors":true,"fire_exit":true,"floor":true,"utilities":true},'
    b'"expected":20,"marks":[{"at":"2016-10-01T01:06:04","by":"01a2","child":"01a2","mark":"2",'
    b'"note":"","slot":"2016-10-01T01:00","temp":36.5,"ward":"01a2"},{"at":"2016-10-01T01:06:08",'
    b'"by":"01a2","child":"01a2","mark":"1","slot":"2016-10-01T01:00","ward":"01a2'
)


def packed(body: bytes) -> bytes:
    """A body as it is kept: packed where it is long."""
    if len(body) < _PACKED_FROM:
        return body
    packing = zlib.compressobj(6, zdict=_WORDS)
    return packing.compress(body) + packing.flush()


def _unpacked(kept: bytes) -> bytes:
    unpacking = zlib.decompressobj(zdict=_WORDS)
    body = unpacking.decompress(kept)
    if not unpacking.eof or unpacking.unused_data:
        raise zlib.error("cut")
    return body


class Body(sa.TypeDecorator[bytes]):
    """JSON bytes, kept packed where they are long: a round repeats its keys once a child.

    JSON begins with ``{``, a packed body with zlib's first byte, so each tells what it is.
    """

    impl = sa.LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Any) -> bytes | None:
        """To the database."""
        return None if value is None else packed(value)

    def process_result_value(self, value: bytes | None, dialect: Any) -> bytes | None:
        """From the database; what is neither comes as it is, for the checks to find."""
        if value is None or value[:1] != _PACKED:
            return value
        try:
            return _unpacked(value)
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
care_note = sa.Table(
    "care_note",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("ward", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
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
