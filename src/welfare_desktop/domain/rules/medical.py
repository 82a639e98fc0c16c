"""Medical service of the institution: its own unit, the hospitals it works with (C3.02–C3.05, C3.12)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from welfare_desktop.domain.deadlines import NEXT, soft_days
from welfare_desktop.domain.forms.checks_people import licensed
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules.shapes import institution
from welfare_desktop.domain.rules.verdict import BEFORE_OPENING, GRAVITY, Finding, Row, Word
from welfare_desktop.domain.staffing import serving

#: X01 ``med_mode``: 自设医疗机构, 定点医院合作, 两者兼有.
_OWN, _HOSPITAL = ("1", "3"), ("2", "3")
_REGULATED = ("3", "4")
_ATTENDEES, _REPORT_DAYS = 3, 7
#: Days before the end of a licence on which it is recalled.
_REMIND = (90, 30, 7, 1)


def _found(
    house: House, verdict: Word, words: str, due: date | None = None, note: str = ""
) -> list[Finding]:
    return [Finding(subject=institution(house), verdict=verdict, arithmetic=words, due=due,
                    note=note)]  # fmt: skip


def _worst(house: House, told: list[tuple[Word, str, date | None]]) -> list[Finding]:
    """One line of the institution: the gravest verdict, the words of all that share it."""
    verdict = min((word for word, _, _ in told), key=GRAVITY.index)
    same = [(words, due) for word, words, due in told if word == verdict]
    due = min((day for _, day in same if day is not None), default=None)
    return _found(house, verdict, "；".join(words for words, _ in same)[:400], due)


def _c3_02(house: House, now: datetime) -> list[Finding]:
    own = house.institution
    if own is None or not own.get("med_mode"):
        return _found(house, "UNKNOWN", "机构概况没有填医疗服务方式")
    if not own.get("med_paper"):
        return _found(house, "UNKNOWN", "没有附医疗机构执业许可证或合作协议")
    until = own.date("med_valid_to")
    if until is None:
        return _found(house, "UNKNOWN", "没有填许可证或协议的有效期")
    if until < now.date():
        return _found(house, "OVERDUE", f"许可证或协议{until}到期，已过{(now.date() - until).days}日",
                      until)  # fmt: skip
    if own.get("med_mode") == "2" and not _agreements(house, now.date()):
        return _found(house, "UNKNOWN", "定点医院合作，没有今天有效的医院协议")
    return _found(house, "PASS", f"医疗服务方式有效，有效期至{until}", until)


def _agreements(house: House, day: date | None = None) -> list[dict[str, Any]]:
    """Hospitals the institution works with; those whose agreement is in force on a day."""
    own = house.institution
    rows = own.rows("hospitals") if own is not None else []
    if day is None:
        return rows
    at = day.isoformat()
    return [r for r in rows if str(r.get("from_on") or "") <= at <= str(r.get("to_on") or at)]


def _c3_03(house: House, now: datetime) -> list[Finding]:
    own = house.institution
    if own is None or not own.get("med_mode"):
        return _found(house, "UNKNOWN", "机构概况没有填医疗服务方式")
    if own.get("med_mode") not in _OWN:
        return _found(house, "NA", "没有自设医疗机构")
    until, today = own.date("med_valid_to"), now.date()
    told: list[tuple[Word, str, date | None]] = []
    if until is None or not own.get("med_paper"):
        told.append(("UNKNOWN", "医疗机构执业许可证或有效期未登记", None))
    elif until < today:
        told.append(("OVERDUE", f"医疗机构执业许可证{until}到期", until))
    else:
        told.append(("PASS", f"医疗机构执业许可证有效，{NEXT}{until}延续", until))
    told += _licences(house, today)
    return _worst(house, told)


def _licences(house: House, today: date) -> list[tuple[Word, str, date | None]]:
    """Doctors and nurses at work: without a licence told nothing is shown, a lapsed one is late."""
    out: list[tuple[Word, str, date | None]] = []
    for person in house.staff:
        if person.get("post") not in _REGULATED or not serving(person, today):
            continue
        name = person.text("name")
        if licensed(person, today.isoformat()):
            out.append(("PASS", f"{name}有执业证书", None))
        elif person.rows("certs"):
            out.append(("OVERDUE", f"{name}的执业证书已过期", None))
        else:
            out.append(("UNKNOWN", f"{name}没有登记执业证书", None))
    return out


def _by_hospital(house: House) -> list[tuple[dict[str, Any], date]]:
    """Agreements with the day they began, those from before the go-live date apart."""
    live = house.go_live_on
    told = [(row, date.fromisoformat(str(row["from_on"]))) for row in _agreements(house)
            if row.get("from_on")]  # fmt: skip
    return [(row, day) for row, day in told if live is None or day >= live]


def _none(house: House) -> list[Finding]:
    old = bool(_agreements(house))
    note = BEFORE_OPENING if old else ""
    return _found(house, "NA", "没有启用后新订的定点医院协议" if old else "没有定点医院", note=note)


def _c3_04(house: House, now: datetime) -> list[Finding]:
    told = [_decided(house, row, day) for row, day in _by_hospital(house)]
    return _worst(house, told) if told else _none(house)


def _minutes(house: House, row: dict[str, Any]) -> Record | None:
    return house.record("F46", str(row.get("minutes_ref") or ""))


def _decided(house: House, row: dict[str, Any], day: date) -> tuple[Word, str, date | None]:
    name, held = str(row.get("name")), _minutes(house, row)
    at = held.happened if held is not None else None
    if held is None or at is None:
        return "BREACH", f"{name}{day}签协议，没有决策会议纪要", None
    if at.date() > day:
        return "BREACH", f"{name}{day}签协议，{at:%Y-%m-%d}才研究", None
    there = len(held.rows("attendees"))
    if there < _ATTENDEES:
        return "WARN", f"{name}：会议{there}人参加，至少{_ATTENDEES}人", None
    return "PASS", f"{name}：{at:%Y-%m-%d}研究，{day}签协议", None


def _c3_05(house: House, now: datetime) -> list[Finding]:
    told = [_reported(house, row, day, now) for row, day in _by_hospital(house)
            if day <= now.date()]  # fmt: skip
    return _worst(house, told) if told else _none(house)


def _reported(
    house: House, row: dict[str, Any], day: date, now: datetime
) -> tuple[Word, str, date | None]:
    held = str(row.get("minutes_ref") or "")
    sent = [
        r.happened_at[:10] for r in house.of("F70")
        if r.get("type") == "HOSPITAL_FILE" and r.get("about") == held and held
    ]  # fmt: skip
    done = date.fromisoformat(min(sent)) if sent else None
    outcome = soft_days(day, _REPORT_DAYS, now.date(), done)
    return outcome.verdict, f"{row.get('name')}上报主管民政：{outcome.arithmetic}", outcome.due


def _c3_12(house: House, now: datetime) -> list[Finding]:
    green = [r for r in _agreements(house, now.date()) if r.get("green") is True]
    visits = [v for v in house.of("F24") if v.happened_at[:4] == f"{now:%Y}"]
    used = sum(v.get("green_channel") is True for v in visits)
    words = f"本年就医{len(visits)}次，走绿色通道{used}次，绿色通道医院{len(green)}家"
    if not green:
        return _found(house, "WARN", f"没有登记绿色通道的定点医院；{words}", note="机构侧仅统计")
    return _found(house, "NA", words, note="机构侧仅统计")


def _row(number: str, obligation: str, judge: Any, forms: str, **more: Any) -> Row:
    reads = tuple(more.pop("reads", "").split())
    return Row(id=number, obligation=obligation, obliged=more.pop("obliged", "机构"),
               source=more.pop("source", "S3"), forms=tuple(forms.split()), judge=judge,
               reads=reads, **more)  # fmt: skip


ROWS: tuple[Row, ...] = (
    _row("C3.02", "设立医疗机构或与定点医疗机构合作", _c3_02, "X01", offers="form",
         reads="X01.med_mode X01.med_valid_to"),
    _row("C3.03", "依法取得相应资质，按照医疗机构管理法律法规进行管理", _c3_03, "X01 F64",
         offers="deadline", reads="X01.med_valid_to F64.certs", remind=_REMIND),
    _row("C3.04", "定点医疗机构依照决策程序确定", _c3_04, "F46 X01", source="D", offers="form",
         reads="X01.hospitals"),
    _row("C3.05", "定点医疗机构报主管民政部门", _c3_05, "F70 X01", source="D", offers="report",
         reads="F70.about", anew=True),
    _row("C3.12", "建立就医绿色通道", _c3_12, "X01 F24", obliged="机构/定点医院", offers="stat"),
)  # fmt: skip
