"""The first run: a store, its institution, its first people, wards, and the recovery sheet."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from uuid6 import uuid7

from welfare_desktop.actions import access, people, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.domain import permissions
from welfare_desktop.domain.clock import Clock, SystemClock
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.checking import phone_problem
from welfare_desktop.domain.idnumber import org_code_problem
from welfare_desktop.domain.places import resource
from welfare_desktop.security import keyslots, passwords, recovery
from welfare_desktop.security.sealing import new_identity, public_of
from welfare_desktop.store import accounts
from welfare_desktop.store.database import FILE_NAME, writing
from welfare_desktop.store.store import Store, open_store


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who gets an account. ``staff`` holds further F64 fields."""

    login: str
    name: str
    password: str
    pin: str
    post: str
    roles: str = ""
    staff: dict[str, Any] = {}


class Answers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the wizard asks. ``institution``: X01 fields; ``wards``: X02 fields each.

    ``people``: whose desk it becomes first; 院长 and 系统管理员 should be among them.
    """

    institution: dict[str, Any]
    people: list[Person]
    wards: list[dict[str, Any]]
    go_live_on: date | None = None


def new_words() -> list[str]:
    """Fresh recovery words: 24, to be shown, written down and typed back."""
    return recovery.new_words()


def recovery_paper(institution: str, words: Sequence[str]) -> bytes:
    """The recovery sheet as PDF, to be printed before the store is made; nothing keeps it."""
    from welfare_desktop.reports.recovery_sheet import RecoverySheet, recovery_sheet

    return recovery_sheet(RecoverySheet(institution, tuple(words), SystemClock().now()))


def template() -> dict[str, Any]:
    """An empty answers file with every question."""
    return {
        "institution": {
            "name": "", "org_code": "", "div": "", "address": "", "phone": "",
            "office_name": "", "office_div": "", "first_responsible": "",
            "first_responsible_phone": "",
        },
        "people": [
            {"login": "", "name": "", "password": "", "pin": "", "post": post, "staff": {}}
            for post in ("11", "12", "19")
        ],
        "wards": [
            {"ward_no": "W1", "name": "", "building": "", "kind": "1", "sex_rule": "3", "beds": 20}
        ],
        "go_live_on": "",
    }  # fmt: skip


#: What the reader of an answers file says → what a person is told.
_WRONG = (
    (r".*missing required field `(\w+)`.*", "缺“{0}”"),
    (r".*unknown field `(\w+)`.*", "没有“{0}”这一项"),
    (r".* - at `\$\.(.+)`", "“{0}”写得不对"),
)


def read_answers(raw: bytes) -> Answers:
    """Answers from JSON; `Refused` says which answer is wrong. An empty date is not given."""
    try:
        told = msgspec.json.decode(raw)
        if isinstance(told, dict) and told.get("go_live_on") == "":
            del told["go_live_on"]
        return msgspec.convert(told, type=Answers)
    except msgspec.ValidationError as error:
        found = ((re.fullmatch(pattern, str(error)), words) for pattern, words in _WRONG)
        wrong = next((words.format(*match.groups()) for match, words in found if match), "内容不对")
        raise Refused(f"建库答卷{wrong}，请按 init --template 的样子填写。") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refused("建库答卷不是JSON，请按 init --template 的样子填写。") from None


def check_person(person: Person) -> None:
    """Refuse a password too short or a PIN that is no PIN."""
    people.check_password(person.name, person.password)
    people.check_pin(person.name, person.pin)
    people.check_roles(person.name, person.roles or permissions.ROLE_OF_POST.get(person.post, ""))
    if not person.login.strip() or not person.name.strip():
        raise Refused("账号和姓名都要填写。", field="login")


def check_institution(values: Mapping[str, Any]) -> None:
    """Refuse the first answer that cannot be what it should be; blank ones stay owed."""
    if not str(values.get("name", "")).strip():
        raise Refused("请填写机构名称。", field="name")
    records.clean(FORMS["X01"], values)
    problem = org_code_problem(str(values.get("org_code", "")))
    if problem:
        raise Refused(problem, field="org_code")
    for name in ("phone", "first_responsible_phone"):
        if wrong := phone_problem(FORMS["X01"].field(name), values.get(name)):
            raise Refused(wrong, field=name)


def _check(answers: Answers) -> None:
    if not answers.people:
        raise Refused("至少要有一位管理员。", field="people")
    for person in answers.people:
        check_person(person)
    if len({p.login for p in answers.people}) < len(answers.people):
        raise Refused("两个人用了同一个账号名，请改一个。", field="login")
    check_institution(answers.institution)
    if not answers.wards:
        raise Refused("至少要有一个区域。", field="wards")
    for ward in answers.wards:
        records.clean(FORMS["X02"], {name: v for name, v in ward.items() if name != "beds"})


def create_store(
    folder: Path,
    answers: Answers,
    words: list[str],
    clock: Clock | None = None,
    *,
    practice: bool = False,
    stretching: passwords.Stretching | None = None,
) -> Desk:
    """Make a store; the desk of the first administrator. `Refused` before anything is written.

    Args:
        words: the 24 recovery words, already shown, printed and typed back.
    """
    _check(answers)
    if access.store_exists(folder):
        raise Refused("这个文件夹里已有资料库，不会覆盖。请换一个空文件夹。")
    marker = _begun(folder)
    how = stretching or passwords.calibrate()
    key, store_id, identity = secrets.token_bytes(32), uuid7().hex, new_identity()
    store = open_store(folder, key, clock or SystemClock(), create=True)
    try:
        store.set_meta("store_id", store_id.encode())
        store.set_meta("store_identity", identity.encode())
        if practice:
            store.set_meta(access.PRACTICE, b"yes")
        slots = keyslots.KeySlots(
            keyslots.FORMAT, store_id, b"", recovery.public_of(words), public_of(identity)
        )
        desk = _first_people(store, answers, practice)
        keyslots.save(folder, _with_people(slots, desk, answers, how), forget=True)
    except BaseException:
        store.close()
        if not access.store_exists(folder):
            _cleared(folder)
            marker.unlink()
        raise
    marker.unlink()
    return desk


def _with_people(
    slots: keyslots.KeySlots, desk: Desk, answers: Answers, how: passwords.Stretching
) -> keyslots.KeySlots:
    """The key file with a slot for everybody, once all that the wizard asked is entered."""
    for person, account in zip(answers.people, _accounts(desk, answers, how), strict=True):
        slot = keyslots.make_slot(
            slots.store, account.id, person.login, person.name, person.password, how
        )
        slots = keyslots.with_slot(slots, desk.store.key, slot)
    _institution(desk, answers)
    _holidays(desk)
    return slots


def _begun(folder: Path) -> Path:
    """Mark the folder while the store is made; what an interrupted set-up left goes first.

    Without the mark a database that lacks its key file is somebody's store and is not touched.
    """
    marker = folder / access.UNFINISHED
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        left = list(folder.glob(f"{FILE_NAME}*"))
        if left and not marker.exists():
            raise Trouble("这里有资料库，但缺密钥文件。请用备份恢复到另一个文件夹，这里没有动。")
        _cleared(folder)
        marker.touch()
    return marker


def _cleared(folder: Path) -> None:
    """A database whose key was never kept opens for nobody and only stands in the way."""
    for path in folder.glob(f"{FILE_NAME}*"):
        path.unlink()


def _first_people(store: Store, answers: Answers, practice: bool) -> Desk:
    first = answers.people[0]
    roles = first.roles or permissions.ROLE_OF_POST.get(first.post, "")
    seat = accounts.AccountRow(
        id=uuid7().hex, login=first.login, name=first.name, staff="", roles=roles
    )
    return Desk(store, seat, practice)


def _accounts(desk: Desk, answers: Answers, how: passwords.Stretching) -> list[accounts.AccountRow]:
    """Staff record and account of each person; the desk's own account gets its staff record."""
    out = []
    for index, person in enumerate(answers.people):
        staff = add_staff(desk, person)
        account = accounts.AccountRow(
            id=desk.account.id if index == 0 else uuid7().hex,
            login=person.login,
            name=person.name,
            staff=staff,
            roles=person.roles or permissions.ROLE_OF_POST.get(person.post, ""),
        )
        with desk.store.transaction() as transaction:
            pin = passwords.pin_hash(person.pin, how)
            accounts.add_account(transaction, account, pin, desk.account.id)
        if index == 0:
            desk.account = account
        out.append(account)
    return out


