"""The stage on which a scenario plays: practice store, clock, names, outcomes."""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.actions import passing, records
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.app import practice
from welfare_desktop.app.replay.keys import asked, fault
from welfare_desktop.app.replay.script import Step
from welfare_desktop.domain import permissions
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms.declare import Form
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Paper
from welfare_desktop.domain.rules import check
from welfare_desktop.store import attachments
from welfare_desktop.store.accounts import AccountRow

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: What a form's nickname stands for, where a step names the wrong kind of thing.
_KINDS = {"F01": "儿童", "X02": "区域", "F64": "人员", "F15": "寄养家庭"}


class Outcome(msgspec.Struct, kw_only=True):
    """What one step did against what was expected."""

    line: int
    what: str
    expected: Any = "ok"
    holds: bool = True
    got: Any = "ok"
    filled: list[str] = []
    clause: str | None = None
    sentence: str | None = None
    dates: dict[str, str] = {}
    also: list[str | None] = []
    field: str | None = None


class Stage:
    """Names, people and clock of one replay. All names are one namespace, accounts too."""

    def __init__(self, desk: Desk, clock: SetClock, steps: Sequence[Step]) -> None:
        self.desk = desk
        self.clock = clock
        self.steps = steps
        self.names: dict[str, str] = {}
        self.forms: dict[str, str] = {}
        self.filled: list[str] = []
        self._scans: dict[str, Paper] = {}
        self._people: dict[str, AccountRow] = {a.login: a for a in desk.accounts()}
        for person in self._people.values():
            self.bind(person.login, person.staff, "F64")
        for ward in desk.house().wards:
            self.bind(ward.text("ward_no"), ward.id, "X02")

    def bind(self, name: str, record_id: str, form: str) -> None:
        """A nickname of a record."""
        self.names[name] = record_id
        self.forms[name] = form

    def resolve(self, name: str, form: str = "") -> str:
        """Record id of a nickname; `Trouble` if nothing has that name or it is of another form."""
        if name not in self.names:
            kind = _KINDS.get(form, "对象")
            raise Trouble(f"场景里没有名为“{name}”的{kind}。")
        if form and self.forms[name] != form:
            known = _KINDS.get(self.forms[name], f"{self.forms[name]}记录")
            raise Trouble(f"“{name}”是{known}，不是{_KINDS[form]}。")
        return self.names[name]

    def seat(self, name: str | None) -> Desk:
        """The desk with this person at it: an account or a staff nickname."""
        return self.desk.seated(self.account(name)) if name else self.desk

    def account(self, name: str) -> AccountRow:
        """An account, or somebody of the staff as one."""
        if name not in self._people:
            record = self.desk.record(self.resolve(name, "F64"))
            roles = permissions.ROLE_OF_POST.get(record.text("post"), "")
            self._people[name] = AccountRow(
                id=record.id, login=name, name=record.text("name"), staff=record.id, roles=roles
            )
        return self._people[name]

    def with_role(self, letters: str, beside: Sequence[str] = ()) -> AccountRow:
        """The first practice account with one of these roles, other than those named."""
        for login in practice.LOGINS:
            person = self._people[login]
            wanted = letters == "*" or any(r in letters for r in person.roles)
            if wanted and person.staff not in beside:
                return person
        raise Trouble(f"演示机构里没有岗位为{permissions.names(letters)}的账号。")

    def with_post(self, post: str) -> AccountRow:
        """The first practice account of somebody with this post (CL-POST)."""
        people = (self._people[login] for login in practice.LOGINS)
        return next(person for person in people if self.desk.post(person.staff) == post)

    def approver(self, form: Form) -> AccountRow:
        """The first practice account that approves a form."""
        for login in practice.LOGINS:
            person = self._people[login]
            if permissions.may_approve(form, person.roles, self.desk.post(person.staff)):
                return person
        raise Trouble(f"演示机构里没有审批《{form.title}》的账号。")

    def signer(self, person: AccountRow) -> Signer:
        """A practice signature: everybody here has the practice PIN."""
        if person.login in practice.LOGINS:
            return self.desk.signer(person.id, practice.PIN)
        return Signer(person.id, person.staff, person.name, person.roles)

    def who(self, staff: str) -> AccountRow:
        """Somebody of the staff by record id."""
        return self.account(next(name for name, known in self.names.items() if known == staff))

    def person(self, name: str) -> str:
        """Staff record id of an account or nickname."""
        return self.account(name).staff

    def child(self, name: str) -> Child:
        """A child by nickname."""
        found = self.desk.house().child(self.resolve(name, "F01"))
        if found is None:
            raise Trouble(f"“{name}”的基本信息表已作废。")
        return found

    def ward(self, name: str) -> str:
        """A ward by nickname; the first use makes it."""
        if name not in self.names:
            beds = [{"bed_no": str(n), "in_use": True} for n in range(1, 21)]
            values = {
                "ward_no": name, "name": f"{name}区", "building": "演示楼", "kind": "1",
                "sex_rule": "3", "beds": beds, "open_from": self.clock.now().date().isoformat(),
            }  # fmt: skip
            made = records.submit(self.seat(self.with_role("K").login), "X02", values)
            self.bind(name, made.id, "X02")
        return self.resolve(name, "X02")

    def scan(self, kind: str) -> Paper:
        """A practice scan of an archive type: a real attachment of the store."""
        if code_list("CL-DOC").code_of(kind) != kind:
            raise Trouble(f"没有材料类型“{kind}”。")
        if kind not in self._scans:
            clear = f"演示材料 {kind}".encode()
            kept = attachments.add(self.desk.store, io.BytesIO(clear), "text/plain")
            self._scans[kind] = Paper(kind, kept.sha256, f"{kind}.txt", kept.size, kept.media)
        return self._scans[kind]

    def free_bed(self, ward: str) -> str:
        """The first bed of a ward that nobody has."""
        record = self.desk.record(ward)
        house = self.desk.house()
        taken = {c.bed for c in house.children if c.here and c.ward == ward}
        beds = [row["bed_no"] for row in record.rows("beds")]
        return next((bed for bed in beds if bed not in taken), f"加{len(taken) + 1}")


