"""Every field of every form filled, with values that agree with each other."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

from welfare_desktop.actions import records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.app import practice
from welfare_desktop.domain import permissions
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.record import Paper, Record
from welfare_desktop.store import attachments

NOW, TODAY = "2025-07-28T09:00", "2025-07-28"
ID_NO = practice.id_number("341000", date(2020, 5, 1), 101)
MONEY = 100
#: Three people of three fields of work.
TEAM = ("huli1", "hushi1", "shegong")

Own = Callable[[Desk, str | None], dict[str, Any]]


def seat(desk: Desk, form: Form) -> Desk:
    """The desk of the first account that fills a form."""
    fits = (a for a in desk.accounts() if permissions.may_fill(form, a.roles, leads=False))
    return desk.seated(next(fits))


def person(desk: Desk, login: str) -> str:
    """Staff record of an account."""
    return desk.find_account(login).staff


def ward(desk: Desk) -> str:
    """A common ward."""
    return desk.house().wards[0].id


def scan(desk: Desk, kind: str) -> Paper:
    """A paper of an archive type in the store."""
    kept = attachments.add(desk.store, io.BytesIO(kind.encode()), "text/plain")
    return Paper(kind, kept.sha256, f"{kind}.txt", kept.size, kept.media)


def _plain(desk: Desk, child: str | None, field: Field) -> Any:
    if field.kind in ("ref", "refs"):
        made = {"X02": ward(desk), "F01": child}.get(field.forms[0], "r" * 32)
        return made if field.kind == "ref" else [made]
    if field.kind in ("code", "codes"):
        code = code_list(field.codes or "").items[0][0]
        return code if field.kind == "code" else [code]
    if field.kind == "table":
        row = {c.name: _plain(desk, child, c) for c in field.columns if c.kind != "file"}
        return [row]
    if field.kind == "file":
        paper = scan(desk, "A99")
        return [{"sha256": paper.sha256, "name": paper.name}]
    if field.kind == "checklist":
        return {point: True for point, _ in field.points}
    if field.kind in ("staff", "staffs"):
        carer = person(desk, "huli1")
        return carer if field.kind == "staff" else [carer]
    number = max(field.low or 1, 1)
    kinds = {
        "text": "甲乙"[: field.max_len], "long": "=1+1 不是公式\n第二行", "date": TODAY, "dt": NOW,
        "month": "2025-06", "int": int(number), "dec": number, "money": MONEY, "bool": True,
        "div": "341021",
    }  # fmt: skip
    return kinds[field.kind]


def number(desk: Desk, child: str | None = None) -> str:
    """The citizen's number of a child; for a further one a number that nobody has."""
    known = [r.text("id_no") for r in desk.house().of("F01")]
    own = desk.house().record("F01", child or "")
    if own is not None and own.get("id_no"):
        return own.text("id_no")
    return practice.id_number("341000", date(2020, 5, 1), 101 + 2 * len(known))


def _birth(desk: Desk, child: str | None) -> dict[str, Any]:
    own = number(desk)
    return {"birth_date": "2020-05-01", "sex": "1", "id_no": own, "dis_cert_no": f"{own}41",
            "adm_cause": "E3", "bed_no": "1", "siblings": [child] if child else []}  # fmt: skip


def _person(name: str) -> dict[str, Any]:
    return {"name": name, "id_no": practice.id_number("341000", date(1985, 5, 1), 101)}


def _file_no(desk: Desk, child: str) -> str:
    found = desk.house().child(child)
    return found.file_no if found else ""


def _cleared(desk: Desk, child: str | None) -> dict[str, Any]:
    """Somebody of the staff about whom the police know nothing."""
    asked = {"person_id_no": ID_NO, "person_name": "甲乙", "subject": None, "subject_type": "1"}
    submit(desk, "F65", result="1", **asked)
    return {"birth_date": "2020-05-01", "sex": "1", "id_no": ID_NO, "phone": "13900000000",
            "state": "2"}  # fmt: skip


