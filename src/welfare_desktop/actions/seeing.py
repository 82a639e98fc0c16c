"""What one person may read: the matrix, the field classes, the grants of the 院长 (§6.2, §6.3).

Rules, gates and deadlines read every field; a person reads through here. What is withheld is
gone from the record that a screen gets, not hidden by the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from welfare_desktop.domain import permissions
from welfare_desktop.domain.deadlines import age_on
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import REMARK, Field, Form
from welfare_desktop.domain.foster import children_at
from welfare_desktop.domain.house import HOURLY
from welfare_desktop.domain.idnumber import masked
from welfare_desktop.domain.record import Paper, Record

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk, Signer

#: Journal acts of reading: what the 院长 looks through afterwards.
VIEWED, OPENED, SHOWN, PRINTED, GRANTED, WITHDRAWN = (
    "view", "sealed_open", "id_shown", "print", "sealed_grant", "sealed_withdraw",
)  # fmt: skip
#: A reasoned opening lasts that long at this desk.
OPEN_FOR = timedelta(minutes=15)
#: Somebody's wards: where the roster has them within that many days.
_ROSTERED = timedelta(days=45)
_OF_CHILDREN = tuple(f.id for f in FORMS.values() if f.about == "child" and f.id not in HOURLY)


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """The 院长 lets one person open what is sealed about one child, until a day."""

    id: str
    account: str
    child: str
    reason: str
    until: str


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A record as one person gets it.

    Args:
        withheld: fields that hold something out of this person's reach.
        sealed: fields that hold something of class S4, which a grant and a reason open.
        masked: identity numbers shown with stars, which a logged click shows.
    """

    record: Record
    withheld: frozenset[str] = frozenset()
    sealed: frozenset[str] = frozenset()
    masked: frozenset[str] = frozenset()


def _in_part(field: Field, roles: str) -> bool:
    return any(role in field.part_of for role in roles)


@cache
def _terms(reads: tuple[str, ...], roles: str) -> frozenset[str]:
    """On which terms somebody with these roles knows some fields: ``never``, ``sealed`` (S4: by
    grant), ``own`` (of the own ward and cases). Asked of every verdict of the day."""
    out: set[str] = set()
    for path in reads:
        form_id, _, name = path.partition(".")
        form = FORMS.get(form_id)
        if form is None or name not in form:
            continue
        field = form.field(name)
        if form.secrecy_of(field) == "S1":
            continue
        reach = permissions.reach(form, roles)
        told = reach not in permissions.IN_PART or _in_part(field, roles)
        if reach in ("line", "none") or not told:
            out.add("never")
        if form.secrecy_of(field) == "S4":
            out.add("sealed")
        if reach not in ("all", "summary"):
            out.add("own")
    return frozenset(out)