@contextlib.contextmanager
def staged(steps: Sequence[Step]) -> Iterator[Stage]:
    """A fresh practice store for these steps, thrown away afterwards."""
    clock = SetClock(steps[0].at - timedelta(days=1))
    with tempfile.TemporaryDirectory(prefix="welfare-replay-") as folder:
        opens = next((s.at.date() for s in steps if s.verb == "opening"), None)
        desk = practice.create(Path(folder) / "store", clock, opens, practice.THROWN_AWAY)
        with contextlib.closing(desk):
            yield Stage(desk, clock, steps)


def replay(steps: Sequence[Step]) -> list[Outcome]:
    """Play all steps."""
    with staged(steps) as stage:
        return [play(stage, step) for step in steps]


def play(stage: Stage, step: Step) -> Outcome:
    """Play one step at its time."""
    from welfare_desktop.app.replay import expect, verbs

    stage.clock.at = step.at
    passing.catch_up(stage.desk)
    stage.filled = []
    expected = step.get("expect", "ok")
    about = step.get("form") or step.get("record")
    outcome = Outcome(line=step.line, what=f"{step.verb} {about}" if about else step.verb)
    outcome.expected = asked(step) if step.verb == "expect" else expected
    try:
        wrong = fault(step)
        if wrong:
            raise Trouble(wrong)
        if step.verb == "expect":
            return expect.judge(stage, step, outcome)
        outcome.what = verbs.VERBS[step.verb](stage, step)
    except Refused as refused:
        _note_refusal(stage, step, outcome, refused)
    except Trouble as trouble:
        outcome.got, outcome.sentence = "trouble", trouble.sentence
    outcome.filled = list(dict.fromkeys(stage.filled))
    outcome.holds = step.verb != "expect" and _fits(expected, outcome)
    return outcome


def _note_refusal(stage: Stage, step: Step, outcome: Outcome, refused: Refused) -> None:
    outcome.got = {"soft" if refused.soft else "refused": _name(refused)}
    outcome.clause, outcome.sentence = refused.clause, refused.sentence
    outcome.also = [_name(other) for other in refused.also]
    outcome.field = refused.field
    outcome.dates = _dates(stage, step, refused)


def _dates(stage: Stage, step: Step, refused: Refused) -> dict[str, str]:
    """Days the refusal rests on: what the clause row says of the child, and when it opens."""
    out: dict[str, str] = {}
    name = step.get("child")
    if refused.clause and stage.forms.get(name or "") == "F01":
        child = stage.child(str(name)).file_no
        for verdict in check(stage.desk.house(), step.at, refused.clause, child):
            out |= {k: str(v) for k, v in verdict.facts.items() if _DAY.match(str(v))}
    return out | ({"opens_on": refused.opens_on.isoformat()} if refused.opens_on else {})


def _name(refused: Refused) -> str | None:
    return refused.clause or (f"field:{refused.field}" if refused.field else None)


def _fits(expected: Any, outcome: Outcome) -> bool:
    """A field that a clause row refuses may be expected by the clause or by the field."""
    if isinstance(outcome.got, dict) and "refused" in outcome.got and outcome.field:
        return expected in (outcome.got, {"refused": f"field:{outcome.field}"})
    return bool(outcome.got == expected)
