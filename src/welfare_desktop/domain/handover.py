"""Shift handover as generated: the special list, the census, everybody else (§4.3, §4.4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from welfare_desktop.domain import care, marked, returns, rounds, staffing
from welfare_desktop.domain.attention import WATCH, fevers, next_end, reasons
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import age_words
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record

_DAY = timedelta(days=1)
_AWAY = frozenset({"DAY_SCHOOL", "AWAY_TREATMENT", "OUTING", "FAMILY_TRIAL", "MISSING"})


class SpecialLine(msgspec.Struct, frozen=True):
    """One child of the special list. ``attention``: 1 平稳 2 关注 3 危急."""

    child: str
    name: str
    reasons: tuple[str, ...]
    attention: str
    summary: str


class Moves(msgspec.Struct, frozen=True):
    """Who came and went since the last handover, by name; ``before``: 上班应在.

    ``moved_in``, ``moved_out``: from and to another ward (X09).
    """

    before: int
    arrived: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    moved_in: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    hospital: tuple[str, ...] = ()
    away: tuple[str, ...] = ()
    moved_out: tuple[str, ...] = ()

    @property
    def came(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """In which ways children came, with their names."""
        return (("＋新入", self.arrived), ("＋返回", self.returned), ("＋转入", self.moved_in))

    @property
    def went(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """In which ways children went, with their names."""
        return (
            ("－离院", self.left), ("－外出", self.away), ("－住院", self.hospital),
            ("－转出", self.moved_out),
        )  # fmt: skip

    @property
    def after(self) -> int:
        """应在 as it follows from 上班应在."""
        come, gone = (sum(len(who) for _, who in ways) for ways in (self.came, self.went))
        return self.before + come - gone

    @property
    def words(self) -> str:
        """``应在 = 上班应在 + 新入 + 返回 − 离院 − 外出 − 住院`` (§4.4), and moves between wards."""
        parts = (*self.came, *self.went)
        said = "".join(f"{word}{len(who)}（{'、'.join(who)}）" for word, who in parts if who)
        return f"上班应在{self.before}{said or '，本班没有进出'}＝应在{self.after}"


class Census(msgspec.Struct, frozen=True):
    """人数核对: ``listed = expected + hospital + away + boarding + foster``.

    ``moves`` is ``None`` before the ward's first handover.
    """

    listed: int
    expected: int
    seen: int
    hospital: int
    away: int
    boarding: int
    foster: int
    moves: Moves | None = None

    @property
    def holds(self) -> bool:
        """Whether the equation holds and everybody expected was seen."""
        absent = self.hospital + self.away + self.boarding + self.foster
        return self.listed == self.expected + absent and self.seen == self.expected

    @property
    def short(self) -> str:
        """The arithmetic without what is nought, for a narrow place."""
        away = {
            "住院": self.hospital,
            "外出": self.away,
            "住校": self.boarding,
            "寄养": self.foster,
        }
        told = "".join(f"＋{word}{count}" for word, count in away.items() if count)
        return f"在册{self.listed}＝应在{self.expected}{told}"

    @property
    def words(self) -> str:
        """The arithmetic, as printed."""
        return (
            f"在册{self.listed}＝应在{self.expected}＋住院{self.hospital}＋外出{self.away}"
            f"＋住校{self.boarding}＋寄养{self.foster}；实在{self.seen}"
        )


class Other(msgspec.Struct, frozen=True):
    """A child not on the special list: one line, exceptions only."""

    child: str
    name: str
    remark: str


class Sheet(msgspec.Struct, frozen=True):
    """A handover as generated, before people complete it."""

    ward: str
    from_shift: str
    to_shift: str
    census: Census
    special: tuple[SpecialLine, ...]
    others: tuple[Other, ...]
    events: tuple[str, ...]
    open_rounds: tuple[str, ...]
    on_duty: tuple[str, ...]


def summary(child: Child, now: datetime) -> str:
    """P 概况, written by the program: age, self-care, allergy, whereabouts."""
    age = age_words(child.birth_date, now.date())
    selfcare = child.newest("F13")
    care = label("CL-SELF", selfcare.text("level")) if selfcare else "自理能力未评估"
    allergy = child.record.text("allergy") or "过敏史未核"
    where = label("CL-WHERE", child.state_at("whereabouts", now) or "")
    return f"{age}，{care}，过敏：{allergy}，现在{where}"


def _returns(
    house: House, ward: str, now: datetime, expected: Iterable[Mapping[str, Any]]
) -> dict[str, str]:
    """Children away who are to be back by the end of the next shift, and how that is told.

    By 预计进出 of this handover or the last, else by the form of the way; who should be back long
    since is told too.
    """
    last = last_handover(house, ward, now)
    told = [*(last.rows("expected_moves") if last else ()), *expected]
    times = {m.get("child"): str(m.get("at") or "") for m in told if m.get("kind") == "1"}
    until, out = minute_text(next_end(house, ward, now)), dict[str, str]()
    for child in rounds.in_ward(house, ward, now):
        way = returns.due_back(child)
        at = times.get(child.id) or (minute_text(way[0]) if way else "")
        if at and at <= until and child.state_at("whereabouts", now) not in rounds.IN_HOUSE:
            late = at < minute_text(now)
            out[child.id] = f"应{at[11:16]}返回，还没有回来" if late else f"预计{at[11:16]}返回"
    return out


def special_list(
    house: House, ward: str, now: datetime, added: Mapping[str, str] = {},
    expected: Iterable[Mapping[str, Any]] = (), feverish: Mapping[str, float] | None = None,
) -> tuple[SpecialLine, ...]:  # fmt: skip
    """重点儿童 of a ward, the sickest first.

    Args:
        added: by hand, child → reason; only more. expected: 预计进出 as far as it is written.
        feverish: `fevers` of the moment, where several wards are asked about.
    """
    hot = fevers(house, now) if feverish is None else feverish
    back, out = _returns(house, ward, now, expected), []
    for child in rounds.in_ward(house, ward, now):
        why, attention = reasons(child, now, hot.get(child.id))
        if child.id in back:
            why = (*why, back[child.id])
        if child.id in added:
            why = (*why, f"手工加入：{added[child.id]}")
            attention = max(attention, WATCH)
        if why:
            out.append(SpecialLine(child.id, child.name, why, attention, summary(child, now)))
    return tuple(sorted(out, key=lambda line: -int(line.attention)))


def others(
    house: House, ward: str, now: datetime, special: Collection[str], shift: str,
    noted: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Other, ...]:  # fmt: skip
    """The ward without the ``special`` children; the remark names only what was not as usual in
    the ``shift`` that is handed over.

    ``noted``: `care.exceptions` of the moment, where they are known.
    """
    start = began(house, ward, now, shift)
    noted = care.exceptions(house, ward, start, now) if noted is None else noted
    marks: dict[str, list[str]] = {}
    for mark in marked.all_marks(house, None, start, now):
        said = _unusual(mark)
        if said and start.isoformat() <= mark["at"] <= now.isoformat():
            marks.setdefault(mark["child"], []).append(said)
    out = []
    for child in rounds.in_ward(house, ward, now):
        if child.id in special:
            continue
        where = child.state_at("whereabouts", now) or ""
        away = [label("CL-WHERE", where)] if where not in rounds.IN_HOUSE else []
        remarks = dict.fromkeys(away + marks.get(child.id, []) + [*noted.get(child.id, ())])
        out.append(Other(child.id, child.name, "；".join(remarks)))
    return tuple(out)


def began(house: House, ward: str, now: datetime, shift: str) -> datetime:
    """When the ``shift`` began that is handed over: the one under way, or late the one before."""
    start, _ = rounds.shift_span(now, rounds.shift_of(house, now, ward))
    earlier = start - timedelta(minutes=1)
    before = rounds.shift_of(house, earlier, ward)
    return rounds.shift_span(earlier, before)[0] if shift == before else start


def _unusual(mark: Mapping[str, Any]) -> str:
    parts = [f"{rounds.SIGNS[mark['mark']][1]}"] if mark["mark"] in ("3", "5") else []
    parts += [f"{mark['temp']:g}℃"] if mark.get("temp") is not None else []
    words = rounds.own_words(str(mark.get("note") or ""))
    parts += [words] if words else []
    return f"{mark['at'][11:16]}{''.join(parts[:1])} {' '.join(parts[1:])}".strip() if parts else ""


def last_handover(house: House, ward: str, until: datetime = datetime.max) -> Record | None:
    """The ward's newest signed handover, up to a minute."""
    return house.last("F32", ward, until)