class Viewer:
    """One person's sight at one revision of the store; also a `Source` of records as seen."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._house = desk, desk.house()
        self._roles, self._staff = desk.account.roles, desk.account.staff

    # Source ----------------------------------------------------------------------------

    def of_form(self, form: str) -> Sequence[Record]:
        """Records of a form as this person sees them, by business time."""
        declared = FORMS.get(form)
        if declared is None:
            return []
        found = self._desk.store.of_form(form)
        if self._open(declared):
            return found
        return [seen for record in found if (seen := self._listed(record)) is not None]

    def within(self, form: str, first: date, last: date, ward: str | None) -> Sequence[Record]:
        """Records of an hourly form on some days, as this person sees them."""
        found = self._desk.store.within(form, first, last, ward)
        if self._open(FORMS[form]):
            return found
        return [seen for record in found if (seen := self._listed(record)) is not None]

    def edge(self, form: str, ward: str, until: datetime | None) -> Record | None:
        """A ward's newest record of an hourly form up to a minute, or its first, as seen."""
        found = self._desk.store.edge(form, ward, until)
        return None if found is None else self._listed(found)

    def marks(self, since: datetime, until: datetime) -> Sequence[dict[str, Any]]:
        """Marks of open rounds; none for somebody who sees no rounds."""
        if not permissions.may_view(FORMS["F30"], self._roles):
            return []
        return self._desk.store.marks(since, until)

    def notes(self) -> Sequence[dict[str, Any]]:
        """Carers' notes of the shifts under way; none for somebody who sees none."""
        seen = permissions.may_view(FORMS["X11"], self._roles)
        return self._desk.store.notes() if seen else []

    def _open(self, form: Form) -> bool:
        """Whether this person sees every record of a form just as it is."""
        closed = any(form.secrecy_of(f) == "S4" or f.masked or f.sealed_rows for f in form.fields)
        return not closed and permissions.reach(form, self._roles) == "all"

    def _listed(self, record: Record) -> Record | None:
        found = self.seen(record, listed=True).record
        return found if found.body or not record.body else None

    # One record ------------------------------------------------------------------------

    def reaches(self, record: Record) -> bool:
        """Whether this person sees more of a record than what stands on every list (S1)."""
        reach = permissions.reach(FORMS[record.form], self._roles)
        if reach in ("all", "summary"):
            return True
        if reach in ("case", "part"):
            return self._is_case(record)
        return reach == "own" and self._own(record)

    def _own(self, record: Record) -> bool:
        return self._staff in (record.id, record.subject) or self._named(record)

    def _named(self, record: Record) -> bool:
        """Whether the person made the record or is named in it."""
        if record.submitted_by == self._desk.account.id:
            return True
        return self._staff in set(_people(FORMS[record.form], record.body))

    def _is_case(self, record: Record) -> bool:
        """Own ward or case (§6.2): the child lies there, or the person is named in the papers."""
        form = FORMS[record.form]
        if record.child is None and form.group:
            about = [str(c) for c in record.get(form.group) or ()]
            return not about or self._named(record) or any(map(self.has_child, about))
        if form.about == "family":
            living = children_at(self._house, record.id, self._house.now)
            return not living or any(self.has_child(child.id) for child in living)
        if record.child is None:
            return form.about != "ward" or str(record.get("ward") or record.id) in self.wards
        return self.has_child(record.child)

    def lists(self, child_id: str) -> bool:
        """Whether a child stands on this person's list: of the own ward and cases, or of all.

        Who has no part in the master file but fills a form about children (财务) must find the
        name; 系统管理员 has no child at all.
        """
        reach = permissions.reach(FORMS["F01"], self._roles)
        if reach == "none":
            return any(role != "S" for role in self._roles)
        return reach == "all" or self.has_child(child_id)

    def has_child(self, child_id: str) -> bool:
        """Whether a child is of this person's ward or cases."""
        child = self._house.child(child_id)
        if child is None or child.ward is None or child.ward in self.wards:
            return True
        return child_id in self.cases

    @property
    def wards(self) -> set[str]:
        """Wards where the roster has this person about now; every ward for somebody it has nowhere.

        Who is on no roster (a teacher, a relief at night before the list is written) must still
        find the child in front of them.
        """
        now, facts = self._desk.now(), self._house.facts("F67", "X02")
        key = ("wards", self._staff, now.date())
        if key not in facts:
            wards = self._house.wards
            facts[key] = {
                ward.id for ward in wards if ward.get("leader") == self._staff or any(
                    self._staff in _people(FORMS["F67"], shift.body)
                    for shift in self._house.within("F67", now - _ROSTERED, now + _ROSTERED, ward.id)
                )
            } or {ward.id for ward in wards}  # fmt: skip
        found: set[str] = facts[key]
        return found

    @property
    def cases(self) -> set[str]:
        """Children in whose papers this person is named."""
        facts, key = self._house.facts(*_OF_CHILDREN), self._desk.account.id
        if key not in facts:
            facts[key] = {
                record.child
                for form in _OF_CHILDREN for record in self._house.of(form)
                if record.child and self._named(record)
            }  # fmt: skip
        found: set[str] = facts[key]
        return found

    @cached_property
    def _grants(self) -> set[str]:
        return {g.child for g in grants(self._desk) if g.account == self._desk.account.id}

    def seen(self, record: Record, *, listed: bool = False) -> Seen:
        """The record as this person gets it: fields out of reach and class taken away.

        Args:
            listed: one of many; what is sealed is opened for a record by itself only.
        """
        form = FORMS[record.form]
        near = self.reaches(record)
        part = near and permissions.reach(form, self._roles) in permissions.IN_PART
        opened = not listed and self._opened(record)
        body: dict[str, Any] = {}
        withheld, sealed, stars = set(), set(), set()
        for field in (*form.fields, REMARK):
            value = record.body.get(field.name)
            if value in (None, "", [], {}):
                continue
            secrecy = form.secrecy_of(field)
            if secrecy != "S1" and not (near and (not part or self._in_part(field))):
                withheld.add(field.name)
                continue
            if secrecy == "S4" and not opened:
                sealed.add(field.name)
                continue
            body[field.name] = value
            if field.sealed_rows and not opened:
                body[field.name] = _without(field, value)
                sealed |= {field.name} if body[field.name] != value else set()
            elif field.masked and record.id not in self._desk.ids_shown:
                body[field.name] = masked(str(value))
                stars.add(field.name)
        shown = _papers(form, record, withheld | sealed, opened) if near and not part else ()
        return Seen(
            record=msgspec.structs.replace(record, body=body, papers=shown),
            withheld=frozenset(withheld), sealed=frozenset(sealed), masked=frozenset(stars),
        )  # fmt: skip

    def may_know(self, reads: tuple[str, ...], child_id: str) -> bool:
        """Whether this person may know the facts behind a verdict, by the fields its row reads."""
        terms = _terms(reads, self._roles)
        if "never" in terms:
            return False
        if "sealed" in terms and not ("D" in self._roles or child_id in self._grants):
            return False
        return "own" not in terms or not child_id or self.has_child(child_id)

    def _in_part(self, field: Field) -> bool:
        return _in_part(field, self._roles)

    def granted(self, record: Record) -> bool:
        """Whether this person may open what is sealed in a record: the 院长, or by a grant."""
        return "D" in self._roles or (record.child or record.id) in self._grants

    def _opened(self, record: Record) -> bool:
        until = self._desk.opened.get(record.id)
        return until is not None and self._desk.now() < until and self.granted(record)

    def sensitive(self, record: Record) -> bool:
        """Whether reading a record is logged: class S3, of a child under 14 S2 too (§6.2)."""
        form = FORMS[record.form]
        classes = {form.secrecy_of(f) for f in form.fields if record.body.get(f.name)}
        if "S3" in classes or "S4" in classes:
            return True
        child = self._house.child(record.child) if record.child else None
        birth = child.birth_date if child else None
        young = child is not None and (birth is None or age_on(birth, self._house.today) < 14)
        return young and "S2" in classes


