"""Whom to call at this minute (lifecycle.md §4.1, §4.5): by the roster, the profile, the staff list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from welfare_desktop.domain import cover, ladder, staffing
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.duty_plan import ASKED
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record

NO_ROSTER = "本班排班没有写，请在排班表补上"
NO_PHONE = "没有电话，请在工作人员登记表补上"
BY_POST = "没有排班，按岗位列出"
_NO_PROFILE = "没有登记，请在机构概况补上"
#: Without a roster so many are named for each post of it.
_NAMED = 3
_MINUTE = timedelta(minutes=1)


class Contact(msgspec.Struct, frozen=True):
    """Somebody to call.

    Args:
        action: CL-ACTION that the call is; empty: it is only noted as told. missing: what is not
            known and where it is entered.
    """

    title: str
    name: str = ""
    phone: str = ""
    action: str = ""
    missing: str = ""

    @property
    def told(self) -> str:
        """How the person stands in F31 `notified`."""
        return f"{self.title} {self.name}".strip()


def rosters_at(house: House, at: datetime, ward: str | None = None) -> list[Record]:
    """Rosters in force at a minute; those of a ward before the others."""
    found = cover.rosters(house, None, at, at + _MINUTE)
    return sorted(found, key=lambda r: r.get("ward") != ward)


def _person(house: House, title: str, staff: str, action: str = "") -> Contact:
    known = house.record("F64", staff)
    name, phone = (known.text("name"), known.text("phone")) if known else ("", "")
    return Contact(title, name, phone, action, "" if phone else NO_PHONE)


def _rostered(house: House, ward: str | None, field: str, title: str, action: str) -> list[Contact]:
    people = dict.fromkeys(r.text(field) for r in rosters_at(house, house.now, ward))
    found = [_person(house, title, staff, action) for staff in people if staff]
    if found:
        return found
    stand_ins = _by_post(house, field, action)
    # Nobody knows which of them comes: a key notes the post, a name only who was really called.
    return [Contact(title, action=action, missing=BY_POST if stand_ins else NO_ROSTER), *stand_ins]


def _by_post(house: House, field: str, action: str) -> list[Contact]:
    """Staff of the posts in stead of a roster: on duty by handover first, then by post; nurses and
    doctors are called as such alone."""
    now, medics = house.now, ASKED["medic"]
    posts = [p for p in ASKED[field] if field == "medic" or p not in medics]
    there = {p for ward in house.wards for p in staffing.on_duty(house, ward.id, now)}
    able = [
        p for p in house.staff
        if p.text("post") in posts and not cover.hindrance(house, p, now, now + _MINUTE)
    ]  # fmt: skip
    able.sort(key=lambda p: (p.id not in there, not p.get("phone"), posts.index(p.text("post"))))
    return [_person(house, label("CL-POST", p.text("post")), p.id, action) for p in able[:_NAMED]]


def contacts(house: House, ward: str | None) -> list[Contact]:
    """Whom to call, in the order of the night: who comes running first, the offices last."""
    return [
        *_rostered(house, ward, "medic", "值班护士/医生", ladder.MEDIC),
        *_rostered(house, ward, "leader", "带班领导", ladder.LEADER),
        Contact("急救中心", phone="120", action=ladder.CALLED_120),
        *_institution(house),
        Contact("公安", phone="110", action=ladder.POLICE),
        *_office(house),
    ]


def _institution(house: House) -> Iterator[Contact]:
    own = house.institution
    for field, title in (("head", "院长"), ("deputy", "院长代理人")):
        staff = own.text(field) if own else ""
        if staff:
            yield _person(house, title, staff)
        elif field == "head":
            yield Contact(title, missing=_NO_PROFILE)
    for name, green in hospitals(house):
        yield Contact("定点医院" + ("，绿色通道" if green else ""), name)


def _office(house: House) -> Iterator[Contact]:
    own = house.institution
    if own is None:
        return
    phone, person = own.text("first_responsible_phone"), own.text("first_responsible")
    name = f"{own.text('office_name')} {person}".strip()
    missing = "" if phone else _NO_PROFILE
    yield Contact("主管民政部门", name, phone, ladder.OFFICE, missing)


def hospitals(house: House) -> list[tuple[str, bool]]:
    """Hospitals whose agreement is in force, those with a green channel first (X01)."""
    own, day = house.institution, house.today.isoformat()
    rows = own.rows("hospitals") if own else []
    running = [
        (str(r.get("name") or ""), r.get("green") is True) for r in rows
        if str(r.get("from_on") or "") <= day <= str(r.get("to_on") or "9999")
    ]  # fmt: skip
    return sorted(running, key=lambda one: not one[1])