def _visit(desk: Desk, child: str | None) -> dict[str, Any]:
    parts = ("fee_insurance", "fee_mtjh", "fee_other", "fee_self")
    return {
        "fee_total": MONEY * len(parts),
        **dict.fromkeys(parts, MONEY),
        "hospital_div": "341002",
    }


def family_home(desk: Desk) -> str:
    """Number of a family home whose couple is screened and clear."""
    known = desk.house().of("F14")
    if not known:
        for name in ("甲", "乙"):
            who = {"person_name": name, "person_id_no": _person(name)["id_no"], "subject": None}
            submit(desk, "F65", subject_type="5", result="1", **who)
        known = [submit(desk, "F14", home_no="H1", closed_on=None)]
    return known[-1].text("home_no")


def first(desk: Desk, form: str, child: str | None, **changed: Any) -> Record:
    """The record of a form that is there, else a full one."""
    known = desk.house().of(form)
    return known[0] if known else submit(desk, form, child, **changed)


def own(desk: Desk, form: str, child: str | None) -> Record:
    """The child's own record of a form that is there, else a full one."""
    known = desk.house().of_child(form, child or "")
    return known[-1] if known else submit(desk, form, child)


def _agreement(desk: Desk, child: str | None) -> dict[str, Any]:
    """A first agreement that a meeting agreed to."""
    held = first(desk, "F46", child, topic="2")
    return {"start_on": TODAY, "end_on": "2026-07-27", "integration_days": 60,
            "is_renewal": False, "meeting_ref": held.id}  # fmt: skip


def here(desk: Desk, child: str | None) -> dict[str, Any]:
    """The child is in the house, formally admitted."""
    known = desk.house().child(child or "")
    if known is not None and known.status is None:
        submit(desk, "F02", known.id)
    return {}


def _moved_out(desk: Desk, child: str | None) -> dict[str, Any]:
    """A transfer whose file is listed and signed for."""
    here(desk, child)
    return {"direction": "1", "archive_list": first(desk, "F53", child).id}


def _died(desk: Desk, child: str | None) -> dict[str, Any]:
    """The hospital's proof is filed already."""
    here(desk, child)
    known = desk.house().child(child or "")
    if known is not None and not known.all("F52"):
        submit(desk, "F52", child, doc_type="C31")
    return {"proof_type": "1"}


def _meeting(desk: Desk, child: str | None) -> dict[str, Any]:
    """Three fields of work decide; a child sent for adoption is assessed before."""
    people = [person(desk, login) for login in TEAM]
    known = desk.house().child(child or "")
    if known is not None and known.newest("F45") is None:
        submit(desk, "F45", known.id)
    return {
        "chair": people[0], "recorder": people[1], "recusal": [{"person": "无", "relation": "无"}],
        "attendees": [
            {"person": p, "post": desk.record(p).get("post"), "voter": True, "note": "到会"}
            for p in people
        ],
        "votes": [{"child": child, "person": p, "vote": "1", "reason": "适合"} for p in people],
    }  # fmt: skip


def _case(desk: Desk, child: str | None) -> dict[str, Any]:
    """A case decided by a meeting, its waiting periods over."""
    own = [r for r in desk.house().of("F46") if child in (r.get("children") or ())]
    held = own[0] if own else submit(desk, "F46", child)
    submit(desk, "F07", child, result_code="1")
    return {
        "applicants": [{"name": "甲", "birth_date": "1980-01-01", "marital": "1"}],
        "meeting": held.id, "candidate": "r" * 32, "dna_checked_on": "2025-05-01",
        "published_on": "2025-05-01", "application_on": "2025-05-01",
        "eval_agreed_on": "2025-06-01", "fusion_start": "2025-06-01",
    }  # fmt: skip


def _grown(desk: Desk, child: str | None) -> dict[str, Any]:
    """A child of five, measured."""
    return {"length_cm": 108.5, "weight_kg": 18.2, "head_cm": 50.5, "posture": "2"}


def _funded(desk: Desk, child: str | None) -> dict[str, Any]:
    """For an urgent visit of the same child."""
    return {"visit": own(desk, "F24", child).id}


