"""Between the record page and the actions: one form being filled at one desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from welfare_desktop.actions import drafts, linking, papers, printing, records, scans, views
from welfare_desktop.actions.drafts import Draft
from welfare_desktop.actions.linking import Follower
from welfare_desktop.actions.records import Gate, Step
from welfare_desktop.actions.seeing import Seen
from welfare_desktop.actions.views import Look, Mend, Mode, Version
from welfare_desktop.domain import permissions
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms.declare import REMARK, Field, Form
from welfare_desktop.domain.record import Paper, Record
from welfare_desktop.domain.situation import Problem
from welfare_desktop.domain.values import empty

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk, Signer
    from welfare_desktop.actions.signatures import Signers


@dataclass(frozen=True, slots=True)
class Filled:
    """What the person hands in."""

    values: Mapping[str, Any]
    papers: tuple[Paper, ...] = ()
    signers: Mapping[str, Any] = field(default_factory=dict)
    late_reason: str = ""
    reason: str = ""
    gate: Gate | None = None


class Presenter:
    """One form, one child or subject, one record or none."""

    def __init__(
        self, desk: Desk, form_id: str, *, child: str | None = None, subject: str | None = None,
        record: str | None = None, mode: Mode = "new",
    ) -> None:  # fmt: skip
        self.desk, self.mode = desk, mode
        #: The record as this person may read it.
        self.sight: Seen | None = (
            views.viewed(desk, record, to_continue=mode == "continue") if record else None
        )
        self.form: Form = records.form_of(self.record.form if self.record else form_id)
        self.child = self.record.child if self.record else child
        self.subject = subject
        self.turn(mode)

    @property
    def record(self) -> Record | None:
        """The record, as far as it may be read."""
        return self.sight.record if self.sight else None

    def turn(self, mode: Mode) -> None:
        """Read, continue or correct; who corrects needs the identity numbers in full."""
        self.mode = mode
        if mode == "correct":
            self.show_ids()

    def open_sealed(self, reason: str) -> None:
        """Open what is sealed in the record, with a reason."""
        assert self.record is not None
        self.sight = views.open_sealed(self.desk, self.record.id, reason)

    def show_ids(self) -> None:
        """Show the identity numbers of the record in full."""
        assert self.record is not None
        self.sight = views.show_ids(self.desk, self.record.id)

    def may_open_sealed(self) -> bool:
        """Whether the 院长 lets this person open what is sealed here."""
        return self.record is not None and self.desk.viewer().granted(self.record)

    def _told(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What somebody typed, without the fields that only look empty or starred to them."""
        if self.sight is None:
            return dict(values)
        gone = self.closed() | {
            n for n in self.sight.masked if values.get(n) == self.sight.record.get(n)
        }
        return {name: value for name, value in values.items() if name not in gone}

    @property
    def _key(self) -> dict[str, str | None]:
        return {"child": self.child, "record": self.record.id if self.record else None}

    def subtitle(self) -> str:
        """Whom the form is about."""
        child = self.desk.seen().child(self.child) if self.child else None
        about = [child.name, child.file_no] if child else []
        if self.record is not None and self.form.about == "staff":
            about.append(self.record.text("name"))
        if self.record is not None:
            states = {"submitted": "已提交", "approved": "已审批", "void": "已作废"}
            about += [self.record.form_no, f"第{self.record.version}版", states[self.record.state]]
        return " · ".join(part for part in about if part)

    def body(self) -> Mapping[str, Any]:
        """What stands on the record; of a new one what the declaration already says."""
        if self.record is not None:
            return self.record.body
        out = linking.defaults(self.desk, self.form, self.child)
        return out | records.own_values(self.desk, self.form, self.child)

    def closed(self) -> frozenset[str]:
        """Fields that hold something this person does not read: they only look empty."""
        gone = self.sight.withheld | self.sight.sealed if self.sight else frozenset()
        return gone - self.partly if self.mode == "continue" else gone

    @property
    def partly(self) -> frozenset[str]:
        """Tables of which this person reads some rows in full and can fill those."""
        sealed = self.sight.sealed if self.sight else frozenset()
        return frozenset(name for name in sealed if self.form.field(name).sealed_rows)

    def locked(self) -> frozenset[str]:
        """Fields that stay as they are: what is filled, where a record is continued."""
        if self.mode != "continue":
            return self.closed()
        fields = (*self.form.fields, REMARK)
        body = self.body()
        filled = (f.name for f in fields if f.kind != "table" and not empty(body.get(f.name)))
        return self.closed().union(filled)

    def mend(self, problem: Problem) -> Mend | None:
        """The form that mends a problem with a clause, with the record to continue or look at."""
        return views.mend(self.desk, self.form, self.child, problem)

    def why_not_fill(self) -> str:
        """Why the person at the desk cannot hand this form in; empty if they can."""
        why_not = permissions.why_not_fill(self.form, self.desk.account.roles)
        return f"这张表{why_not}，这里只能看。" if why_not else ""

    @property
    def _post(self) -> str:
        return self.desk.post(self.desk.account.staff)

    def why_not_void(self) -> str:
        """Why the person at the desk cannot void the record; empty if they can."""
        try:
            permissions.permit_void(self.form, self.desk.account.roles, self._post)
        except Refused as refused:
            return refused.sentence
        return ""

    def may_approve(self) -> str | None:
        """``None`` where nothing waits for approval, else why this person cannot (empty: can)."""
        record = self.record
        if record is None or not self.form.approval or record.state != "submitted":
            return None
        if not permissions.may_approve(self.form, self.desk.account.roles, self._post):
            able = permissions.approvers(self.form)
            return f"由{able}审批，可以请本人在这里输入签名码。"
        return ""

    def approve(self, signer: Signer) -> Record:
        """The approver's decision and signature."""
        assert self.record is not None
        return records.approve(self.desk, self.record.id, signer)

    def versions(self) -> list[Version]:
        """Every version of the record, newest first."""
        return views.versions(self.desk, self.record.id)[::-1] if self.record else []

    def paper(self, values: Mapping[str, Any]) -> bytes:
        """The form as PDF, gaps marked."""
        return printing.form_sheet(self.desk, self.form, self.sight, self.child, self._told(values))

    def now(self) -> datetime:
        """The present."""
        return self.desk.now()

    def look(self, values: Mapping[str, Any], signers: Signers) -> Look:
        """How the form stands, with what was signed."""
        told = self._told(values)
        if self.record is not None:
            told = views.rejoined(self.desk, self.record.id, told, self.partly)
        return views.look(self.desk, self.form.id, told, signers=signers, **self._key)

    def choices(self, field_: Field) -> Sequence[tuple[str, str]]:
        """Records a reference may point to, the child's own, with a name a person knows; a record
        does not name itself."""
        found = linking.choices(self.desk, self.child, field_)
        return [one for one in found if self.record is None or one[0] != self.record.id]

    def followers(self) -> list[Follower]:
        """Forms that go on from the record that is read, with what it gives them."""
        return linking.followers(self.desk, self.record) if self.record is not None else []

    def login(self, staff: str) -> str:
        """The account of somebody named in the form; empty if they have none."""
        return next((a.login for a in self.desk.accounts() if a.staff == staff), "")

    def attach(self, field_: Field, path: Path) -> Paper:
        """Take a file in under the archive type of the field; nobody can read it behind a password."""
        scans.refuse_locked(path)
        return papers.take_in(self.desk, path, field_.papers[0] if field_.papers else "A99")

    def look_at(self, sha256: str) -> bytes:
        """A paper attached to the record."""
        return papers.look_at(self.desk, sha256, self.record)

    def can_be_shown(self, sha256: str) -> bool:
        """Whether the window shows an attached paper; else it is saved to be opened elsewhere."""
        return papers.can_be_shown(self.desk, sha256)

    def save_paper(self, sha256: str, target: Path) -> Path:
        """Write an attached paper to a file."""
        return papers.save_as(self.desk, sha256, self.record, target)

    def save(self, values: Mapping[str, Any], attached: Sequence[Paper]) -> str:
        """Keep the draft; the minute it was kept."""
        kept = drafts.save_draft(
            self.desk,
            self.form.id,
            self._told(values),
            papers=attached,
            mode=self.mode,
            **self._key,
        )
        return kept.saved_at

    def restore(self) -> Draft | None:
        """The draft kept before, of the same way of filling."""
        found = drafts.load_draft(self.desk, self.form.id, **self._key)
        return found if found is not None and found.mode in ("", self.mode) else None

    def drop(self) -> None:
        """Give the draft up."""
        drafts.drop_draft(self.desk, self.form.id, **self._key)

    def hand_in(self, filled: Filled) -> Record:
        """Submit, continue or correct; the draft goes with it."""
        if self.form.of_one_child and self.child is None:
            raise Refused("还不知道是哪名儿童的表。请在“儿童档案”里选好儿童，再填这张表。")
        step = Step(
            papers=filled.papers, signers=dict(filled.signers), late_reason=filled.late_reason,
            gate=filled.gate,
        )  # fmt: skip
        if self.record is None:
            written = records.submit(
                self.desk, self.form.id, filled.values, child=self.child, subject=self.subject,
                step=step,
            )  # fmt: skip
        else:
            old = self.record.body
            typed = self._told(filled.values)
            changed = {n: v for n, v in typed.items() if old.get(n) != v}
            changed = views.rejoined(self.desk, self.record.id, changed, self.partly)
            if self.mode == "correct":
                written = records.correct(
                    self.desk, self.record.id, changed, filled.reason, step=step
                )
            else:
                written = records.continue_record(self.desk, self.record.id, changed, step=step)
        self.drop()
        return written

    def void(self, reason: str) -> Record:
        """Void the record."""
        assert self.record is not None
        return records.void(self.desk, self.record.id, reason)
