"""What a package is made of: frozen tables, and what is made of them when it is sealed."""

from __future__ import annotations

import csv
import importlib.metadata
import io
import json
from datetime import datetime
from typing import Any, BinaryIO, cast

import msgspec

from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import offset_text
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.house import House
from welfare_desktop.domain.monthly import TABLES, Column, Month, Table, balance, month_tables
from welfare_desktop.domain.monthly.build import rounds_rows
from welfare_desktop.domain.monthly.columns import ROUNDS
from welfare_desktop.exchange import tables, trust
from welfare_desktop.exchange.package import Part, text_part
from welfare_desktop.reports import cover as covers
from welfare_desktop.reports import tables_xlsx
from welfare_desktop.reports.page import ChainHead, Signed
from welfare_desktop.store import attachments
from welfare_desktop.store.outbox import OutboxRow

Rows = list[dict[str, Any]]


def version() -> str:
    """Version of the program."""
    return importlib.metadata.version("welfare-desktop")


def recipients(profile: trust.Profile) -> str:
    """What ``CWX-Recipient`` says."""
    return trust.recipients_of(profile)


def payload(desk: Desk, house: House, month: Month) -> dict[str, bytes]:
    """Everything that is frozen at the build: path below ``data/`` → bytes."""
    found = month_tables(house, month)
    out = {
        f"tables/{name}.csv": tables.csv_bytes([c.name for c in TABLES[name].columns], rows)
        for name, rows in found.items()
    }
    out["rounds.csv"] = tables.csv_bytes(
        [c.name for c in ROUNDS.columns], rounds_rows(house, month)
    )
    heads = (json.dumps(h, ensure_ascii=False) + "\n" for h in desk.store.heads())
    out["audit/heads.jsonl"] = "".join(heads).encode()
    papers = _papers(house, found)
    out["attachments/index.csv"] = tables.csv_bytes(
        ["table", "row", "column", "item_no", "sha256", "bytes"], papers
    )
    return out


def _papers(house: House, found: dict[str, Rows]) -> Rows:
    """Papers that a P row names: the police certificate of an addition. None of class S4."""
    files = {c.file_no: c for c in house.children}
    out: Rows = []
    for number, row in enumerate(found.get("P02", []), 1):
        child = files.get(row["file_no"])
        for record in child.all("F03") if child else []:
            for item, paper in enumerate((p for p in record.papers if p.type == "A02"), 1):
                out.append(
                    {"table": "P02", "row": number, "column": "police_cert_no", "item_no": item,
                     "sha256": paper.sha256, "bytes": paper.size}
                )  # fmt: skip
    return out


def _frozen(desk: Desk, row: OutboxRow, path: str) -> bytes:
    with attachments.reading(desk.store, row.facts["frozen"][path]) as source:
        return source.read()


def _opener(desk: Desk, digest: str) -> Any:
    def open_it() -> BinaryIO:
        with attachments.reading(desk.store, digest) as source:
            return io.BytesIO(source.read())

    return open_it


def _rows(data: bytes) -> Rows:
    return [dict(r) for r in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))]


def all_parts(desk: Desk, row: OutboxRow) -> list[Part]:
    """Payload in order: description, tables, workbook, rounds, cover, heads, papers."""
    frozen: dict[str, str] = row.facts["frozen"]
    names = [p[7:-4] for p in frozen if p.startswith("tables/")]
    content = {name: _rows(_frozen(desk, row, f"tables/{name}.csv")) for name in names}
    first = _p00(desk, row, content)
    p00 = tables.csv_bytes([c.name for c in TABLES["P00"].columns], [first])
    parts = [
        text_part("datapackage.json", _description(row.name, names)),
        text_part("tables/P00.csv", p00),
    ]
    parts += [Part(p, _opener(desk, d)) for p, d in frozen.items() if p.startswith("tables/")]
    month = row.month.replace("-", "")
    parts.append(text_part(f"monthly-{month}.xlsx", _workbook(desk, content, first)))
    parts.append(Part("rounds.csv", _opener(desk, frozen["rounds.csv"])))
    parts.append(text_part("cover.pdf", _cover(desk, row, content, first)))
    parts.append(Part("audit/heads.jsonl", _opener(desk, frozen["audit/heads.jsonl"])))
    parts.append(Part("attachments/index.csv", _opener(desk, frozen["attachments/index.csv"])))
    listed = {r["sha256"]: r for r in _rows(_frozen(desk, row, "attachments/index.csv"))}
    for digest in listed:
        kept = attachments.get(desk.store, digest)
        ending = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
        suffix = ending.get(kept.media if kept else "", "bin")
        path = f"attachments/{digest[:2]}/{digest}.{suffix}"
        parts.append(Part(path, _opener(desk, digest)))
    return parts


