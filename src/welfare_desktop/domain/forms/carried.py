"""What a new form takes from the child's other records, so that nothing is typed twice.

These are defaults of fields (`Field.default`): shown at first, changed where they do not fit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from welfare_desktop.domain import meetings
from welfare_desktop.domain.house import Child, House
from welfare_desktop.domain.record import Record

Default = Callable[[Child | None], Any]
#: CL-SEX as a notice says it.
_SEXES = {"1": "男童", "2": "女童"}


def newest(form: str) -> Callable[[Child | None], str | None]:
    """A link to the child's newest record of a form."""

    def known(child: Child | None) -> str | None:
        record = child.newest(form) if child is not None else None
        return record.id if record is not None else None

    return known


def meeting(topic: meetings.Topic) -> Callable[[Child | None], str | None]:
    """The newest meeting (F46) on a topic that names the child."""

    def held(child: Child | None) -> str | None:
        found = meetings.of_child(child, topic) if child is not None else []
        return found[-1].id if found else None

    return held


def in_foster(default: Default) -> Default:
    """Only of a child who lives with a foster family now: what is signed next is a renewal."""
    return lambda child: default(child) if child and child.care_mode == "FOSTER" else None


def of_newest(form: str, name: str) -> Default:
    """A value of the child's newest record of a form."""

    def known(child: Child | None) -> Any:
        record = child.newest(form) if child is not None else None
        return record.get(name) if record is not None else None

    return known


class Profile(msgspec.Struct, frozen=True):
    """A value of the institution's own profile (X01); a form that begins a child has it too."""

    name: str

    def of(self, house: House) -> Any:
        """The value in force."""
        own = house.institution
        return own.get(self.name) if own is not None else None


def found_in(child: Child | None) -> str | None:
    """发现地区划: as the police report says, else the master file."""
    reported = of_newest("F03", "found_div")(child)
    return reported or (child.record.text("discovery_div") or None if child else None)


def approver_div(child: Child | None) -> str | None:
    """The division of the office that reviews: for a foundling that of the finding (C1.12)."""
    if child is None:
        return None
    return found_in(child) if child.cause == "A1" else Profile("office_div").of(child.house)


def approver_org(child: Child | None) -> str | None:
    """The competent office by its name, where it is the one that reviews."""
    if child is None or approver_div(child) != Profile("office_div").of(child.house):
        return None
    name: str | None = Profile("office_name").of(child.house)
    return name


_NOTICE = (
    "{day}，在{place}发现{age}{sex}一名，{features}。请其父母或者其他监护人持有效证件，"
    "自公告之日起{days}日内到{home}认领（地址：{address}，电话：{phone}）。期满无人认领的，依法安置。"
)


def notice_text(child: Child | None) -> str | None:
    """The tracing notice: what may be published, without health and finder (F06)."""
    report, intake = (child.newest(form) if child else None for form in ("F03", "F02"))
    own = child.house.institution if child else None
    at = report.at("found_at") if report else None
    if child is None or report is None or own is None or at is None:
        return None
    marks = [f"身穿{report.text('clothing')}", intake.text("features") if intake else ""]
    return _NOTICE.format(
        day=f"{at:%Y年%m月%d日}", place=report.text("found_place"), home=own.text("name"),
        age=f"约{report.text('est_age_days')}", sex=_SEXES.get(child.record.text("sex"), "儿童"),
        features="，".join(filter(None, marks)), days=notice_days(child),
        address=own.text("address"), phone=own.text("phone"),
    )  # fmt: skip


def notice_days(child: Child | None) -> int:
    """The shortest period of the tracing notice."""
    return 30 if child and child.cause == "A2" else 60


def signal(name: str) -> Default:
    """A value of the newest visit (F17), if it saw a reason to end the foster care."""

    def known(child: Child | None) -> Any:
        visit = child.newest("F17") if child is not None else None
        return visit.get(name) if visit is not None and visit.get("dissolve_signal") else None

    return known


def signal_day(child: Child | None) -> str | None:
    """The day on which that visit saw it."""
    at = signal("visit_at")(child)
    return str(at)[:10] if at else None


def foster_links(child: Child | None) -> list[str] | None:
    """What a change into or out of foster care rests on: agreement and evaluation."""
    found = [child.newest(form) for form in ("F16", "F18")] if child is not None else []
    return [record.id for record in found if record is not None] or None


#: Form → the cause of leaving that it prepares, the last step first.
_LEAVES: tuple[tuple[str, Callable[[Record], bool], str], ...] = (
    ("F51", lambda record: True, "L9"),
    ("F47", lambda record: bool(record.get("registered_on")), "L3"),
    ("F49", lambda record: True, "L6"),
    ("F44", lambda record: record.get("decision") == "1", "L4"),
)


def leaving(child: Child | None) -> str | None:
    """The cause of leaving that the child's papers suggest."""
    if child is None:
        return None
    for form, prepared, cause in _LEAVES:
        record = child.newest(form)
        if record is not None and prepared(record):
            return cause
    return None


def papers_on_file(child: Child | None) -> list[dict[str, Any]] | None:
    """Every item of the child's file (F52), as a list to hand over."""
    items = child.all("F52") if child is not None else []
    return [_item(record) for record in items] or None


def _item(record: Record) -> dict[str, Any]:
    scans = record.get("digital") or []
    row = {
        "item": record.id, "title": record.text("title"), "pages": record.get("pages"),
        "sha256": str(scans[0].get("sha256", "")) if scans else "",
        "original": record.get("original"),
    }  # fmt: skip
    return {name: value for name, value in row.items() if value not in (None, "")}


def next_item(child: Child | None) -> int | None:
    """The first free 件号 of a child's file: the number of a void item is given again."""
    if child is None:
        return None
    used = {record.get("seq") for record in child.all("F52")}
    return next(number for number in range(1, len(used) + 2) if number not in used)
