"""The stage on which a scenario plays: practice store, clock, names, outcomes."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.app import practice
from welfare_desktop.app.replay.script import Step
from welfare_desktop.domain import permissions
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.house import Child
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

    def person(self, name: str) -> str:
        """Staff record id of an account or nickname."""
        return self.account(name).staff


def replay(steps: Sequence[Step]) -> list[Outcome]:
    """Play all steps in a fresh practice store that is thrown away afterwards."""
    clock = SetClock(steps[0].at - timedelta(days=1))
    with tempfile.TemporaryDirectory(prefix="welfare-replay-") as folder:
        desk = practice.create(Path(folder) / "store", clock)
        with contextlib.closing(desk):
            stage = Stage(desk, clock, steps)
            return [_play(stage, step) for step in steps]


def _play(stage: Stage, step: Step) -> Outcome:
    from welfare_desktop.app.replay import verbs

    stage.clock.at = step.at
    stage.filled = []
    expected = step.get("expect", "ok")
    outcome = Outcome(line=step.line, what=step.verb, expected=expected)
    if step.verb == "expect":
        return verbs.judge(stage, step, outcome)
    try:
        outcome.what = verbs.VERBS[step.verb](stage, step)
    except Refused as refused:
        _note_refusal(outcome, refused)
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
