"""The three phases of the file: which papers a child's file needs (lifecycle.md §5.2–5.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from welfare_desktop.domain import rehab, schooling, socialwork
from welfare_desktop.domain.checkups import screening_due
from welfare_desktop.domain.deadlines import addm, last_day
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.lifecycle import ADMITTED
from welfare_desktop.domain.record import Record

_LONG_ORDER = timedelta(days=30)
_COUNTY_YEARS, _CITY_YEARS = 10, 20


def _cause(*prefixes: str) -> Callable[[Child, datetime], bool]:
    return lambda child, at: child.cause.startswith(prefixes)


def _always(child: Child, at: datetime) -> bool:
    return True


def _hukou(child: Child, at: datetime) -> bool:
    return child.hukou is not None


def _private(child: Child, at: datetime) -> bool:
    return bool(child.intake and child.intake.get("referral_source") == "6")


def _approval(child: Child, at: datetime) -> bool:
    return not child.cause.startswith("T") and child.status_at(at) in ADMITTED


#: Archive type → required when.
PHASE_A: dict[str, Callable[[Child, datetime], bool]] = {
    "A01": _always, "A02": _cause("A1"), "A03": _always, "A04": _always, "A05": _always,
    "A06": _cause("A1", "A2"), "A07": _cause("A"), "A08": _approval, "A09": _hukou,
    "A10": _cause("B"), "A11": _cause("B", "G1"), "A12": _cause("G1"), "A13": _cause("D1"),
    "A14": _cause("T"), "A15": _cause("A2"), "A16": _cause("A1"), "A17": _cause("B", "G1", "D1"),
    "A18": _private, "A19": _cause("E"),
}  # fmt: skip


def _admitted_days(days: int) -> Callable[[Child, datetime], bool]:
    def wanted(child: Child, at: datetime) -> bool:
        start = child.admitted_on
        return start is not None and at.date() > last_day(start, days)

    return wanted


def _any(form: str, name: str = "", *codes: str) -> Callable[[Child, datetime], bool]:
    """There is a record of a form (with one of these codes) that the house itself made."""

    def wanted(child: Child, at: datetime) -> bool:
        return any(
            r.basis == "normal" and (not name or r.get(name) in codes) for r in child.all(form)
        )

    return wanted


def _fostered(child: Child, at: datetime) -> bool:
    return any(span.get("value") == "FOSTER" for span in child.spans("care_mode"))


def _from_age(months: int) -> Callable[[Child, datetime], bool]:
    def wanted(child: Child, at: datetime) -> bool:
        birth = child.birth_date
        return birth is not None and child.here_at(at) and addm(birth, months) <= at.date()

    return wanted


def _screened(child: Child, at: datetime) -> bool:
    """A sick or disabled child has been here for a year, or was screened."""
    known = screening_due(child)
    return bool(child.all("F25")) or (known is not None and known[0] < at.date())


def _long_ordered(child: Child, at: datetime) -> bool:
    """An order ran for more than 30 days."""
    runs = [(r.at("start_at"), min(r.at("stop_at") or at, at)) for r in child.all("F29")]
    return any(start is not None and stop - start > _LONG_ORDER for start, stop in runs)


def _year_of(form: str) -> Callable[[Child, datetime], bool]:
    """A summary of what a form tells of a child, once a year with it is over (B08)."""

    def wanted(child: Child, at: datetime) -> bool:
        return any(r.happened_at[:4] < f"{at:%Y}" for r in socialwork.named_in(child, form))

    return wanted


def _schooled(child: Child, at: datetime) -> bool:
    """At school through the end of a term (B42)."""
    before = schooling.term_on(at.date()).before
    return schooling.enrolment(child, before.last) is not None


def _month_of_training(child: Child, at: datetime) -> bool:
    """A month with sessions is over (B72)."""
    return any(r.happened_at[:7] < f"{at:%Y-%m}" for r in rehab.sessions(child))


#: Of phase B, what school, rehabilitation and social work bring about.
_GROWING: dict[str, Callable[[Child, datetime], bool]] = {
    "B07": _admitted_days(30), "B08": _year_of("F42"),
    "B40": lambda child, at: schooling.able(child, at.date()) is True,
    "B41": _any("F38"), "B42": _schooled, "B43": _any("F39"), "B44": _any("F39", "form", "4"),
    "B45": _any("F40"), "B46": _any("F38", "leave_reason", "1"),
    "B70": _any("F33"), "B71": _any("F34"), "B72": _month_of_training,
    "B73": _any("F36", "type", rehab.ASSISTANCE), "B74": _any("F36", "type", rehab.DEVICE),
}  # fmt: skip
#: The same of phase B (§5.3), as far as the forms that bring the papers about are declared.
PHASE_B: dict[str, Callable[[Child, datetime], bool]] = {
    "B01": _admitted_days(30), "B02": _admitted_days(30), "B04": _any("F10", "state", "1"),
    "B05": _any("F23", "kind", "2"), "B06": lambda child, at: bool(child.record.get("id_no")),
    "B12": _any("F12"), "B20": _fostered, "B21": _any("F16"), "B22": _any("F16"),
    "B23": _any("F17"), "B24": _any("F18"), "B25": _any("F19"), "B26": _any("F19"),
    "B30": _any("F24", "visit_type", "1", "2"), "B31": _any("F24", "visit_type", "3"),
    "B32": _screened, "B33": _any("F23"), "B35": _any("F26"), "B37": _any("F27"),
    "B38": _any("F28"), "B39": _long_ordered, "B50": _any("F45"), "B60": _from_age(210), "B61": _from_age(216),
    "B80": _any("F31", "severity", "3", "4"), "B81": _any("F61"), "B82": _any("F54"),
    **_GROWING,
}  # fmt: skip


def left_for(exit_: Record) -> str:
    """CL-LEAVE of the form of a leaving."""
    return {"F51": "L9", "F49": "L6"}.get(exit_.form) or exit_.text("cause")


def exit_cause(child: Child) -> str:
    """Why a child left (CL-LEAVE), by the form of its leaving; empty while it is here."""
    if child.left_at is None:
        return ""
    if child.all("F51"):
        return "L9"
    told = [r for r in child.all("F50") if r.state == "approved"] or [
        r for r in child.all("F49") if r.state == "approved" and r.get("direction") == "1"
    ]
    return left_for(told[-1]) if told else ""


def _left(*causes: str) -> Callable[[Child, datetime], bool]:
    return lambda child, at: exit_cause(child) in causes


def _alive(child: Child, at: datetime) -> bool:
    return exit_cause(child) not in ("", "L9")


def _able_again(child: Child, at: datetime) -> bool:
    return exit_cause(child) == "L2" or any(
        span.get("transition") == "T06" for span in child.spans("status")
    )


def _death(kind: str) -> Callable[[Child, datetime], bool]:
    def wanted(child: Child, at: datetime) -> bool:
        death = child.newest("F51")
        return death is not None and kind in death_papers(death, child.hukou is not None)

    return wanted


_OF_DEATH = ("C31", "C32", "C33", "C34", "C35", "C36", "C37", "C38")
#: The same of phase C (§5.4).
PHASE_C: dict[str, Callable[[Child, datetime], bool]] = {
    "C01": _alive, "C02": _left("L3"), "C03": _left("L4", "L5", "L10"), "C05": _left("L6"),
    "C06": _left("L6"), "C11": _left("L1", "L2", "L7", "L8"), "C12": _left("L1"),
    "C13": _able_again,
    **{kind: _death(kind) for kind in _OF_DEATH},
    "C40": lambda child, at: bool(child.all("F53")),
}  # fmt: skip


def attached(child: Child) -> list[tuple[str, str, str]]:
    """Every paper attached to the child's forms: form, archive type, day it was entered."""
    memo, key = child.house.memo, ("attached", child.id)
    known: list[tuple[str, str, str]] | None = memo.get(key)
    if known is None:
        known = memo[key] = [
            (form, paper.type, record.submitted_at[:10])
            for form in FORMS for record in child.all(form) for paper in record.papers
        ]  # fmt: skip
    return known