def _p00(desk: Desk, row: OutboxRow, content: dict[str, Rows]) -> dict[str, Any]:
    institution = desk.house().institution
    if institution is None:
        raise RuntimeError("a package needs an institution")
    facts, month = row.facts, Month.of(row.month)
    return {
        "month": row.month,
        "institution": institution.text("name"),
        "code": institution.text("org_code"),
        "revision": row.revision,
        "office": institution.text("office_name"),
        "first_responsible": institution.text("first_responsible"),
        "built_at": offset_text(datetime.fromisoformat(facts["built_at"])),
        "cut_at": offset_text(month.cut),
        "row_counts": ";".join(f"{name}={len(rows)}" for name, rows in content.items()),
        "hash": facts["content_sha256"],
        "makers": facts["maker"],
        "approver": facts["approver"],
    }


def _column_info(column: Column) -> tables.ColumnInfo:
    kinds = {"int": "integer", "date": "date", "time": "datetime", "bool": "string"}
    codes = dict(code_list(column.codes).items) if column.codes else {}
    return tables.ColumnInfo(column.name, column.label, kinds.get(column.kind, "string"), codes)


def _table_info(table: Table, path: str) -> tables.TableInfo:
    columns = tuple(_column_info(c) for c in table.columns)
    return tables.TableInfo(path, table.title, columns, dict(table.items))


def _description(name: str, names: list[str]) -> bytes:
    infos = [_table_info(TABLES[n], f"tables/{n}.csv") for n in ("P00", *names)]
    infos.append(_table_info(ROUNDS, "rounds.csv"))
    index = ("table", "row", "column", "item_no", "sha256", "bytes")
    columns = tuple(tables.ColumnInfo(n, n) for n in index)
    infos.append(tables.TableInfo("attachments/index.csv", "附件目录", columns))
    return tables.datapackage(name, infos)


def _workbook(desk: Desk, content: dict[str, Rows], first: dict[str, Any]) -> bytes:
    sheets = [_sheet(TABLES["P00"], [first])]
    for name, rows in content.items():
        table = TABLES[name]
        labels = dict(table.items)
        shown = [r | {"item": labels.get(r["item"], r["item"])} for r in rows] if labels else rows
        sheets.append(_sheet(table, shown))
    title = f"{first['institution']} {first['month']} 月报"
    return tables_xlsx.month_workbook(sheets, title, first["institution"], desk.practice)


def _sheet(table: Table, rows: Rows) -> tables_xlsx.Sheet:
    columns = tuple(
        tables_xlsx.SheetColumn(
            c.name, c.label, "text", dict(code_list(c.codes).items) if c.codes else {}
        )
        for c in table.columns
    )
    return tables_xlsx.Sheet(table.id, table.title, columns, rows)


def _approver(facts: dict[str, Any]) -> Signed:
    at = facts.get("approved_at")
    return Signed("签发人", facts["approver"], datetime.fromisoformat(at) if at else None)


def _cover(desk: Desk, row: OutboxRow, content: dict[str, Rows], first: dict[str, Any]) -> bytes:
    facts, month = row.facts, Month.of(row.month)
    house = House(desk.store, min(desk.now(), month.cut))
    sums = balance(house, month)
    heads = [json.loads(x) for x in _frozen(desk, row, "audit/heads.jsonl").decode().splitlines()]
    labels = dict(TABLES["P11"].items)
    figures = tuple(
        (labels[r["item"]], r["value"]) for r in content.get("P11", []) if r["item"] in labels
    )
    return covers.cover(
        covers.CoverData(
            institution=first["institution"], code=first["code"], month=row.month,
            revision=row.revision, name=row.name, office=first["office"],
            first_responsible=first["first_responsible"],
            built_at=datetime.fromisoformat(facts["built_at"]), cut_at=month.cut,
            row_counts=tuple(
                covers.RowCount(n, TABLES[n].title, len(rows)) for n, rows in content.items()
            ),
            balance=covers.BalanceLine("全部", sums.opening, sums.added, sums.left, sums.closing),
            makers=(Signed("制表人", facts["maker"], datetime.fromisoformat(facts["built_at"])),),
            approver=_approver(facts),
            content_sha256=facts["content_sha256"], figures=cast(Any, figures),
            heads=tuple(ChainHead(h["device"], h["seq"], h["hash"]) for h in heads),
            practice=desk.practice,
        )
    )  # fmt: skip


def counted(desk: Desk, row: OutboxRow) -> list[tuple[str, str, int]]:
    """What is frozen: ``(table, title, rows)``, for the person who is asked to sign it."""
    out = []
    for path in row.facts["frozen"]:
        name = path.removeprefix("tables/").removesuffix(".csv")
        if name in TABLES:
            out.append((name, TABLES[name].title, len(_rows(_frozen(desk, row, path)))))
        elif path == "rounds.csv":
            out.append(("rounds", "逐次巡查标记", len(_rows(_frozen(desk, row, path)))))
    return out


def cover_paper(desk: Desk, row: OutboxRow) -> bytes:
    """The PDF cover as far as it is signed."""
    content = {
        path.removeprefix("tables/").removesuffix(".csv"): _rows(_frozen(desk, row, path))
        for path in row.facts["frozen"]
        if path.startswith("tables/")
    }
    unsigned = msgspec.structs.replace(row, facts={"approver": "", **row.facts})
    return _cover(desk, unsigned, content, _p00(desk, unsigned, content))