def _ordered(desk: Desk, child: str | None) -> dict[str, Any]:
    """Three times a day, no end yet."""
    return {
        "drug": "苯巴比妥片",
        "freq": "每日3次",
        "stop_at": "2025-08-28T09:00",
        "start_at": "2025-07-28T08:00",
    }


def _dose(desk: Desk, child: str | None) -> dict[str, Any]:
    """The morning's dose of an order."""
    return {"order": own(desk, "F29", child).id, "due_at": "2025-07-28T08:00",
            "given_at": "2025-07-28T08:10", "expiry": "2026-01-01"}  # fmt: skip


#: What has to agree within a form, or with the house.
OWN: dict[str, Own] = {
    "F01": _birth,
    "F02": lambda desk, child: {
        "received_by": person(desk, "huli1"), "witness": person(desk, "hushi1"),
        "delivered_by_phone": "无",
    },
    "F03": lambda desk, child: {"finder_phone": "13900000000"},
    "F04": lambda desk, child: {"cause": "E3"},
    "F08": lambda desk, child: {"cause": "E3", "approver_div": "341002"},
    "F09": lambda desk, child: {"id_no": number(desk, child), "registered_birth": "2020-05-01"},
    "F10": lambda desk, child: {"year": 2025},
    "F14": lambda desk, child: {"couple": [_person("甲"), _person("乙")]},
    "F15": lambda desk, child: {
        "main_carer": "甲", "main_carer_birth": "1985-05-01", "own_child_under6": False,
        "members": [_person("甲") | {"relation": "1", "health": "1", "checked_on": TODAY,
                                     "check_result": "1"}],
    },
    "F16": _agreement,
    "F17": lambda desk, child: {"visit_at": "2025-07-28T08:00", "leave_at": NOW},
    "F18": lambda desk, child: {
        "conditions": [{"condition": str(n), "met": True, "basis": "核对"} for n in range(1, 8)],
    },
    "F52": lambda desk, child: {"file_no": None if child is None else _file_no(desk, child)},
    "F12": lambda desk, child: {"from_mode": "INSTITUTION", "to_mode": "FAMILY_HOME",
                                "to_ward": family_home(desk)},
    "F13": lambda desk, child: {
        "items": [{"item": str(n), "score": "0"} for n in range(1, 7)], "level": "1",
    },
    "F21": _grown,
    "F26": lambda desk, child: {
        "target_div": "310104", "approved_on": "2025-07-27", "return_at": NOW,
        "escorts": [person(desk, "hushi1")],
    },
    "F27": lambda desk, child: {"fee_total": 3 * MONEY},
    "F28": _funded, "F29": _ordered, "F29b": _dose,
    "F23": lambda desk, child: {"icd10": "G80.0", "dis_cert_no": f"{number(desk, child)}41"},
    "F24": _visit,
    "F30": lambda desk, child: {"done_at": NOW, "opened_at": NOW, "expected": 1, "seen": 1,
                                "result": "1"},
    "F37": lambda desk, child: {"school_year": "2024-2025"},
    "F40": lambda desk, child: {"school_year": "2024-2025", "term": "全年"},
    "F41": lambda desk, child: {
        "plan": [{"part": str(n), "goal": "能自己上学", "due": TODAY} for n in range(1, 7)],
    },
    "F69": lambda desk, child: {"service": "9", "phone": "无"},
    "F43": lambda desk, child: {"result": "1"},
    "F46": _meeting,
    "F47": _case,
    "F48": lambda desk, child: {"donor_id": ID_NO, "donor_phone": "无", "value": MONEY,
                                "kind": "2"},
    "F49": _moved_out,
    "F50": lambda desk, child: here(desk, child) | {"cause": "L2", "receiver_id": ID_NO, "follow_up": [
        {"due": day} for day in ("2025-08-28", "2025-10-28", "2026-01-28", "2026-07-28")
    ]},
    "F51": _died,
    "F54": lambda desk, child: {"rate": 1},
    "F55": lambda desk, child: {"entry_no": "1", "children": ["all"]},
    "F65": lambda desk, child: {"person_id_no": ID_NO, "police_div": "341002", "subject_type": "2",
                                "subject": person(desk, "huli1"), "person_name": "张玉兰"},
    "F68": lambda desk, child: {"people": [{"name": "甲", "id_no": ID_NO, "contact": "1"}]},
    "F64": _cleared,
    "F67": lambda desk, child: {"planned_to": "2025-07-28T16:00"},
    "F70": lambda desk, child: {"type": "OTHER"},
    "F74": lambda desk, child: {"balance_ok": True, "hash": "0" * 64},
    "X01": lambda desk, child: {"office_div": "341002", "org_code": practice.ORG_CODE, "phone": "0559-2500000",
                                "first_responsible_phone": "13900000000"},
    "X02": lambda desk, child: {"ward_no": "W7"},
    "X03": lambda desk, child: {
        "year": 2030, "rest_days": [{"on": "2030-01-01", "name": "元旦"}],
        "work_days": [{"on": "2030-01-05", "name": "调休"}],
    },
    "X05": lambda desk, child: {"key": "k_night", "value": "1.0"},
    "X08": lambda desk, child: {"id_no": ID_NO, "phone": "无"},
    "X09": lambda desk, child: {"bed": "2"},
}  # fmt: skip
#: Two people sign where two are asked for, never the same one twice.
_SIGNERS = {
    "F74.approved_by": "yuanzhang", "F74.made_by": "kezhang", "F12.decided_by": "yuanzhang",
    "X05.approved_by": "yuanzhang", "X01.opening_signed": "yuanzhang", "F32.by_in": "huli2",
    "F29.ordered_by": "yisheng", "X10.ordered_by": "yisheng", "F29b.second_check": "huli2", "F29b.given_by": "hushi1",
    "F33.assessor": "kangfu", "F34.doctor_agree": "yisheng",
    "X07.approved_by": "kezhang", "F55.checked_by": "kezhang", "F55.approved_by": "yuanzhang",
}  # fmt: skip
#: Who signs where several do, if not one of each field of work.
_SIGNERS_OF = {"F48.suspect_clear_by": ("yuanzhang", "caiwu"), "F02.exit_sign": ("huli1", "hushi1")}
#: The paper that goes with the other values, where a field takes several.
_PAPER = {"F50.proof": "C13"}
#: Lists that an action makes while it writes the record.
_MADE = ("F32.special_list", "F32.open_events", "F32.orders_due", "F32.open_rounds", "F32.warnings")


