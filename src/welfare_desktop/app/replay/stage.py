"""The stage on which a scenario plays: practice store, clock, names, outcomes."""

from __future__ import annotations

import contextlib
import io
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.actions import opening
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.app import practice
from welfare_desktop.app.replay.script import Step
from welfare_desktop.domain import permissions
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Paper
from welfare_desktop.domain.roster.model import OpeningRow
from welfare_desktop.store import attachments
from welfare_desktop.store.accounts import AccountRow


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


class Stage:
    """Names, people and clock of one replay."""

    def __init__(self, desk: Desk, clock: SetClock, steps: Sequence[Step]) -> None:
        self.desk = desk
        self.clock = clock
        self.steps = steps
        self.names: dict[str, str] = {}
        self.forms: dict[str, str] = {}
        self.filled: list[str] = []
        self._scans: dict[str, Paper] = {}
        self._people: dict[str, AccountRow] = {a.login: a for a in desk.accounts()}
        for ward in desk.house().wards:
            self.bind(ward.text("ward_no"), ward.id, "X02")

    def bind(self, name: str, record_id: str, form: str) -> None:
        """A nickname of a record."""
        self.names[name] = record_id
        self.forms[name] = form

    def resolve(self, name: str) -> str:
        """Record id of a nickname; `Trouble` if nothing has that name."""
        if name in self.names:
            return self.names[name]
        raise Trouble(f"场景里没有名为“{name}”的对象。")

    def seat(self, name: str | None) -> Desk:
        """The desk with this person at it: an account or a staff nickname."""
        return self.desk.seated(self.account(name)) if name else self.desk

    def account(self, name: str) -> AccountRow:
        """An account, or somebody of the staff as one."""
        if name in self._people:
            return self._people[name]
        record = self.desk.record(self.resolve(name))
        roles = permissions.ROLE_OF_POST.get(record.text("post"), "")
        person = AccountRow(
            id=record.id, login=name, name=record.text("name"), staff=record.id, roles=roles
        )
        self._people[name] = person
        return person

    def with_role(self, letters: str, beside: Sequence[str] = ()) -> AccountRow:
        """The first practice account with one of these roles, other than those named."""
        for person in self.desk.accounts():
            if person.staff in beside:
                continue
            if letters == "*" or any(r in letters for r in person.roles):
                return person
        raise Trouble(f"演示机构里没有岗位为{permissions.names(letters)}的账号。")

    def signer(self, person: AccountRow) -> Signer:
        """A practice signature: everybody here has the practice PIN."""
        if any(a.id == person.id for a in self.desk.accounts()):
            return self.desk.signer(person.id, practice.PIN)
        return Signer(person.id, person.staff, person.name, person.roles)

    def child(self, name: str) -> Child:
        """A child by nickname."""
        found = self.desk.house().child(self.resolve(name))
        if found is None:
            raise Trouble(f"“{name}”不是儿童。")
        return found

    def scan(self, kind: str) -> Paper:
        """A practice scan of an archive type: a real attachment of the store."""
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
        return next((bed for bed in beds if bed not in taken), "加床")

    def opening(self, step: Step) -> str:
        """Children who are there from the start (T-0)."""
        ward = self.resolve(step.get("ward")) if step.get("ward") else None
        named = dict(step.get("children") or {})
        for number in range(1, int(step.get("more", 0)) + 1):
            named[f"{step.get('ward')}+{number}"] = {}
        for name, facts in named.items():
            row = self._opening_row(name, facts, ward, step)
            made = opening.admit_by_roster(self.desk, row)
            self.bind(name, made.id, "F01")
        return f"{len(named)}名"

    def _opening_row(
        self, name: str, facts: dict[str, Any], ward: str | None, step: Step
    ) -> OpeningRow:
        day = step.at.date()
        born = facts.get("birth_date") or (day - timedelta(days=3650)).isoformat()
        arrived = facts.get("arrived_at") or (day - timedelta(days=365)).isoformat()
        arrived = max(arrived, born)
        own = ("sex", "birth_date", "special_watch", "special_watch_reason", "allergy", "id_no")
        child = {"name": name, "sex": "1", "adm_cause": facts.get("adm_cause", "B1")}
        child |= {"birth_date": born} | {k: facts[k] for k in own if k in facts}
        if ward:
            child |= {"ward_id": ward, "bed_no": self.free_bed(ward)}
        admitted = {"admitted_on": arrived[:10]}
        forms: list[tuple[str, dict[str, Any]]] = [
            ("F01", child),
            ("F02", {"arrived_at": arrived if "T" in arrived else f"{arrived}T00:00"} | admitted),
            ("F12", {"to_mode": facts.get("care_mode", "INSTITUTION"),
                     "effective_at": f"{day}T00:00"}),
        ]  # fmt: skip
        if facts.get("selfcare"):
            assessed = {
                "level": facts["selfcare"],
                "assessed_on": facts.get("assessed_on", str(day)),
            }
            forms.append(("F13", assessed))
        return OpeningRow(row=0, forms=tuple(forms), status=step.get("status", "IN_CARE"))

    def person(self, name: str) -> str:
        """Staff record id of an account or nickname."""
        return self.account(name).staff


@contextlib.contextmanager
def staged(steps: Sequence[Step]) -> Iterator[Stage]:
    """A fresh practice store for these steps, thrown away afterwards."""
    clock = SetClock(steps[0].at - timedelta(days=1))
    with tempfile.TemporaryDirectory(prefix="welfare-replay-") as folder:
        opens = next((s.at.date() for s in steps if s.verb == "opening"), None)
        desk = practice.create(Path(folder) / "store", clock, opens)
        with contextlib.closing(desk):
            yield Stage(desk, clock, steps)


def replay(steps: Sequence[Step]) -> list[Outcome]:
    """Play all steps."""
    with staged(steps) as stage:
        return [play(stage, step) for step in steps]


def play(stage: Stage, step: Step) -> Outcome:
    """Play one step at its time."""
    from welfare_desktop.app.replay import verbs

    stage.clock.at = step.at
    stage.filled = []
    expected = step.get("expect", "ok")
    outcome = Outcome(line=step.line, what=step.verb, expected=expected)
    if step.verb == "expect":
        try:
            return verbs.judge(stage, step, outcome)
        except Trouble as trouble:
            outcome.holds, outcome.sentence = False, trouble.sentence
            return outcome
    try:
        outcome.what = verbs.VERBS[step.verb](stage, step)
    except Refused as refused:
        _note_refusal(outcome, refused)
    except Trouble as trouble:
        outcome.got, outcome.sentence = "trouble", trouble.sentence
    outcome.filled = stage.filled
    outcome.holds = _fits(expected, outcome)
    return outcome


def _note_refusal(outcome: Outcome, refused: Refused) -> None:
    name = refused.clause or f"field:{refused.field}"
    outcome.got = {"soft": name} if refused.soft else {"refused": name}
    outcome.clause, outcome.sentence = refused.clause, refused.sentence
    if refused.opens_on:
        outcome.dates = {"opens_on": refused.opens_on.isoformat()}
    if refused.field and refused.clause:
        outcome.dates["field"] = refused.field


def _fits(expected: Any, outcome: Outcome) -> bool:
    if isinstance(expected, dict) and "refused" in expected:
        wanted = str(expected["refused"])
        field = outcome.dates.get("field")
        return outcome.got == expected or (
            isinstance(outcome.got, dict)
            and "refused" in outcome.got
            and field is not None
            and wanted == f"field:{field}"
        )
    return bool(outcome.got == expected)