def owed_since(house: House, ward: str) -> datetime:
    """Since when those on duty owe a ward's rounds: from the shift on that they took over, for a
    day at the most; nobody is known to owe any before the first handover."""
    last = last_handover(house, ward, house.now)
    if last is None or last.happened is None:
        return house.now
    taken = last.happened + rounds.EARLY_HANDOVER
    start, _ = rounds.shift_span(taken, rounds.shift_of(house, taken, ward))
    return max(start, house.now - _DAY)


def moves(house: House, ward: str, now: datetime, last: Record | None) -> Moves | None:
    """Who came and went since a ward's handover before; ``None`` where there was none."""
    since = last.at("handover_at") if last else None
    if since is None:
        return None
    then = {c.id: c for c in rounds.expected_children(house, ward, since)}
    current = {c.id: c for c in rounds.expected_children(house, ward, now)}
    found: dict[str, list[str]] = {}
    for child in (c for i, c in current.items() if i not in then):
        found.setdefault(_came(child, since), []).append(child.name)
    for child in (c for i, c in then.items() if i not in current):
        found.setdefault(_went(child, now), []).append(child.name)
    return Moves(len(then), **{kind: tuple(names) for kind, names in found.items()})


def _came(child: Child, since: datetime) -> str:
    """How a child came who was not to be seen in the ward then."""
    if not child.here_at(since):
        return "arrived"
    there = child.state_at("whereabouts", since) in rounds.IN_HOUSE
    return "moved_in" if there else "returned"


