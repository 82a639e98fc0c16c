"""Statistics of the month about the house's work: checks and reports, files, services to others,
follow-up (P18–P21)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from welfare_desktop.domain import archive, background
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.monthly.figures import Row, in_month, items
from welfare_desktop.domain.monthly.month import Month
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import check
from welfare_desktop.domain.rules.told import entries
from welfare_desktop.domain.rules.verdict import Verdict

#: X08 ``purpose`` 志愿服务; F50 ``way`` 儿童主任反馈; F52 ``carrier`` 纸质; F53 ``kind`` 国家综合档案馆.
_VOLUNTEER, _REPORTED, _PAPER, _TO_ARCHIVE = "2", "3", "1", "2"
_MOST_MISSING = 10


def _share(part: int, whole: int) -> str:
    """Per cent with one decimal; empty of nothing."""
    return f"{100 * part / whole:.1f}" if whole else ""


def _judged(house: House, month: Month, clause: str, part: str = "") -> list[Verdict]:
    """Those to whom a row applies at the cut (in one month)."""
    found = check(house, month.seen_from(house), clause)
    return [v for v in found if v.verdict != "NA" and v.subject.id.endswith(part)]


# Checks and reports ---------------------------------------------------------------------


def safety(house: House, month: Month) -> list[Row]:
    """P18: who is checked (C11.09), who has a record, how many reports of harm."""
    asked = _judged(house, month, "C11.09")
    recorded = [
        r for r in in_month(house, "F65", month, "replied_on")
        if r.get("result") == background.RECORDED
    ]  # fmt: skip
    return items("P18", {
        "checks_due": len(asked), "checks_done": sum(v.verdict == "PASS" for v in asked),
        "checks_record": len({(r.text("person_name"), r.text("person_id_no")) for r in recorded}),
        "mandatory_reports": len(in_month(house, "F61", month)),
    })  # fmt: skip


# Files ----------------------------------------------------------------------------------


def files(house: House, month: Month) -> list[Row]:
    """P19: files opened, complete, digitised; what was told the national system."""
    at = month.seen_from(house)
    told = [one for child in house.children for one in entries(child, at)]
    due = [(last, entered) for _, last, entered in told if month.has_day(last)]
    values: dict[str, Any] = {
        "files_opened": sum(_opened(c, month) for c in house.children),
        "digitised": _digitised(house, at.date()),
        "entries_due": len(due), "entries_done": sum(entered is not None for _, entered in due),
        "entries_late": sum((entered or at.date()) > last for last, entered in due),
        "transfers_due": sum(_to_hand_over(c, month) for c in house.children),
    }  # fmt: skip
    return items("P19", values | _complete(house, month))


def _opened(child: Child, month: Month) -> bool:
    """C12.04; the files of the opening list were there before."""
    day = child.record.created_at[:10]
    return bool(day) and not child.by_roster and month.has_day(date.fromisoformat(day))


def _complete(house: House, month: Month) -> dict[str, str]:
    """Present of required per phase, and the types that lack most: those of A and B of the children
    here, of C of those who left."""
    at = month.seen_from(house)
    present, total = Counter[str](), Counter[str]()
    lacking = Counter[str]()
    for child in house.children:
        gone = child.left_at is not None and child.left_at <= at
        if not gone and not child.here_at(at):
            continue
        for phase in archive.phases(child, at):
            if (phase.code == "C") is gone:
                present[phase.code] += phase.present
                total[phase.code] += phase.total
                lacking.update(list(phase.lacking))
    most = sorted(lacking.items(), key=lambda one: (-one[1], one[0]))[:_MOST_MISSING]
    missing = {f"missing.{n}": f"{kind}={count}" for n, (kind, count) in enumerate(most, 1)}
    return missing | {f"complete.{code}": _share(present[code], total[code]) for code in "ABC"}


def _digitised(house: House, day: date) -> str:
    """Share of the papers in the files that have an image (C12.10)."""
    papers = [
        r for r in house.of("F52")
        if r.get("carrier") == _PAPER and "" < r.text("filed_on") <= day.isoformat()
    ]  # fmt: skip
    return _share(sum(bool(archive.digests(r)) for r in papers), len(papers))


def _to_hand_over(child: Child, month: Month) -> bool:
    """The file is due at the archive by the cut and not there (C12.14)."""
    at = month.seen_from(child.house)
    due, last = archive.due_at_archive(child, at), at.date().isoformat()
    handed = any(
        r.get("kind") == _TO_ARCHIVE and "" < r.text("done_on") <= last for r in child.all("F53")
    )  # fmt: skip
    return due is not None and due <= at.date() and not handed


# Services to others, social work --------------------------------------------------------------


def services(house: House, month: Month) -> list[Row]:
    """P20: children of other families, social work by type, talks, volunteers."""
    served: dict[str, set[tuple[str, str]]] = {}
    minutes = Counter[str]()
    for record, row in _sessions(house, month):
        kind = record.text("service")
        who = (record.text("child_name"), record.text("birth_date"))
        served.setdefault(kind, set()).add(who)
        minutes[kind] += int(row.get("minutes") or 0)
    held = Counter(r.text("type") for r in in_month(house, "F42", month))
    need = _judged(house, month, "C11.07", f"/{month}")
    values: dict[str, Any] = {
        "talks_done": sum(v.verdict == "PASS" for v in need), "talks_need": len(need),
        "volunteers": sum(r.get("purpose") == _VOLUNTEER for r in in_month(house, "X08", month)),
    }  # fmt: skip
    for row in items("P20", {}):
        part, _, code = row["item"].partition(".")
        if part == "outside_children":
            values[row["item"]] = len(served.get(code, ()))
        elif part == "outside_hours":
            values[row["item"]] = f"{minutes[code] / 60:.1f}"
        elif part == "sw_sessions":
            values[row["item"]] = held[code]
    return items("P20", values)


def _sessions(house: House, month: Month) -> Iterator[tuple[Record, dict[str, Any]]]:
    for record in house.of("F69"):
        for row in record.rows("sessions"):
            if month.has_day(date.fromisoformat(str(row["on"])[:10])):
                yield record, row


# Follow-up ------------------------------------------------------------------------------


def follow_up(house: House, month: Month) -> list[Row]:
    """P21: visits to those who went home or were placed (F50): asked for and made in the month."""
    rows = [row for r in house.of("F50") if r.state == "approved" for row in r.rows("follow_up")]

    def within(name: str) -> list[dict[str, Any]]:
        return [r for r in rows if r.get(name) and month.has_day(date.fromisoformat(r[name][:10]))]

    return items("P21", {
        "follow_ups_expected": len(within("due")), "follow_ups_received": len(within("done_on")),
        "contacts_reported": sum(r.get("way") == _REPORTED for r in within("done_on")),
    })  # fmt: skip