def add_staff(desk: Desk, person: Person) -> str:
    """F64 of somebody of the first run; its record id."""
    values = {
        "name": person.name, "post": person.post, "state": "2",
        "is_frontline": person.post in ("1", "2", "18"), "contract_hours": 40,
    } | person.staff  # fmt: skip
    return records.submit(desk, "F64", values, step=Step(first_run=True)).id


def _institution(desk: Desk, answers: Answers) -> None:
    go_live = answers.go_live_on or desk.now().date()
    head = next((s for s in desk.house().staff if s.get("post") == "12"), None)
    profile = answers.institution | {"go_live_on": go_live.isoformat()}
    if head is not None:
        profile = {"head": head.id} | profile
    records.submit(desk, "X01", profile, step=Step(first_run=True))
    for ward in answers.wards:
        beds = ward.get("beds", 0)
        if isinstance(beds, int):
            beds = [{"bed_no": str(n), "in_use": True} for n in range(1, beds + 1)]
        values = {"open_from": go_live.isoformat()} | ward | {"beds": beds}
        records.submit(desk, "X02", values, step=Step(first_run=True))


def _holidays(desk: Desk) -> None:
    """The holiday years that ship with the program, as X03 (DL-7)."""
    for path in sorted(resource("holidays").glob("*.json")):
        values = msgspec.json.decode(path.read_bytes())
        records.submit(desk, "X03", values, step=Step(first_run=True))