def papers_of(child: Child) -> set[str]:
    """Archive types of every paper attached to the child's forms, and of every item filed (F52)."""
    return {r.text("doc_type") for r in child.all("F52")} | {kind for _, kind, _ in attached(child)}


def missing_documents(child: Child, at: datetime) -> list[str]:
    """Types of phases A and B, and after the leaving of phase C, that are required and not there."""
    living = _missing(PHASE_A, child, at) + _missing(PHASE_B, child, at)
    return living + missing_after_leaving(child, at)


def missing_after_leaving(child: Child, at: datetime) -> list[str]:
    """Types of phase C that are required and not in the file."""
    return _missing(PHASE_C, child, at) if child.left_at is not None else []


def _missing(
    phase: dict[str, Callable[[Child, datetime], bool]], child: Child, at: datetime
) -> list[str]:
    held = papers_of(child)
    return [kind for kind, needed in phase.items() if needed(child, at) and kind not in held]


def digests(item: Record) -> set[str]:
    """SHA-256 of the scans of an archive item (F52)."""
    told = {str(f["sha256"]) for f in item.get("digital") or () if f.get("sha256")}
    return told | {paper.sha256 for paper in item.papers}


def items_of(handed: Record) -> list[str]:
    """Items on a hand-over list (F53)."""
    return [str(row["item"]) for row in handed.rows("list") if row.get("item")]


