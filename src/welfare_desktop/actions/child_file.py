"""儿童档案: who the child is, what comes next, the forms of each phase, the whole life."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from welfare_desktop.actions import papers, search, views
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain import archive
from welfare_desktop.domain.codes import label
from welfare_desktop.domain.deadlines import age_words
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import Form, Phase
from welfare_desktop.domain.house import HOURLY, Child
from welfare_desktop.domain.permissions import reach, why_not_fill
from welfare_desktop.domain.record import Paper, Record
from welfare_desktop.domain.rounds import isolated
from welfare_desktop.domain.rules import steps
from welfare_desktop.domain.rules.steps import Step
from welfare_desktop.domain.rules.transitions import TRANSITIONS
from welfare_desktop.domain.values import show

Kind = Literal["state", "event", "form"]

_LISTS = {
    "status": ("状态", "CL-STATUS"), "care_mode": ("养育方式", "CL-CARE"),
    "whereabouts": ("位置", "CL-WHERE"),
}  # fmt: skip


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The head of a file in words. ``isolation``: day of it, 0 if there is none."""

    name: str
    status: str
    where: str
    isolation: int
    allergy: str
    watch: str
    facts: str
    arrival: str


#: Role → the phase whose forms are its work: they stand first.
_OWN_WORK = {"M": "医疗", "R": "康复", "T": "教育", "W": "社工", "F": "资金", "A": "档案"}


class Paperwork(msgspec.Struct, frozen=True, kw_only=True):
    """One form with the records this person may open, newest first, void ones last.

    Args:
        closed: how many more there are, out of this person's sight.
    """

    form: Form
    records: tuple[Record, ...]
    why_not: str
    closed: int = 0


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a life. ``record`` opens; empty: nothing does."""

    at: str
    kind: Kind
    title: str
    detail: str = ""
    form: str = ""
    record: str = ""


def children(desk: Desk, text: str = "", ward: str = "", here: bool | None = None) -> list[Child]:
    """This person's children by ward and bed, those who left last, as this person sees them.

    Args:
        here: only those on the books, or only those who left.
    """
    viewer = desk.viewer()
    found = [child for child in desk.seen().children if viewer.lists(child.id)]
    if text.strip():
        hits = search.find(desk, text, limit=len(found) + len(FORMS) + 10_000)
        wanted = {hit.id for hit in hits if hit.kind == "child"}
        found = [child for child in found if child.id in wanted]
    kept = [
        child
        for child in found
        if (not ward or child.ward == ward)
        and (here is None or child.here == here or (here and child.status is None))
    ]
    return sorted(kept, key=lambda c: (not c.here, c.ward or "", _bed(c)))


def _bed(child: Child) -> tuple[int, str]:
    digits = "".join(ch for ch in child.bed if ch.isdigit())
    return (int(digits) if digits else 9999, child.file_no)


def status_words(child: Child) -> str:
    """在册状态; a child not yet taken in is 待接收."""
    return label("CL-STATUS", child.status or "LEAD")


def state_of(child: Child) -> str:
    """Where a child of the house is when away, else the status: one word for a list."""
    away = child.here and child.whereabouts not in (None, "ON_SITE")
    return label("CL-WHERE", child.whereabouts or "") if away else status_words(child)


def place(child: Child) -> str:
    """``A区 3床``, or that there is no bed."""
    ward = child.house.record("X02", child.ward or "")
    return f"{ward.text('name')} {child.bed}床" if ward and child.bed else "未安排床位"


def placed(child: Child) -> dict[str, str | None]:
    """Ward and bed as F01 names them, where the child is now."""
    return {"ward_id": child.ward, "bed_no": child.bed}


def summary(desk: Desk, child: Child) -> Summary:
    """The head of the child's file; isolation is told to everybody who may stand at the bed."""
    house, record = child.house, child.record
    known = desk.house().child(child.id)
    carer = house.record("F64", record.text("primary_carer"))
    reasons = "、".join(label("CL-WATCH", c) for c in record.get("special_watch_reason") or ())
    watch = f"重点关注 {reasons}".strip() if record.get("special_watch") is True else ""
    facts = (
        child.file_no, label("CL-SEX", child.sex).removesuffix("性") if child.sex else "",
        age_words(child.birth_date, house.today), place(child),
        f"责任护理员 {carer.text('name')}" if carer else "责任护理员未定",
    )  # fmt: skip
    arrived = f"{child.arrived_at:%Y-%m-%d}到院" if child.arrived_at else ""
    mode = label("CL-CARE", child.care_mode) if child.care_mode else ""
    cause = label("CL-ADM", child.cause) if child.cause else ""
    return Summary(
        name=child.name, status=status_words(child),
        where=label("CL-WHERE", child.whereabouts) if child.whereabouts else "",
        isolation=_isolation(known) if known else 0, allergy=record.text("allergy"), watch=watch,
        facts=" · ".join(part for part in facts if part),
        arrival=" · ".join(part for part in (arrived, cause, mode) if part),
    )  # fmt: skip


def _isolation(child: Child) -> int:
    arrived = child.arrived_at
    if arrived is None or not child.here or not isolated(child, child.house.now):
        return 0
    return (child.house.today - arrived.date()).days + 1


