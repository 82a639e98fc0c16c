"""Clause 15: the ratio of front-line carers, day by day (C15.01–C15.06)."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from welfare_desktop.domain.house import House
from welfare_desktop.domain.rules.shapes import institution, statistic
from welfare_desktop.domain.rules.verdict import BEFORE_OPENING, Finding, Judge, Row
from welfare_desktop.domain.staffing import ratio_at, serving


def _snapshot(now: datetime) -> datetime:
    """The count time of a day: 08:00, or now before that."""
    eight = datetime(now.year, now.month, now.day, 8)
    return min(eight, now)


def _daily(level: str) -> Judge:
    def run(house: House, now: datetime) -> list[Finding]:
        subject = institution(house)
        day = msgspec.structs.replace(subject, id=f"{subject.id}/{now:%Y-%m-%d}")
        live = house.go_live_on
        if live is not None and now.date() < live:
            return [Finding(subject=day, verdict="NA", note=BEFORE_OPENING)]
        ratio = ratio_at(house, _snapshot(now) + timedelta(seconds=59))
        counts = {"n1": ratio.load.n1, "n2": ratio.load.n2, "n3": ratio.load.n3}
        if not sum(counts.values()):
            return [Finding(subject=day, verdict="NA", arithmetic="没有计入配比的儿童")]
        if level != "all" and not counts[level]:
            return [Finding(subject=day, verdict="NA", arithmetic="没有这一档的儿童")]
        facts = counts | {
            "units": ratio.load.units, "required": ratio.load.required,
            "carers": f"{ratio.carers:g}", "gap": f"{max(ratio.gap, 0):g}",
            "worst_day": f"{now:%Y-%m-%d}",
        }  # fmt: skip
        verdict = "BREACH" if ratio.gap > 0 else "PASS"
        return [Finding(subject=day, verdict=verdict, arithmetic=ratio.words, facts=facts)]  # type: ignore[arg-type]

    return run


def _contests(house: House) -> str:
    return "竞赛记入培训登记表（F66），该表未启用"


def _pay_basis(house: House) -> str:
    people = [p for p in house.staff if serving(p, house.today)]
    told = sum(bool(p.get("pay_basis")) for p in people)
    return f"在岗{len(people)}人，已登记薪酬依据{told}人"


def _pay_guidance(house: House) -> str:
    people = [p for p in house.staff if p.get("is_frontline") and serving(p, house.today)]
    told = [p.get("pay_meets_guidance") for p in people]
    return (
        f"一线护理{len(people)}人，达到薪酬指导标准{told.count(True)}人，"
        f"未达到{told.count(False)}人，未登记{told.count(None)}人"
    )


_FORMS = ("F64", "F13", "F67", "X02", "X07")
_READS = ("F13.level", "F13.assessed_on", "F64.state", "F64.is_frontline", "F64.contract_hours")


def _row(number: str, text: str, judge: Judge, forms: tuple[str, ...] = _FORMS) -> Row:
    ratio = forms is _FORMS
    return Row(
        id=number, obligation=text, obliged="机构/区县", source="S15", forms=forms, judge=judge,
        reads=_READS if ratio else (), daily=ratio,
    )  # fmt: skip


ROWS: tuple[Row, ...] = (
    _row("C15.01", "生活能够自理的儿童，一线护理人员按1:4配备", _daily("n1")),
    _row("C15.02", "生活半自理的儿童，按1:2配备", _daily("n2")),
    _row("C15.03", "生活完全不能自理的儿童，按1:1配备", _daily("all")),
    _row("C15.04", "选派护理员参加职业技能竞赛，以赛促训", statistic(_contests), ("F66",)),
    _row("C15.05", "落实护理员薪酬待遇", statistic(_pay_basis), ("F64",)),
    _row("C15.06", "按购买服务指导标准保障一线护理员薪酬", statistic(_pay_guidance), ("F64",)),
)
