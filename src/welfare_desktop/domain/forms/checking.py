"""Checks that hold for every form, and the parts that the checks of single forms are made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

from welfare_desktop.domain.forms.declare import Field
from welfare_desktop.domain.idnumber import id_number_facts, id_number_problem
from welfare_desktop.domain.situation import Problem, Situation

Check = Callable[[Situation], list[Problem]]

_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}(-\d{1,5})?|无")
_ID_FIELDS = {"id_no", "person_id_no"}


def problem(field: str, sentence: str, *, warning: bool = False) -> list[Problem]:
    """One problem of one field, as a list."""
    return [Problem(sentence=sentence, field=field, warning=warning)]


def phone_problem(field: Field, value: Any) -> str | None:
    """What is wrong with a phone number: mobile ``1`` + 10 digits, or a landline."""
    if not value or _PHONE.fullmatch(str(value)):
        return None
    return f"“{field.label}”应为11位手机号或座机号，没有就填“无”。"


def phones(s: Situation) -> list[Problem]:
    """Every field that holds a phone number."""
    return [
        Problem(sentence=wrong, field=f.name)
        for f in s.form.fields
        if f.kind == "text"
        and f.name.endswith("phone")
        and (wrong := phone_problem(f, s.get(f.name)))
    ]


def id_numbers(s: Situation) -> list[Problem]:
    """GB 11643; sex and birth date of the form against the number are a warning."""
    out: list[Problem] = []
    for field in s.form.fields:
        number = s.get(field.name)
        if field.name not in _ID_FIELDS or not number:
            continue
        wrong = id_number_problem(str(number))
        if wrong:
            out += problem(field.name, wrong)
        else:
            out += _against_number(s, field, str(number))
    return out


def _against_number(s: Situation, field: Field, number: str) -> list[Problem]:
    birth, sex = id_number_facts(number)
    out: list[Problem] = []
    stated = s.date("birth_date") or s.date("registered_birth")
    if stated is not None and stated != birth:
        out += problem(field.name, "出生日期与身份号码不一致，请核对。", warning=True)
    told = s.get("sex") or (s.child.sex if s.child else None)
    if told in ("1", "2") and told != sex:
        out += problem(field.name, "性别与身份号码不一致，请核对。", warning=True)
    return out


def at_midnight(moment: datetime) -> datetime:
    """A day has no hour: a time is compared with a day by its day."""
    return moment.replace(hour=0, minute=0)


def order(*names: str) -> Check:
    """Each filled date or time is not before the one named before it."""

    def check(s: Situation) -> list[Problem]:
        filled = [n for n in names if s.get(n)]
        for first, second in pairwise(filled):
            a, b = s.at(first), s.at(second)
            if a is None or b is None:
                continue
            if "date" in (s.form.field(first).kind, s.form.field(second).kind):
                a, b = at_midnight(a), at_midnight(b)
            if b < a:
                label = s.form.field(first).label
                return problem(second, f"“{s.form.field(second).label}”不能早于“{label}”。")
        return []

    return check


def _who(value: Any) -> Any:
    return value.get("by") if isinstance(value, dict) else value


def differ(first: str, second: str) -> Check:
    """Two staff, code or signature fields are not the same."""

    def check(s: Situation) -> list[Problem]:
        one, other = _who(s.get(first)), _who(s.get(second))
        if one and one == other:
            a, b = s.form.field(first).label, s.form.field(second).label
            return problem(second, f"“{a}”和“{b}”不能相同。")
        return []

    return check


def after_arrival(name: str) -> Check:
    """A date is not before the child's arrival."""

    def check(s: Situation) -> list[Problem]:
        arrived = s.child.arrived_at if s.child else None
        day = s.date(name)
        if arrived is not None and day is not None and day < arrived.date():
            return problem(name, f"“{s.form.field(name).label}”早于到院日期，请核对。")
        return []

    return check
