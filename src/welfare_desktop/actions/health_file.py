"""Growth and vaccines of one child, as far as the person at the desk may read F21 and F22."""

from __future__ import annotations

import msgspec

from welfare_desktop.actions import printing
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import growth, growth_chart, permissions, vaccines
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import age_words
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.growth import Grower, Index, Judged, Measure
from welfare_desktop.domain.growth_chart import Chart
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.vaccines import Item
from welfare_desktop.domain.values import show

_STANDARDS = "水平按 WS/T 423-2022（2023-03-01 起，7 岁以下）。z 按世界卫生组织 2006 年标准和 2007 年参考值，供参考。"


_COLUMNS: tuple[Index, ...] = ("height", "weight", "head", "bmi", "wfh")
_POSTURE = FORMS["F21"].field("posture")


class Growth(msgspec.Struct, frozen=True):
    """What the curves show; ``why_not``: this person may not look at it."""

    child: Grower
    measures: tuple[Measure, ...]
    why_not: str = ""


class Vaccination(msgspec.Struct, frozen=True):
    """The doses of a child; ``note`` says what to keep in mind."""

    items: tuple[Item, ...]
    version: str = ""
    note: str = ""
    why_not: str = ""


def _records(desk: Desk, child: Child, form_id: str) -> tuple[list[Record], str]:
    """Records of a form as this person reads them, and why none."""
    form, roles = FORMS[form_id], desk.account.roles
    if why_not := permissions.why_not_view(form, roles):
        return [], why_not
    part = permissions.reach(form, roles) == "part"
    if part and not any(role in field.part_of for field in form.fields for role in roles):
        return [], f"《{form.title}》的内容不在{permissions.names(roles)}的查看范围内。"
    seen = desk.seen().child(child.id)
    return seen.all(form_id) if seen else [], ""


def growth_of(desk: Desk, child: Child) -> Growth:
    """A child's measurings, oldest first."""
    known = desk.house().child(child.id) or child
    found, why_not = _records(desk, child, "F21")
    measures = [m for r in found if (m := growth.measure_of(r)) is not None]
    ordered = tuple(sorted(measures, key=lambda m: m.day))
    return Growth(growth.grower_of(known), ordered, why_not)


def vaccines_of(desk: Desk, child: Child) -> Vaccination:
    """Every dose of the schedule of today, what somebody should see to first."""
    known, today = desk.house().child(child.id) or child, desk.now().date()
    found, why_not = _records(desk, child, "F22")
    birth = known.birth_date
    if why_not or birth is None:
        return Vaccination((), why_not=why_not or "出生日期不详，排不出接种日期。")
    items = vaccines.due_list(birth, known.sex, vaccines.given_of(found), today)
    first = vaccines.open_doses(items)
    rest = [item for item in items if item not in first]
    note = "出生日期是推定的，下列日期只供参考。" if growth.estimated(known) else ""
    return Vaccination((*first, *rest), vaccines.version_on(today), note)


def charts(found: Growth) -> list[Chart]:
    """One chart for each index that was measured, at the part that holds the newest measuring."""
    out = []
    for index in growth.INDICES:
        view = growth_chart.VIEWS[index][
            growth_chart.first_view(index, found.child, found.measures)
        ]
        one = growth_chart.chart(index, view, found.child, found.measures)
        out += [one] if one.dots else []
    return out


def growth_sheet(desk: Desk, child: Child) -> bytes:
    """Curves and measurings as PDF; printing is journalled."""
    made = growth_pages(desk, child)
    printing.printed(desk, "F01", child.id)
    return made


def growth_pages(desk: Desk, child: Child) -> bytes:
    """The pages of curves and measurings."""
    from welfare_desktop.reports.growth_paper import GrowthPaper, growth_paper

    found = growth_of(desk, child)
    sex = label("CL-SEX", child.sex) if child.sex else "性别未登记"
    born = f"{found.child.birth}出生" if found.child.birth else "出生日期不详"
    return growth_paper(
        GrowthPaper(
            institution=desk.institution, number=child.file_no, practice=desk.practice,
            subtitle=f"{child.name}　{sex}　{born}　截至{desk.now():%Y-%m-%d}",
            charts=tuple(charts(found)), rows=tuple(_row(found, m) for m in found.measures[::-1]),
            note=_STANDARDS,
        )
    )  # fmt: skip


def _row(found: Growth, measure: Measure) -> tuple[str, ...]:
    start = growth.counted_from(found.child, measure)
    judged = [growth.judge(found.child, measure, index) for index in _COLUMNS]
    age = ""
    if start is not None:
        early = measure.day < start
        told = "预产期前" if early else age_words(start, measure.day)
        age = f"矫正{told}" if start != found.child.birth and not early else told
    return (str(measure.day), age, *(_cell(measure, one) for one in judged))


def _cell(measure: Measure, one: Judged) -> str:
    """``110.3 立位`` and below it ``中下 −0.66``."""
    if not one.value:
        return ""
    posture = f" {show(_POSTURE, measure.posture)}" if one.index == "height" else ""
    told = f"{one.value:g}{posture}" if one.index != "wfh" else ""
    level = label("CL-GROWTH", one.level) if one.level else ""
    z = growth_chart.signed(one.z) if one.z is not None else ""
    return "\n".join(part for part in (told, f"{level} {z}".strip()) if part)