def values(desk: Desk, form: Form, child: str | None) -> dict[str, Any]:
    """Every field that people fill, and what an action fills as it writes."""
    out = {
        field.name: _plain(desk, child, field)
        for field in form.fields
        if field.kind not in ("sig", "sigs")
        and not (field.kind == "file" and field.papers)
        and (not field.calc or f"{form.id}.{field.name}" in _MADE)
    }
    own = OWN.get(form.id)
    return out | (own(desk, child) if own is not None else {})


def step(desk: Desk, form: Form) -> Step:
    """Papers of every file field and all signatures."""
    papers = [
        scan(desk, _PAPER.get(f"{form.id}.{f.name}") or (f.papers[0] if f.papers else "A99"))
        for f in form.fields
        if f.kind == "file"
    ]
    signers: dict[str, Any] = {}
    for field in form.fields:
        if field.kind == "sigs":
            logins = _SIGNERS_OF.get(f"{form.id}.{field.name}", TEAM)
            signers[field.name] = [desk.signer(n, practice.PIN) for n in logins]
        elif field.kind == "sig":
            login = _SIGNERS.get(f"{form.id}.{field.name}", "huli1")
            signers[field.name] = desk.signer(login, practice.PIN)
    return Step(papers=tuple(papers), signers=signers)


def submit(desk: Desk, form_id: str, child: str | None = None, **changed: Any) -> Record:
    """A full record of a form; one of F01, a house or staff form names the child only in it."""
    form = FORMS[form_id]
    given = values(desk, form, child) | changed
    given = {name: value for name, value in given.items() if value is not None}
    return records.submit(
        seat(desk, form), form_id, given, child=belongs(form, child), step=step(desk, form)
    )


def belongs(form: Form, child: str | None) -> str | None:
    """The child a record of the form is about."""
    return child if form.about == "child" and form.id != "F01" else None
