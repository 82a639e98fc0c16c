"""Phases A and C of the file: which papers a child's file needs (lifecycle.md §5.2, §5.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from welfare_desktop.domain.deadlines import addm
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.lifecycle import ADMITTED
from welfare_desktop.domain.record import Record


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


def papers_of(child: Child) -> set[str]:
    """Archive types of every paper attached to the child's forms, and of every item filed (F52)."""
    filed = {r.text("doc_type") for r in child.all("F52")}
    return filed | {p.type for form in FORMS for r in child.all(form) for p in r.papers}


def missing_documents(child: Child, at: datetime) -> list[str]:
    """Types of phase A, and after the leaving of phase C, that are required and not in the file."""
    return _missing(PHASE_A, child, at) + missing_after_leaving(child, at)


def missing_after_leaving(child: Child, at: datetime) -> list[str]:
    """Types of phase C that are required and not in the file."""
    return _missing(PHASE_C, child, at) if child.left_at is not None else []


def _missing(
    phase: dict[str, Callable[[Child, datetime], bool]], child: Child, at: datetime
) -> list[str]:
    held = papers_of(child)
    return [kind for kind, needed in phase.items() if needed(child, at) and kind not in held]


def closed_on(child: Child) -> date | None:
    """When the file of a child who left was closed (T30)."""
    spans = [s.happened for s in child.spans("status") if s.get("value") == "FILE_CLOSED"]
    return spans[-1].date() if spans and spans[-1] else None


def due_at_archive(child: Child, at: datetime) -> date | None:
    """Last day to hand a closed file to the archive (C12.14); ``None`` while it is open."""
    closed = closed_on(child)
    if closed is None:
        return None
    return addm(closed, 12 * int(child.house.param("archive_handover_years", at.date())))


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
