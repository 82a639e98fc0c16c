"""The practice institution 演示: accounts, two common wards, holidays; never a real store."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from welfare_desktop.actions import office_link, records, setup
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import Clock
from welfare_desktop.office import desk as office
from welfare_desktop.security.passwords import FLOOR_KIB, Stretching
from welfare_desktop.security.recovery import new_words

PASSWORD = "practice-2026"
PIN = "246810"
ORG_CODE = "12341002MB0000017J"

#: login, name, post (CL-POST), sex, further roles
_PEOPLE = (
    ("kezhang", "程科长", "11", "2"),
    ("yuanzhang", "方院长", "12", "1"),
    ("hushi1", "许护士", "3", "2"),
    ("hushi2", "吴护士", "3", "2"),
    ("yisheng", "郑医生", "4", "1"),
    ("huli1", "王秀英", "1", "2"),
    ("huli2", "李桂兰", "1", "2"),
    ("huli3", "张玉梅", "1", "2"),
    ("huli4", "刘春燕", "1", "2"),
    ("huli5", "陈丽华", "1", "2"),
    ("huli6", "杨小红", "1", "2"),
    ("shegong", "周社工", "7", "2"),
    ("jiaoshi", "孙老师", "6", "2"),
    ("kangfu", "马康复师", "5", "1"),
    ("caiwu", "朱会计", "9", "2"),
    ("dangan", "胡档案", "10", "2"),
    ("xitong", "林管理", "19", "1"),
)
#: All accounts, the 院长 first.
LOGINS = ("yuanzhang", *(login for login, *_ in _PEOPLE if login != "yuanzhang"))
_LICENCE = {"3": "1", "4": "2", "5": "3", "6": "4", "7": "5"}


def id_number(prefix: str, birth: date, serial: int) -> str:
    """A GB 11643 number under the practice prefix ``341000``, which no resident has."""
    body = f"{prefix}{birth:%Y%m%d}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(c) * w for c, w in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def _person(index: int, login: str, name: str, post: str, sex: str, today: date) -> setup.Person:
    birth = date(1975 + index, 3, 1 + index)
    staff: dict[str, Any] = {
        "sex": sex, "birth_date": birth.isoformat(),
        "id_no": id_number("341000", birth, 500 + 2 * index + (sex == "1")),
        "phone": f"139000000{index:02d}", "employ_type": "1", "contract_hours": 40,
        "hired_on": (today - timedelta(days=900)).isoformat(),
        "health_cert_to": (today + timedelta(days=3650)).isoformat(),
        "pay_basis": "演示", "state": "2",
    }  # fmt: skip
    if post in _LICENCE:
        staff["certs"] = [
            {"type": _LICENCE[post], "no": f"YS{index:04d}", "valid_to": "2040-12-31"}
        ]
    return setup.Person(login=login, name=name, password=PASSWORD, pin=PIN, post=post, staff=staff)


def answers(today: date, go_live_on: date | None = None) -> setup.Answers:
    """The answers of the first-run wizard for the practice institution (lifecycle.md §8)."""
    people = [_person(i, *who, today) for i, who in enumerate(_PEOPLE)]
    return setup.Answers(
        institution={
            "name": "示例儿童福利院", "org_code": ORG_CODE, "div": "341002",
            "address": "屯溪区示例路1号", "phone": "0559-2500000", "office_name": "屯溪区民政局",
            "office_div": "341002", "first_responsible": "汪局长",
            "first_responsible_phone": "0559-2500001", "head_from": today.isoformat(),
            "med_mode": "2", "med_valid_to": "2040-12-31", "rehab_designated": False,
            "special_school": "0", "archive_level": "1", "med_paper": [{"name": "合作协议"}],
            "hospitals": [
                {"name": "市人民医院", "div": "341002", "to_on": "2040-12-31", "green": True,
                 "from_on": (today - timedelta(days=400)).isoformat()},
            ],
        },
        people=people,
        wards=[
            {"ward_no": "W1", "name": "一区", "building": "1号楼2层", "kind": "1",
             "sex_rule": "3", "beds": 20},
            {"ward_no": "W2", "name": "二区", "building": "1号楼3层", "kind": "1",
             "sex_rule": "3", "beds": 20},
        ],
        go_live_on=go_live_on or today,
    )  # fmt: skip


#: A practice password is printed in the manual: the floor is stretching enough.
KEPT = Stretching(FLOOR_KIB)
#: For a store that nobody opens again: it is thrown away by the process that made it.
THROWN_AWAY = Stretching(memory_kib=64, passes=1, lanes=1)


def create(
    folder: Path, clock: Clock, go_live_on: date | None = None, stretching: Stretching = KEPT
) -> Desk:
    """An empty practice store with the practice staff; the desk of 业务科长."""
    desk = setup.create_store(
        folder, answers(clock.now().date(), go_live_on), new_words(), clock, practice=True,
        stretching=stretching,
    )  # fmt: skip
    day = clock.now().date().isoformat()
    for person in desk.house().staff:
        asked = {
            "subject_type": "2", "subject": person.id, "person_name": person.text("name"),
            "person_id_no": person.text("id_no"), "reason": "2", "police_unit": "屯溪公安分局",
            "police_div": "341002", "asked_on": day, "scope": ["1", "2", "3", "4"],
            "replied_on": day, "result": "1",
        }  # fmt: skip
        records.submit(desk, "F65", asked)
    return desk


def join_office(desk: Desk, clock: Clock, url: str = "http://127.0.0.1:1080/") -> None:
    """A practice office in ``DIR/office``, enrolled and joined in all four steps."""
    folder = desk.store_dir / "office"
    told = office.init(folder, "屯溪区民政局（演示）", url, clock.now(), practice=True)
    request, _ = office_link.request(desk)
    (folder / "request.csr").write_bytes(request)
    _, certificate = office.enrol(folder, request, clock.now())
    (folder / "institution.pem").write_bytes(certificate)
    office_link.join(desk, folder / "office-profile.p7m", folder / "institution.pem", told)
