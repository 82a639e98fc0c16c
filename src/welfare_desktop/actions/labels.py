"""Wristband labels of a child or of a whole ward; printing is journalled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from welfare_desktop.actions import printing
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import board, permissions, rounds
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.names import SCANNED

if TYPE_CHECKING:
    from welfare_desktop.reports.labels import Label


def child_label(desk: Desk, child: Child) -> bytes:
    """The label of one child as PDF."""
    made = _made(desk, child.file_no, [child])
    printing.printed(desk, "F01", child.id)
    return made


def ward_labels(desk: Desk, ward: str) -> bytes:
    """The labels of everybody of a ward, by bed, as PDF."""
    house = desk.house()
    known = house.record("X02", ward)
    children = rounds.in_ward(house, ward, desk.now())
    made = _made(desk, known.text("name") if known else "", children)
    printing.printed(desk, "X02", ward)
    return made


def _made(desk: Desk, title: str, children: Sequence[Child]) -> bytes:
    from welfare_desktop.reports.labels import wristbands

    permissions.permit_view(FORMS["F01"], desk.account.roles)
    return wristbands(desk.institution, title, [_label(c) for c in children], desk.practice)


def _label(child: Child) -> Label:
    from welfare_desktop.reports.labels import Label

    return Label(
        name=child.name, number=child.file_no, sex=label("CL-SEX", child.sex),
        birth_date=child.birth_date, allergy=board.allergy(child),
        code=f"{SCANNED}{child.file_no}",
    )  # fmt: skip
