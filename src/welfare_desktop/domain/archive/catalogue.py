"""The catalogue of the file (lifecycle.md §5.2–5.4) as one table, and how complete a file is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from welfare_desktop.domain.archive import wanted as w
from welfare_desktop.domain.archive.papers import days_of
from welfare_desktop.domain.archive.wanted import Wanted
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """One type of paper. The title is that of CL-DOC, the phase its first letter.

    Args:
        wanted: for how many papers a file asks, by name (``wanted`` module).
        forms: forms that bring it about, the first one declared is shown; none: it comes as it is
            (年度体检报告: from the hospital, on the days of §4.8) and is only filed (F52).
        told: field class (lifecycle.md §6.2) of what no form brings about.
        dated: a paper stands for the year or month of its own day; else papers are counted.
        retention: CL-RET.
    """

    type: str
    wanted: Wanted
    forms: tuple[str, ...] = ()
    told: str = ""
    dated: bool = False
    retention: str = "Y"

    @property
    def phase(self) -> str:
        """CL-PHASE."""
        return self.type[0]

    @property
    def title(self) -> str:
        """材料."""
        return label("CL-DOC", self.type)

    @property
    def form(self) -> str:
        """The form in use that brings it about; empty if there is none."""
        return next((form for form in self.forms if form in FORMS), "")

    @property
    def secrecy(self) -> str:
        """Field class of a paper of this type."""
        return FORMS[self.form].secrecy if self.form else self.told

    def lacking(self, child: Child, at: datetime) -> list[str]:
        """Names of the papers wanted that the file does not hold; empty: it is complete."""
        asked, held = self.wanted(child, at), days_of(child).get(self.type, [])
        if self.dated:
            return [name for name in asked if not any(day.startswith(name) for day in held)]
        return list(asked[len(held) :])


def _kinds(*rows: tuple[str, Wanted, str] | tuple[str, Wanted, str, bool]) -> Iterable[Kind]:
    for kind, wanted, by, *dated in rows:
        told = by if by.startswith("S") else ""
        yield Kind(type=kind, wanted=wanted, forms=() if told else tuple(by.split()), told=told,
                   dated=bool(dated))  # fmt: skip


_IN_30 = w.admitted_days(30)
#: Archive type → its row of the handbook.
CATALOGUE: dict[str, Kind] = {kind.type: kind for kind in _kinds(
    ("A01", w.always, "F02"), ("A02", w.cause("A1"), "F03"), ("A03", w.always, "F05"),
    ("A04", w.always, "F05"), ("A05", w.always, "F01 F02"),
    ("A06", w.either(w.cause("A1", "A2"), w.any_of("F06")), "F06"), ("A07", w.cause("A"), "F07"),
    ("A08", w.approved, "F08"), ("A09", w.registered, "F09"), ("A10", w.cause("B"), "F04"),
    ("A11", w.cause("B", "G1"), "F04"), ("A12", w.cause("G1"), "F04"),
    ("A13", w.cause("D1"), "F04"), ("A14", w.cause("T"), "F04"), ("A15", w.cause("A2"), "F04"),
    ("A16", w.cause("A1"), "F03"), ("A17", w.cause("B", "G1", "D1"), "F04"),
    ("A18", w.private, "F02"), ("A19", w.cause("E"), "F04"),
    ("B01", _IN_30, "F11"), ("B02", _IN_30, "F13"), ("B03", w.yearly, "S2", True),
    ("B04", w.any_of("F10", "state", "1"), "F10"), ("B05", w.any_of("F23", "kind", "2"), "F23"),
    ("B06", w.numbered, "F09"), ("B07", _IN_30, "F41"),
    ("B08", w.yearly_of("F42"), "F42", True), ("B10", w.always, "F20"),
    ("B11", w.yearly_under_age, "F21", True), ("B12", w.any_of("F12"), "F12"),
    ("B13", w.under_age, "F22"),
    ("B20", w.fostered, "F15"), ("B21", w.each("F16"), "F16"), ("B22", w.each("F16"), "F70"),
    ("B23", w.foster_months, "F17", True), ("B24", w.each("F18"), "F18"),
    ("B25", w.each("F19"), "F19"), ("B26", w.each("F19"), "F19"),
    ("B30", w.any_of("F24", "visit_type", "1", "2"), "F24"),
    ("B31", w.any_of("F24", "visit_type", "3"), "F24"),
    ("B32", w.yearly_ill, "F25", True), ("B33", w.any_of("F23"), "F23"),
    ("B34", w.any_of("F24", "consent_by"), "F24"), ("B35", w.any_of("F26"), "F26"),
    ("B36", w.yearly, "S3", True), ("B37", w.any_of("F27"), "F27"),
    ("B38", w.any_of("F28", "applied_on"), "F28"), ("B39", w.long_order, "F29"),
    ("B40", w.any_of("F37", "ordinary_edu_able"), "F37"), ("B41", w.any_of("F38"), "F38"),
    ("B42", w.terms, "F38"), ("B43", w.any_of("F39"), "F39"),
    ("B44", w.any_of("F39", "form", "4"), "F39"), ("B45", w.any_of("F40"), "F40"),
    ("B46", w.any_of("F38", "leave_reason", "1"), "F38"),
    ("B50", w.any_of("F45"), "F45"), ("B51", w.any_of("F46", "topic", "1"), "F46"),
    ("B52", w.any_of("F47", "published_on"), "F47"), ("B53", w.any_of("F47", "fusion_start"), "F47"),
    ("B54", w.any_of("F47", "ended_on"), "F47"), ("B55", w.any_of("F47"), "F47"),
    ("B60", w.from_age(210), "F43"), ("B61", w.from_age(216), "F44"),
    ("B70", w.any_of("F33"), "F33"), ("B71", w.any_of("F34"), "F34"),
    ("B72", w.monthly_of("F35"), "F35", True), ("B73", w.any_of("F36", "type", "1"), "F36"),
    ("B74", w.any_of("F36", "type", "2"), "F36"),
    ("B80", w.any_of("F31", "severity", "3", "4"), "F31"), ("B81", w.any_of("F61"), "F61"),
    ("B82", w.any_of("F54"), "F54"), ("B83", lambda child, at: (), "S2"), ("B84", w.owns, "F04"),
    ("C01", w.alive, "F50"), ("C02", w.left("L3"), "F50"),
    ("C03", w.left("L4", "L5", "L10"), "F44 F50"), ("C05", w.left("L6"), "F49"),
    ("C06", w.left("L6"), "F49"), ("C11", w.left("L1", "L2", "L7", "L8"), "F50"),
    ("C12", w.left("L1"), "F50"), ("C13", w.able_again, "F50"),
    *((kind, w.of_death(kind), "F51") for kind in
      ("C31", "C32", "C33", "C34", "C35", "C36", "C37", "C38")),
    ("C40", w.any_of("F53"), "F53"),
)}  # fmt: skip


class Phase(msgspec.Struct, frozen=True, kw_only=True):
    """One phase of a file: types asked for, and those not complete with the papers they lack.

    Args:
        begun: phase C counts after the leaving.
    """

    code: str
    begun: bool
    required: tuple[str, ...]
    lacking: dict[str, list[str]]

    @property
    def total(self) -> int:
        """Types required."""
        return len(self.required)

    @property
    def present(self) -> int:
        """Those of which nothing lacks."""
        return self.total - len(self.lacking)


def phases(child: Child, at: datetime) -> list[Phase]:
    """Completeness of each phase of a child's file (§5.4)."""
    out = []
    for code in "ABC":
        begun = code != "C" or child.left_at is not None
        kinds = [k for k in CATALOGUE.values() if begun and k.phase == code]
        asked = [kind for kind in kinds if kind.wanted(child, at)]
        lacking = {k.type: names for k in asked if (names := k.lacking(child, at))}
        required = tuple(kind.type for kind in asked)
        out.append(Phase(code=code, begun=begun, required=required, lacking=lacking))
    return out


def lacking_words(kind: str, names: Iterable[str]) -> str:
    """What lacks of a type, in words: ``走访记录（按月）（2026-03、2026-04）``."""
    told = [name for name in names if name]
    return label("CL-DOC", kind) + (f"（{'、'.join(told)}）" if told else "")


def missing_documents(child: Child, at: datetime) -> list[str]:
    """Types of phases A and B, and after the leaving of phase C, that are required and not there."""
    return [kind for phase in phases(child, at) for kind in phase.lacking]


def missing_after_leaving(child: Child, at: datetime) -> list[str]:
    """Types of phase C that are required and not in the file."""
    return list(phases(child, at)[-1].lacking)