def emergency_card(desk: Desk, child: Child) -> list[tuple[str, str]]:
    """What an ambulance asks, as far as this person reads it; what nobody knows says so."""
    record, house = child.record, child.house
    diagnoses = [r.text("name") for r in child.all("F23") if r.get("state") not in ("3", "4")]
    insured = child.newest("F10")
    carer = house.record("F64", record.text("primary_carer"))
    sex = label("CL-SEX", child.sex) if child.sex else ""
    lines = (
        ("姓名", " ".join(filter(None, (child.name, sex, age_words(child.birth_date, house.today))))),
        ("床位", place(child)),
        ("过敏史", record.text("allergy") or "未核"),
        ("重点关注", "、".join(label("CL-WATCH", c) for c in record.get("special_watch_reason") or ())),
        ("诊断", "、".join(filter(None, diagnoses))),
        ("医保", show(FORMS["F10"].field("state"), insured.get("state")) if insured else ""),
        ("监护单位", record.text("guardian_org")),
        ("责任护理员", " ".join(filter(None, (carer.text("name"), carer.text("phone")))) if carer else ""),
    )  # fmt: skip
    return [(name, told or "没有记录") for name, told in lines]


def next_steps(desk: Desk, child: Child) -> list[Step]:
    """Steps that come next, judged from all that is known."""
    known = desk.house().child(child.id)
    return steps.steps(known) if known else []


def why_not(desk: Desk, form: str) -> str:
    """Why the person at the desk may not fill a form, in words; empty: may."""
    return why_not_fill(FORMS[form], desk.account.roles)


def why_not_view(desk: Desk, form: str, record: str) -> str:
    """Why the person at the desk may not read a record of a form, in words; empty: may."""
    return views.why_not_view(desk, FORMS[form], desk.store.record(record) if record else None)


def photo(desk: Desk, child: Child) -> bytes | None:
    """The newest picture on the child's master form, as this person sees it."""
    files = child.record.get("photo") or []
    try:
        return papers.look_at(desk, files[-1]["sha256"], child.record) if files else None
    except Trouble:
        return None  # the background check names a damaged paper; the file opens without it


def scan(desk: Desk, paper: Paper, record: Record) -> bytes:
    """A scan on a record, as this person sees it listed, for a small picture of it."""
    return papers.look_at(desk, paper.sha256, desk.viewer().seen(record, listed=True).record)


def paperwork(desk: Desk, child: Child) -> dict[str, list[Paperwork]]:
    """Forms about a child by phase of life, in its order and the person's own work first, each with
    its records; not those out of the role's sight."""
    viewer, roles = desk.viewer(), desk.account.roles
    known = desk.house().child(child.id)
    void: dict[str, list[Record]] = {}
    for record in desk.store.void_of_child(child.id):
        void.setdefault(record.form, []).append(record)
    out: dict[str, list[Paperwork]] = {phase: [] for phase in get_args(Phase)}
    for form in FORMS.values():
        if form.about != "child" or form.internal:
            continue
        if reach(form, roles) == "none":
            continue
        there = archive.about(known, form.id) if known else []
        every = (*reversed(there), *reversed(void.get(form.id, [])))
        mine = tuple(record for record in every if viewer.reaches(record))
        reason = "每名儿童只有一份" if form.id == "F01" else why_not(desk, form.id)
        out[form.phase].append(
            Paperwork(form=form, records=mine, why_not=reason, closed=len(every) - len(mine))
        )
    own = [_OWN_WORK[role] for role in roles if role in _OWN_WORK]
    return {phase: out[phase] for phase in sorted(out, key=lambda p: p not in own) if out[phase]}


def state_words(record: Record) -> str:
    """已提交, 待审批, 已审批 or 作废."""
    if record.state == "submitted":
        return "待审批" if FORMS[record.form].approval else "已提交"
    return {"approved": "已审批", "void": "作废"}[record.state]


def timeline(child: Child) -> list[Moment]:
    """The child's life, newest first, as far as the house of the child shows it."""
    out = [_change(child, record) for record in child.all("T")]
    for form in FORMS.values():
        if form.about == "child" and not form.internal and form.id not in HOURLY:
            out += [_written(form, record) for record in archive.about(child, form.id)]
    for move in child.house.of("X09"):
        if move.get("child") == child.id:
            ward = child.house.record("X02", move.text("to_ward"))
            where = f"到{ward.text('name') if ward else ''} {move.text('bed')}床"
            out.append(Moment(at=move.happened_at, kind="event", title="调整床位", detail=where,
                             form="X09", record=move.id))  # fmt: skip
    return sorted(out, key=lambda e: (e.at, e.kind == "state", e.form), reverse=True)


def _written(form: Form, record: Record) -> Moment:
    kind: Kind = "event" if form.always_open else "form"
    title = form.title
    if form.id == "F31" and record.get("type"):
        title = f"异常：{label('CL-ABN', record.text('type'))}"
    parts = (record.form_no, f"第{record.version}版", state_words(record),
             "建账" if record.basis == "roster" else "")  # fmt: skip
    return Moment(at=record.happened_at, kind=kind, title=title, form=form.id,
                 record=record.id, detail=" · ".join(p for p in parts if p))  # fmt: skip


def _change(child: Child, record: Record) -> Moment:
    what, codes = _LISTS[record.text("dimension")]
    transition = TRANSITIONS.get(record.text("transition"))
    why = f"{transition.id} {transition.trigger}" if transition else record.text("reason")
    cause = next(
        (r for f in FORMS for r in child.all(f) if r.id == record.get("cause")), None
    ) if record.get("cause") else None  # fmt: skip
    source = f"依据 {FORMS[cause.form].title} {cause.form_no}" if cause else ""
    said, before = label(codes, record.text("value")), record.text("previous")
    told = f"：{label(codes, before)} → {said}" if before else f"：{said}"
    return Moment(
        at=record.happened_at, kind="state", title=f"{what}{told if said else '结束'}",
        detail=" · ".join(part for part in (why, source) if part),
        form=cause.form if cause else "", record=cause.id if cause else "",
    )  # fmt: skip