def _went(child: Child, now: datetime) -> str:
    """How a child went who was to be seen in the ward before."""
    where = child.state_at("whereabouts", now)
    if not child.here_at(now):
        return "left"
    if where == "HOSPITAL":
        return "hospital"
    return "moved_out" if where in rounds.IN_HOUSE else "away"


def census(house: House, ward: str, now: datetime, seen: int | None = None) -> Census:
    """Head count of a ward by whereabouts; ``seen`` as counted, else as expected."""
    children = rounds.in_ward(house, ward, now)
    where = [c.state_at("whereabouts", now) for c in children]
    expected = sum(w in rounds.IN_HOUSE for w in where)
    return Census(
        listed=len(children),
        expected=expected,
        seen=expected if seen is None else seen,
        hospital=where.count("HOSPITAL"),
        away=sum(w in _AWAY for w in where),
        boarding=where.count("BOARDING"),
        foster=where.count("FOSTER_HOME"),
        moves=moves(house, ward, now, last_handover(house, ward, now)),
    )


def next_shift(shift: str) -> str:
    """The shift that follows."""
    return {"N": "D", "D": "E", "E": "N", "DA": "NA", "NA": "DA"}[shift]


def shifts_at(house: House, ward: str, now: datetime) -> tuple[str, str]:
    """From and to of a handover signed now.

    Within an hour of a change, that change is meant. Otherwise the shift under way is handed on,
    unless nobody took it yet: then the one before it, late.
    """
    current = rounds.shift_of(house, now, ward)
    coming = rounds.shift_of(house, now + rounds.EARLY_HANDOVER, ward)
    if coming != current:
        return current, coming
    start, _ = rounds.shift_span(now, current)
    last = last_handover(house, ward, now)
    live = house.go_live_on
    opened = datetime(live.year, live.month, live.day) if live else None
    since = last.happened if last else opened
    untaken = since is not None and since < start - rounds.EARLY_HANDOVER
    if now - start < timedelta(hours=1) or untaken:
        return rounds.shift_of(house, start - timedelta(minutes=1), ward), current
    return current, next_shift(current)


def sheet(
    house: House, ward: str, now: datetime, open_slots: tuple[str, ...],
    added: Mapping[str, str] = {}, seen: int | None = None,
    expected: Iterable[Mapping[str, Any]] = (),
) -> Sheet:  # fmt: skip
    """Everything that can be known before people write."""
    out, into = shifts_at(house, ward, now)
    noted = care.exceptions(house, ward, began(house, ward, now, out), now)
    special = tuple(
        msgspec.structs.replace(line, summary=f"{line.summary}；{'，'.join(noted[line.child])}")
        if line.child in noted else line
        for line in special_list(house, ward, now, added, expected)
    )  # fmt: skip
    return Sheet(
        ward=ward,
        from_shift=out,
        to_shift=into,
        census=census(house, ward, now, seen),
        special=special,
        others=others(house, ward, now, {line.child for line in special}, out, noted),
        events=open_events(house, ward, now),
        open_rounds=open_slots,
        on_duty=tuple(staffing.on_duty(house, ward, now)),
    )


def open_events(house: House, ward: str, now: datetime) -> tuple[str, ...]:
    """Record ids of events not yet closed: of the ward's children, or of no child at all."""
    here = {c.id for c in rounds.in_ward(house, ward, now)}
    return tuple(
        e.id
        for e in house.of("F31")
        if not e.get("closed_at") and (not e.get("children") or here & set(e.get("children")))
    )
