"""顶班: who comes in stead of those who left, on duty from this minute on (§4.1, §4.6)."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from welfare_desktop.actions import records
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain import cover, permissions, rounds, staffing
from welfare_desktop.domain.calling import rosters_at
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.cover import Candidate
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.record import Record

_NO_ROSTER = "这一班没有排班表，先在登记簿填好《排班表》，再叫人顶班。"


class Standing(msgspec.Struct, frozen=True):
    """A ward at this minute, in words, and who could come. ``holds``: enough people are there."""

    words: str
    holds: bool
    people: tuple[tuple[Candidate, str], ...]


def standing(desk: Desk, ward: str) -> Standing:
    """Who is there, how many the shift asks for, who could come or be moved: with their numbers."""
    house, now = desk.house(), desk.now()
    there = cover.cover(house, ward, now)
    names = {p.id: p.text("name") for p in house.staff}
    place = house.record("X02", ward)
    present = "、".join(names.get(p, "") for p in there.carers) or "没有人"
    short = f"，差{there.short}人" if there.short else "，人够"
    woman = "" if there.woman else "，女童区域要有女护理员"
    found = cover.could_come(house, ward, now)
    return Standing(
        f"{place.text('name') if place else ''}当班 {present}；本班至少{there.required}人{short}{woman}",
        there.holds,
        tuple(
            (c, f"{names.get(c.person, '')}　{c.phone or '没有电话'}\n　　{c.reason}")
            for c in found
        ),
    )


def why_no_call(desk: Desk) -> str:
    """Why this person does not write the roster, in words; empty if they do."""
    account, house = desk.account, desk.house()
    leads = any(w.get("leader") == account.staff for w in house.wards)
    leads = leads or staffing.may_lead(house, account.staff, account.roles, desk.now())
    may = permissions.may_fill(FORMS["F67"], account.roles, leads=leads)
    return "" if may else "顶班由带班领导签字"


def who_may(desk: Desk) -> list[str]:
    """Logins of those who write the roster of this shift: its leader first."""
    able = [a for a in desk.accounts() if not why_no_call(desk.seated(a))]
    house, now = desk.house(), desk.now()
    leading = {r.text("leader") for r in rosters_at(house, now)}
    return [a.login for a in sorted(able, key=lambda a: (a.staff not in leading, a.login))]


def call_in(desk: Desk, ward: str, person: str, signer: Signer | None = None) -> Record:
    """The roster (F67) of somebody called in or moved: from now to the end of the shift."""
    house, now = desk.house(), desk.now()
    running = rosters_at(house, now, ward)
    if not running:
        raise Refused(_NO_ROSTER)
    shift = rounds.shift_of(house, now, ward)
    start, end = rounds.shift_span(now, shift)
    values = {
        "date": start.date().isoformat(), "ward": ward, "shift": shift, "staff_list": [person],
        "leader": running[0].get("leader"), "medic": running[0].get("medic"),
        # A roster that begins with the shift is the shift itself, not somebody called into it.
        "planned_from": minute_text(max(now, start + timedelta(minutes=1))),
        "planned_to": minute_text(end),
    }  # fmt: skip
    pen = desk.for_signer(signer) if signer is not None else desk
    return records.submit(pen, "F67", values)