def listed(house: House, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a hand-over list with what the items say of themselves."""
    out = []
    for row in rows:
        item = house.record("F52", str(row.get("item") or ""))
        known: dict[str, Any] = {}
        if item is not None:
            known = {name: item.get(name) for name in ("title", "pages", "original")}
            known["sha256"] = min(digests(item), default=None)
        out.append({k: v for k, v in known.items() if v is not None} | row)
    return out


def altered(house: House, handed: Record) -> list[str]:
    """Items whose scan is not the one on the list any more, by their titles."""
    out = []
    for row in handed.rows("list"):
        item = house.record("F52", str(row.get("item") or ""))
        if item is not None and row.get("sha256") and digests(item) - {row["sha256"]}:
            same = row["sha256"] in digests(item)
            out += [] if same else [f"“{item.text('title')}”"]
    return out


def completed_on(child: Child) -> date | None:
    """The day on which the last paper of the leaving came into the file, after the leaving."""
    left = child.left_at
    if left is None:
        return None
    days = [
        (r.text("filed_on") or r.submitted_at)[:10]
        for form in ("F49", "F50", "F51", "F52", "F53") for r in child.all(form)
        if r.papers or r.text("doc_type").startswith("C")
    ]  # fmt: skip
    told = [at[:10] for r in child.all("F51") for at in r.filled.values()]
    return date.fromisoformat(max([left.date().isoformat(), *days, *told]))


def closed_on(child: Child) -> date | None:
    """When the file of a child who left was closed (T30)."""
    spans = [s.happened for s in child.spans("status") if s.get("value") == "FILE_CLOSED"]
    return spans[-1].date() if spans and spans[-1] else None


def due_at_archive(child: Child, at: datetime) -> date | None:
    """Last day to hand a closed file to the archive (C12.14); ``None`` while it is open."""
    closed = closed_on(child)
    if closed is None:
        return None
    years = int(child.house.param("archive_handover_years", at.date()))
    own = child.house.institution
    # A city's archive takes it after 20 years [R: 档案法条例 art.20].
    if own is not None and own.get("archive_level") == "2" and years == _COUNTY_YEARS:
        years = _CITY_YEARS
    return addm(closed, 12 * years)


def death_papers(death: Record, registered: bool) -> list[str]:
    """Archive types that the route of a death asks for (§5.4)."""
    police = death.get("route") == "C"
    wanted = {
        "C31": not police, "C32": police, "C33": police or bool(death.get("police_at")),
        "C34": True, "C35": True, "C36": registered, "C37": death.get("treated_by_med") is True,
        "C38": True,
    }  # fmt: skip
    return [kind for kind, needed in wanted.items() if needed]


def missing_of_death(child: Child, death: Record) -> list[str]:
    """Papers of a death that are not in the file yet."""
    held = papers_of(child) | {paper.type for paper in death.papers}
    return [kind for kind in death_papers(death, child.hukou is not None) if kind not in held]
