"""Records of a small house, as short as the example that needs them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from welfare_desktop.domain.house import House, ListSource
from welfare_desktop.domain.places import resource
from welfare_desktop.domain.record import Paper, Record

World = tuple[Record, ...]


class Example(NamedTuple):
    """One verdict: the row, what the example shows, the moment, the records, what is found.

    ``about`` picks one line where a row has several (id of the subject).
    """

    clause: str
    shows: str
    at: str
    world: World
    verdict: str
    due: str | None = None
    about: str = ""


def rec(form: str, at: str, /, **body: Any) -> Record:
    """A record about the child ``c``, happened and entered at a minute.

    ``id``, ``child``, ``entered``, ``basis``, ``late`` and ``papers`` (archive types) are of the
    record, the rest is its body; a ward move names its child there too.
    """
    own = {name: body.pop(name) for name in ("id", "child", "basis") if name in body}
    entered, late = body.pop("entered", at), body.pop("late", "")
    papers = tuple(Paper(kind, "0" * 64) for kind in body.pop("papers", ()))
    given: dict[str, Any] = {"id": f"{form}-{at}", "child": "c"} | own
    if form == "X09":
        body["child"] = given["child"]
    return Record(
        form=form, form_no=given["id"], body=body, happened_at=at, submitted_at=entered,
        created_at=entered, papers=papers, late_entry_reason=late, **given,
    )  # fmt: skip


def mark(by: str, at: str = "2025-07-28T08:20") -> dict[str, str]:
    """A signature."""
    return {"by": by, "name": by, "at": at, "sha256": "0"}


def state(value: str, at: str, dimension: str = "status", child: str = "c") -> Record:
    """A change of one dimension."""
    return rec("T", at, id=f"T-{child}-{value}-{at}", child=child, dimension=dimension, value=value)


ARRIVED = "2025-07-28T08:20"


def child(
    *, id: str = "c", cause: str = "A1", at: str = ARRIVED, status: str = "TEMP_CARE",
    where: str = "ON_SITE", signed: bool = True, basis: str = "normal", opened: str = "",
    intake: Mapping[str, Any] | None = None, entered: str = "", **body: Any,
) -> World:  # fmt: skip
    """A child who came in: F01, F02 and its three dimensions."""
    opened = opened or at
    own = {"file_no": id, "name": id, "adm_cause": cause, "ward_id": "w", "sex": "2",
           "birth_date": "2015-03-01"} | body  # fmt: skip
    taken: dict[str, Any] = {"decision": "1", "arrived_at": at, **(intake or {})}
    if signed:
        taken["exit_sign"] = [mark("a"), mark("b")]
    return (
        rec("F01", opened, id=id, child=id, basis=basis, **own),
        rec("F02", at, id=f"F02-{id}", child=id, basis=basis, entered=entered or at, **taken),
        state(status, at, child=id), state(where, at, "whereabouts", id),
        state("INSTITUTION", at, "care_mode", id),
    )  # fmt: skip


HOUSE: World = (
    rec("X01", "2025-01-01T00:00", id="x", child=None, org_code="ORG", name="院", div="341002",
        office_div="341002", go_live_on="2025-01-01"),
    rec("X02", "2025-01-01T00:00", id="w", child=None, ward_no="W1", name="一区", kind="1"),
    rec("X02", "2025-01-01T00:00", id="apart", child=None, ward_no="W9", name="隔离", kind="3"),
)  # fmt: skip


def holidays() -> World:
    """The years that ship with the program."""
    return tuple(
        rec("X03", f"{path.stem}-01-01T00:00", child=None, **json.loads(path.read_text("utf-8")))
        for path in sorted(resource("holidays").glob("*.json"))
    )


def house(world: Iterable[Record], at: str, marks: Iterable[dict[str, Any]] = ()) -> House:
    """The house with these records at a moment."""
    records = {r.id: r for r in (*HOUSE, *holidays(), *world)}
    return House(ListSource(records.values(), marks), datetime.fromisoformat(at))


#: Rows outside one institution's reach: a statistic, never judged (clauses.md §2).
STATISTIC = frozenset({"C3.12", "C8.01", "C8.04", "C14.01", "C15.04", "C15.05", "C15.06"})
