"""What a package is made of: frozen tables, and what is made of them when it is sealed."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import Any

import msgspec

from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import offset_text
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.house import House
from welfare_desktop.domain.monthly import TABLES, Balance, Column, Month, Table, month_tables
from welfare_desktop.domain.monthly.build import rounds_rows
from welfare_desktop.domain.monthly.columns import ROUNDS
from welfare_desktop.domain.record import Paper, Record
from welfare_desktop.domain.rules.verdict import WORDS
from welfare_desktop.exchange import tables
from welfare_desktop.exchange.package import FILE_LIMIT, LIMIT, Part, content_sha256, text_part
from welfare_desktop.reports import cover as covers
from welfare_desktop.reports import tables_xlsx
from welfare_desktop.reports.page import ChainHead, Signed
from welfare_desktop.store import attachments
from welfare_desktop.store.outbox import OutboxRow

Rows = list[dict[str, Any]]
#: Columns of the list of papers.
_INDEX = {"table": "表", "row": "行", "column": "栏目", "item_no": "序号", "sha256": "校验值",
          "bytes": "字节"}  # fmt: skip
#: Room that the limit of a package leaves for workbook, cover and manifests.
_ROOM = 50_000_000


def institution_facts(institution: Record) -> dict[str, str]:
    """What the cover says of the institution, as it stood when the package was built."""
    fields = ("name", "org_code", "office_name", "first_responsible")
    return {field: institution.text(field) for field in fields}


def payload(desk: Desk, house: House, month: Month) -> dict[str, bytes]:
    """Everything that is frozen at the build: path below ``data/`` → bytes.

    Raises: `Trouble` if the papers alone are too large for a package.
    """
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
    _small_enough(papers, sum(len(data) for data in out.values()))
    out["attachments/index.csv"] = tables.csv_bytes(_INDEX, [row for row, _ in papers])
    return out


def _papers(house: House, found: dict[str, Rows]) -> list[tuple[dict[str, Any], Paper]]:
    """Papers that a P row names: the police certificate of an addition. None of class S4."""
    files = {c.file_no: c for c in house.children}
    out = []
    for number, row in enumerate(found.get("P02", []), 1):
        child = files.get(row["file_no"])
        for record in child.all("F03") if child else []:
            for item, paper in enumerate((p for p in record.papers if p.type == "A02"), 1):
                line = {"table": "P02", "row": number, "column": "police_cert_no", "item_no": item,
                        "sha256": paper.sha256, "bytes": paper.size}  # fmt: skip
                out.append((line, paper))
    return out


def _small_enough(papers: list[tuple[dict[str, Any], Paper]], tables_size: int) -> None:
    sizes = {paper.sha256: paper for _, paper in papers}.values()
    largest = sorted(sizes, key=lambda paper: -paper.size)
    whole = tables_size + sum(paper.size for paper in sizes)
    if whole > LIMIT - _ROOM or (largest and largest[0].size > FILE_LIMIT):
        named = "、".join(f"{p.name}（{p.size / 1e6:.0f} MB）" for p in largest[:3] if p.size > 1e6)
        raise Trouble(f"附件太大，月报包最多4GB、单个文件最多2GB。请换小这些文件：{named}。")


def frozen(desk: Desk, parts: dict[str, bytes]) -> dict[str, Any]:
    """Keep the parts as attachments; their digests, and the one over them and the papers."""
    kept = {
        path: attachments.add(desk.store, io.BytesIO(data), "application/octet-stream").sha256
        for path, data in parts.items()
    }
    papers = _paper_paths(desk, _rows(parts["attachments/index.csv"]))
    items = [(digest, path) for path, digest in (kept | papers).items()]
    return {"frozen": kept, "content_sha256": content_sha256(items)}


def _paper_paths(desk: Desk, index: Rows) -> dict[str, str]:
    """Where the papers lie below ``data/`` → digest."""
    endings = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
    out = {}
    for digest in dict.fromkeys(row["sha256"] for row in index):
        kept = attachments.get(desk.store, digest)
        ending = endings.get(kept.media if kept else "", "bin")
        out[f"attachments/{digest[:2]}/{digest}.{ending}"] = digest
    return out


def _frozen(desk: Desk, row: OutboxRow, path: str) -> bytes:
    return attachments.content(desk.store, row.facts["frozen"][path])


def kept_part(desk: Desk, path: str, digest: str) -> Part:
    """A kept file as part of a package, never whole in memory."""
    return Part(path, lambda out: attachments.copy(desk.store, digest, out))


def _rows(data: bytes) -> Rows:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return [{k: tables.unguarded(v) for k, v in r.items()} for r in csv.DictReader(text)]


def _content(desk: Desk, row: OutboxRow) -> dict[str, Rows]:
    """The frozen tables, read back."""
    names = [p[7:-4] for p in row.facts["frozen"] if p.startswith("tables/")]
    return {name: _rows(_frozen(desk, row, f"tables/{name}.csv")) for name in names}


def all_parts(desk: Desk, row: OutboxRow) -> list[Part]:
    """Payload in order: description, tables, workbook, rounds, cover, heads, papers."""
    kept: dict[str, str] = row.facts["frozen"]
    content = _content(desk, row)
    first = _p00(row, content)
    p00 = tables.csv_bytes([c.name for c in TABLES["P00"].columns], [first])
    parts = [
        text_part("datapackage.json", _description(row.name, list(content))),
        text_part("tables/P00.csv", p00),
    ]
    parts += [kept_part(desk, p, d) for p, d in kept.items() if p.startswith("tables/")]
    month = row.month.replace("-", "")
    parts.append(text_part(f"monthly-{month}.xlsx", _workbook(desk, content, first)))
    parts.append(kept_part(desk, "rounds.csv", kept["rounds.csv"]))
    parts.append(text_part("cover.pdf", _cover(desk, row, content, first)))
    for path in ("audit/heads.jsonl", "attachments/index.csv"):
        parts.append(kept_part(desk, path, kept[path]))
    papers = _paper_paths(desk, _rows(_frozen(desk, row, "attachments/index.csv")))
    return parts + [kept_part(desk, path, digest) for path, digest in papers.items()]


def _p00(row: OutboxRow, content: dict[str, Rows]) -> dict[str, Any]:
    facts = row.facts
    house = facts["institution"]
    return {
        "month": row.month,
        "institution": house["name"],
        "code": house["org_code"],
        "revision": row.revision,
        "office": house["office_name"],
        "first_responsible": house["first_responsible"],
        "built_at": offset_text(datetime.fromisoformat(facts["built_at"])),
        "cut_at": offset_text(datetime.fromisoformat(facts["cut_at"])),
        "row_counts": ";".join(f"{name}={len(rows)}" for name, rows in content.items()),
        "hash": facts["content_sha256"],
        "makers": facts["maker"],
        "approver": facts["approver"],
    }


def _column_info(column: Column) -> tables.ColumnInfo:
    kinds = {"int": "integer", "date": "date", "time": "datetime", "bool": "string"}
    kind = kinds.get(column.kind, "string")
    return tables.ColumnInfo(column.name, column.label, kind, _codes(column))


def _codes(column: Column) -> dict[str, str]:
    if column.codes == "verdict":
        return dict(WORDS)
    return dict(code_list(column.codes).items) if column.codes else {}


def _table_info(table: Table, path: str) -> tables.TableInfo:
    columns = tuple(_column_info(c) for c in table.columns)
    return tables.TableInfo(path, table.title, columns, dict(table.items))


def _description(name: str, names: list[str]) -> bytes:
    infos = [_table_info(TABLES[n], f"tables/{n}.csv") for n in ("P00", *names)]
    infos.append(_table_info(ROUNDS, "rounds.csv"))
    columns = tuple(tables.ColumnInfo(name, label) for name, label in _INDEX.items())
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
    return tables_xlsx.workbook(sheets, title, first["institution"], desk.practice)


def _sheet(table: Table, rows: Rows) -> tables_xlsx.Sheet:
    columns = tuple(
        tables_xlsx.SheetColumn(
            c.name,
            c.label,
            "figure" if table.items else c.kind,
            _codes(c),
        )
        for c in table.columns
    )
    return tables_xlsx.Sheet(table.id, table.title, columns, rows)


def _approver(facts: dict[str, Any]) -> Signed:
    at = facts.get("approved_at")
    return Signed("签发人", facts["approver"], datetime.fromisoformat(at) if at else None)


def _cover(desk: Desk, row: OutboxRow, content: dict[str, Rows], first: dict[str, Any]) -> bytes:
    facts = row.facts
    sums = msgspec.convert(facts["balance"], Balance)
    heads = [json.loads(x) for x in _frozen(desk, row, "audit/heads.jsonl").decode().splitlines()]
    built_at = datetime.fromisoformat(facts["built_at"])
    return covers.cover(
        covers.CoverData(
            institution=first["institution"], code=first["code"], month=row.month,
            revision=row.revision, name=row.name, office=first["office"],
            first_responsible=first["first_responsible"], built_at=built_at,
            cut_at=datetime.fromisoformat(facts["cut_at"]),
            row_counts=tuple(
                covers.RowCount(n, TABLES[n].title, len(rows)) for n, rows in content.items()
            ),
            balance=sums.whole, balance_parts=(*sums.statuses, *sums.modes),
            makers=(Signed("制表人", facts["maker"], built_at),), approver=_approver(facts),
            content_sha256=facts["content_sha256"],
            figures=tuple(_figure(r) for r in content.get("P11", [])),
            heads=tuple(
                ChainHead(h["device"], h["seq"], h["hash"], datetime.fromisoformat(h["at"]))
                for h in heads
            ),
            practice=desk.practice,
        )
    )  # fmt: skip


def _figure(row: dict[str, Any]) -> tuple[str, str]:
    """A line of P11 for people: its label, and shares in per cent."""
    name, value = row["item"], str(row["value"])
    share = "%" if name.startswith("coverage.") and value else ""
    return dict(TABLES["P11"].items)[name], value + share


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
    content = _content(desk, row)
    unsigned = msgspec.structs.replace(row, facts={"approver": "", **row.facts})
    return _cover(desk, unsigned, content, _p00(unsigned, content))
