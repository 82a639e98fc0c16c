"""建账清单 on paper: what the 院长 reads before signing."""

from __future__ import annotations

from datetime import datetime

from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.opening import opening_list
from welfare_desktop.actions.printing import printed
from welfare_desktop.actions.today import gaps
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.house import Child
from welfare_desktop.reports.opening_list import OpeningChild, OpeningList, OpeningRefusal
from welfare_desktop.reports.opening_list import opening_list as made
from welfare_desktop.reports.page import Signed


def missing(desk: Desk) -> dict[str, int]:
    """Child of the opening entry → how many fields are still to be filled."""
    return {c.id: len(gaps(desk, c)) for c in desk.house().children if c.by_roster}


def opening_paper(desk: Desk) -> bytes:
    """The list as PDF, with the signature if it is signed."""
    house = desk.house()
    if house.institution is None:
        raise Refused("还没有机构概况，请先完成建库向导。")
    listed, count = opening_list(desk), missing(desk)
    places = {ward.id: ward.text("name") for ward in house.wards}
    signed = datetime.fromisoformat(listed.signed_at) if listed.signed_at else None
    paper = made(
        OpeningList(
            institution=house.institution.text("name"),
            go_live_on=house.go_live_on or desk.now().date(),
            children=tuple(_line(c, places, count[c.id]) for c in house.children if c.by_roster),
            refused=tuple(OpeningRefusal(r.row, r.name, r.why) for r in listed.refused),
            sha256=listed.sha256,
            director=Signed("院长", listed.signed_by or "", signed),
            practice=desk.practice,
        )
    )
    printed(desk, "X01", house.institution.id)
    return paper


def _line(child: Child, places: dict[str, str], missing_fields: int) -> OpeningChild:
    birth, arrived = child.birth_date, child.arrived_at
    return OpeningChild(
        file_no=child.file_no, name=child.name, sex=label("CL-SEX", child.sex),
        birth=birth.isoformat() if birth else "", missing=missing_fields,
        arrived=arrived.date().isoformat() if arrived else "",
        status=label("CL-STATUS", child.status or ""),
        care_mode=label("CL-CARE", child.care_mode or ""),
        place=f"{places.get(child.ward or '', '')} {child.bed}".strip(),
    )  # fmt: skip