def _papers(form: Form, record: Record, closed: Iterable[str], opened: bool) -> tuple[Paper, ...]:
    """Papers without those of closed fields; what no field names is of the form's own class."""
    shut = [form.field(name) for name in closed if name in form]
    gone = {kind for field in shut for kind in field.papers}
    within = repr([record.get(field.name) for field in shut])
    named = {kind for field in form.fields for kind in field.papers}
    whole = form.secrecy != "S4" or opened
    return tuple(
        paper for paper in record.papers
        if paper.type not in gone and paper.sha256 not in within and (whole or paper.type in named)
    )  # fmt: skip


def _people(form: Form, body: dict[str, Any]) -> Iterator[str]:
    """Staff named in a record: in its fields and in the rows of its tables."""
    for field in form.fields:
        value = body.get(field.name)
        if field.kind in ("staff", "sig"):
            yield from _marks([value])
        elif field.kind in ("staffs", "sigs"):
            yield from _marks(value)
        elif field.kind == "table":
            names = [c.name for c in field.columns if c.kind == "staff"]
            for row in value or ():
                yield from _marks([row.get(name) for name in names])


def _marks(values: Any) -> Iterator[str]:
    for value in values or ():
        if value:
            yield str(value.get("staff", "")) if isinstance(value, dict) else str(value)


def _without(field: Field, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a table without what is sealed in it: that there is one may be seen, no more."""
    first = field.columns[0].name
    return [{first: r[first]} if str(r.get(first)) in field.sealed_rows else r for r in rows]


# Grants ------------------------------------------------------------------------------


def grants(desk: Desk) -> list[Grant]:
    """Grants in force today."""
    gone = {entry.values["grant"] for entry in desk.store.acts(WITHDRAWN)}
    found = [
        Grant(id=entry.id, account=entry.values["account"], child=str(entry.record),
              reason=entry.values["reason"], until=entry.values["until"])
        for entry in desk.store.acts(GRANTED)
        if entry.id not in gone
    ]  # fmt: skip
    return [grant for grant in found if grant.until >= desk.now().date().isoformat()]


def grant(desk: Desk, child: str, login: str, reason: str, until: str, director: Signer) -> None:
    """The 院长 names a person who may open what is sealed about a child (§6.2)."""
    if "D" not in director.roles:
        raise Refused("封存内容由院长授权，请院长签字。")
    if not reason.strip():
        raise Refused("请写明授权原因。", field="reason")
    if until < desk.now().date().isoformat():
        raise Refused("授权的截止日期不能早于今天。", field="until")
    account = desk.find_account(login)
    if "S" in account.roles:
        raise Refused(f"{account.name}是系统管理员，不接触儿童资料，不能授权。")
    body = {"account": account.id, "reason": reason.strip(), "until": until}
    with desk.store.transaction() as transaction:
        transaction.append(GRANTED, director.account, record=child, body=body)


def withdraw(desk: Desk, grant_id: str, director: Signer) -> None:
    """The 院长 takes a grant back."""
    if "D" not in director.roles:
        raise Refused("收回授权由院长办理，请院长签字。")
    with desk.store.transaction() as transaction:
        transaction.append(WITHDRAWN, director.account, body={"grant": grant_id})


def log(desk: Desk, act: str, record: Record, body: dict[str, Any] | None = None) -> None:
    """Journal that somebody read something, with ids only."""
    with desk.store.transaction() as transaction:
        transaction.append(
            act, desk.account.id, form=record.form, record=record.id, body=body or {}
        )
