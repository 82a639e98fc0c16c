"""What is told of a child in an emergency: on the telephone (SBAR), and on the card that goes along.

No diagnosis is made here: what was seen and measured is told, and what is on record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from welfare_desktop.domain import board, ladder, marked, medication, rounds, vaccines
from welfare_desktop.domain.clock import lasted
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import age_words
from welfare_desktop.domain.house import Child, House, ListSource
from welfare_desktop.domain.record import Record

#: Stands where there is something this person may not read: nobody takes it for nothing on record.
WITHHELD, NOTHING, UNKNOWN = "不在您的查看范围，请护士补充", "没有记录", "未核"
_CURED = ("3", "4")
_DAY = timedelta(hours=24)
#: Marks told on the telephone: the newest ones.
_MARKS = 8


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is on record about a child, as one person may read it, in words."""

    name: str
    number: str
    place: str
    sex: str
    age: str
    birth: str
    allergy: str
    diagnoses: str
    medication: tuple[str, ...]
    weight: str
    blood: str
    vaccines: str


class Sbar(msgspec.Struct, frozen=True):
    """现状, 背景, 评估, 请求: lines to read out, one after the other."""

    situation: tuple[str, ...]
    background: tuple[str, ...]
    assessment: tuple[str, ...]
    request: tuple[str, ...]

    @property
    def parts(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """Letter, what it stands for, lines."""
        return (
            ("S", "现状", self.situation), ("B", "背景", self.background),
            ("A", "评估", self.assessment), ("R", "请求", self.request),
        )  # fmt: skip


def facts(child: Child, seen: Child) -> Facts:
    """What is known of a child.

    Args:
        child: as the rules read it. seen: as the person reads it: what is missing there is not
            told, and said to be withheld.
    """
    now = child.house.now
    day = now.date()
    ward = child.house.record("X02", child.ward or "")
    place = f"{ward.text('name') if ward else ''} {rounds.bed_words(child.bed)}".strip()
    return Facts(
        name=child.name, number=child.file_no, place=place, sex=label("CL-SEX", child.sex),
        age=age_words(child.birth_date, day), birth=seen.record.text("birth_date"),
        allergy=allergy(child, seen),
        diagnoses=_told(_diagnoses(child), _diagnoses(seen), NOTHING),
        medication=tuple(_medication(child, seen, now)),
        weight=_told(_weight(child), _weight(seen), "没有测量记录"),
        blood=_told(_blood(child), _blood(seen), UNKNOWN),
        vaccines=_told(_vaccines(child), _vaccines(seen), NOTHING),
    )  # fmt: skip


def allergy(child: Child, seen: Child) -> str:
    """What a child does not bear, as one person may read it."""
    return _told([child.record.text("allergy")], [seen.record.text("allergy")], UNKNOWN)


def is_allergic(told: str) -> bool:
    """Whether what is told of it names something."""
    return told not in (board.NO_ALLERGY, UNKNOWN, WITHHELD)


def _told(known: Iterable[str], seen: Iterable[str], none: str) -> str:
    shown = "、".join(text for text in seen if text)
    return shown or (WITHHELD if any(known) else none)


def _diagnoses(child: Child) -> list[str]:
    return [d.text("name") for d in child.all("F23") if d.get("state") not in _CURED]


def _in_force(child: Child, now: datetime) -> list[str]:
    orders = [o for o in child.all("F29") if medication.in_force(o, now)]
    return [f"{medication.told(o)} {o.text('freq')}".strip() for o in orders]


def _medication(child: Child, seen: Child, now: datetime) -> list[str]:
    known, shown = _in_force(child, now), [text for text in _in_force(seen, now) if text]
    return shown or [WITHHELD if known else "没有在用的药"]


def _weight(child: Child) -> list[str]:
    measured = child.newest("F21")
    if measured is None or not measured.get("weight_kg"):
        return []
    return [f"{measured.get('weight_kg'):g}千克（{measured.text('measured_on')}）"]


def _blood(child: Child) -> list[str]:
    abo, rh = child.record.text("blood_abo"), child.record.text("blood_rh")
    words = [label("CL-ABO", abo) if abo else "", label("CL-RH", rh) if rh else ""]
    return [" ".join(word for word in words if word)]


def _vaccines(child: Child) -> list[str]:
    records = child.all("F22")
    given = [g for g in vaccines.given_of(records) if g.on is not None]
    if not given or child.birth_date is None:
        return []
    day = child.house.today
    items = vaccines.due_list(child.birth_date, child.sex, vaccines.given_of(records), day)
    late = [item.dose.name for item in items if item.state == "overdue"]
    last = max(g.on for g in given if g.on is not None)
    told = f"已种{len(given)}剂，最近 {last}"
    return [f"{told}；逾期：{'、'.join(late)}" if late else f"{told}；没有逾期"]


# SBAR ------------------------------------------------------------------------------------


def sbar(house: House, seen: House, event: Record, who: str) -> Sbar:
    """What is read out on the telephone. ``who``: the person who calls."""
    child = next((c for i in event.get("children") or () if (c := house.child(i))), None)
    known = facts(child, seen.child(child.id) or nothing_of(child)) if child is not None else None
    return Sbar(
        _situation(house, event, known, who),
        _background(known),
        _assessment(seen, event, child),
        _request(house, event),
    )


def nothing_of(child: Child) -> Child:
    """A child of whom a person may read nothing."""
    bare = msgspec.structs.replace(child.record, body={})
    return Child(House(ListSource([]), child.house.now), bare)


def kind_words(event: Record) -> str:
    """Type of an event in words."""
    return label("CL-ABN", event.text("type")) if event.get("type") else "异常（类型未定）"


def _situation(house: House, event: Record, known: Facts | None, who: str) -> tuple[str, ...]:
    own = house.institution
    found = event.at("found_at") or house.now
    # A clock set back in the middle of the night makes no time that is still to come.
    minutes = max(0, int((house.now - found).total_seconds() // 60))
    when = f"{found:%H:%M}" if found.date() == house.today else f"{found:%m月%d日%H:%M}"
    first = f"我是{own.text('name') if own else ''}{event.text('place')}{who}。"
    about = (
        f"{known.name}，{known.sex}，{known.age}，{known.place}" if known else event.text("place")
    )
    others = [c.name for i in (event.get("children") or ())[1:] if (c := house.child(i))]
    about += f"；同时还有{'、'.join(others)}" if others else ""
    level = label("CL-SEV", event.text("severity")) if event.get("severity") else ""
    happened = f"{when}发现{kind_words(event)}，到现在{lasted(minutes)}。"
    return (first, f"{about}。", f"{happened}{f'等级：{level}。' if level else ''}")


def _background(known: Facts | None) -> tuple[str, ...]:
    if known is None:
        return ("没有选儿童。",)
    return (
        f"过敏：{known.allergy}", f"诊断：{known.diagnoses}",
        f"在用药：{'；'.join(known.medication)}", f"体重：{known.weight}",
    )  # fmt: skip


def _assessment(seen: House, event: Record, child: Child | None) -> tuple[str, ...]:
    out = [event.text("desc")] if event.get("desc") else []
    rows = [r for r in event.rows("timeline") if r.get("note") and r.get("action")]
    out += [f"{_time(r)} {label('CL-ACTION', str(r['action']))}：{r['note']}" for r in rows]
    done = [r for r in event.rows("timeline") if r.get("action") not in (ladder.FOUND, None)]
    told = dict.fromkeys(f"{_time(r)}{label('CL-ACTION', str(r['action']))}" for r in done)
    out += [f"已做：{'、'.join(told)}"] if told else []
    if child is not None:
        out.append(f"24小时内：{_marks(seen, child) or '没有异常记录'}")
    return tuple(out)


def _time(row: dict[str, object]) -> str:
    return str(row.get("at") or "")[11:16]


def _marks(seen: House, child: Child) -> str:
    """What rounds noted of the child in the last 24 hours: temperatures and what was not as usual."""
    out = []
    marks = marked.all_marks(seen, None, seen.now - _DAY, seen.now)
    for mark in sorted(marks, key=lambda mark: str(mark["at"])):
        temp, own = mark.get("temp"), rounds.own_words(str(mark.get("note") or ""))
        at = datetime.fromisoformat(mark["at"])
        unusual = mark["mark"] in ("3", "5") or temp is not None or own
        if mark["child"] != child.id or not unusual or not seen.now - _DAY <= at <= seen.now:
            continue
        sign = rounds.SIGNS[mark["mark"]][1] if mark["mark"] in ("3", "5") else ""
        degrees = f"{temp:g}℃" if temp is not None else ""
        out.append(f"{at:%H:%M}{' '.join(part for part in (sign, degrees, own) if part)}")
    return "；".join(out[-_MARKS:])


def _request(house: House, event: Record) -> tuple[str, ...]:
    own = house.institution
    where = f"{own.text('address')}，{event.text('place')}" if own else event.text("place")
    back = f"回电：{own.text('phone')}" if own and own.get("phone") else ""
    sent = "孩子已经在送往医院的路上，请准备接诊。"
    ask = (
        sent
        if event.get("sent_hospital") is True
        else {
            "4": f"请马上派救护车到{where}，门口有人等。",
            "3": "请准备接诊，我们马上送医院。",
            "2": "请在10分钟内来看，并说明现在该做什么。",
        }.get(event.text("severity"), "请说明现在该做什么、观察什么。")
    )
    return tuple(part for part in (ask, "请复述一遍，我记下时间和您的姓名。", back) if part)
