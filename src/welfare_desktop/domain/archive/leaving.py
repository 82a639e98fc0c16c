"""Why a child left, and the papers that a death asks for (lifecycle.md §1.8, §5.4)."""

from __future__ import annotations

from welfare_desktop.domain.archive.papers import papers_of
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record


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
