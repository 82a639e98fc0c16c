"""Handing a shift over: prepared by the program, completed by people, signed by two (§4.4).

The giver signs: the content is frozen as a journal entry with its digest. The receiver repeats
back, then takes it (F32 is written) or sends it back. Between the two the giver is on duty.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import msgspec

from welfare_desktop.actions import brief, care, drafts, records, rounds
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.actions.on_paper import OnPaper, ward_of
from welfare_desktop.domain import handover, staffing
from welfare_desktop.domain import handover_signing as signing
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.rules import check
from welfare_desktop.domain.situation import Problem
from welfare_desktop.store import open_rounds
from welfare_desktop.store.journal import Entry, canonical
from welfare_desktop.store.open_rounds import OpenRound
from welfare_desktop.store.transaction import Transaction

GIVEN, REFUSED, TAKEN = "handover_given", "handover_refused", "handover_taken"
_UNSIGNED = "交接时未签"
#: Columns of a special line that the giver completes.
NOTES = ("attention", "todo", "next_at", "contingency")


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What the giver writes.

    Args:
        seen: children counted, ``None`` = as expected. explained: each missing child.
        notes: child → `NOTES` of its line. added: child → why it is put on the list by hand.
        facility: points counted, ``True`` or what differs. events: event → next step.
        remark: 环境、来访、维修. unsigned_reason: why rounds are not signed.
        paper: the sheet it is entered from, where it was signed on paper.
    """

    seen: int | None = None
    explained: str = ""
    notes: Mapping[str, Mapping[str, Any]] = {}
    added: Mapping[str, str] = {}
    facility: Mapping[str, Any] = {}
    events: Mapping[str, str] = {}
    expected_moves: tuple[Mapping[str, Any], ...] = ()
    remark: str = ""
    unsigned_reason: str = ""
    paper: OnPaper | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What the receiver says.

    Args:
        acks: child → words. acked, bedside: child → minute of the words and of the bedside look.
        answers: task of the sheet (``signing.task``) → 1 接收 2 退回.
    """

    acks: Mapping[str, str] = {}
    acked: Mapping[str, str] = {}
    bedside: Mapping[str, str] = {}
    answers: Mapping[str, str] = {}
    off_roster_reason: str = ""


_Draft = TypeVar("_Draft", Written, Said)


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A handover signed by the giver and not yet taken: F32's values, frozen."""

    values: dict[str, Any]
    mark: dict[str, Any]
    written: Written
    proxy: dict[str, str] = {}


def house_of(desk: Desk, written: Written) -> House:
    """The house of this moment, or of the minute on the paper."""
    return desk.house().at(written.paper.moment) if written.paper else desk.house()


def prepare(desk: Desk, place: str, written: Written | None = None) -> handover.Sheet:
    """The sheet as it stands now, or stood when the paper was signed.

    ``place``, here and below: a ward, or where its paper is entered (`on_paper.place_of`).
    """
    written, ward = written or Written(), ward_of(place)
    house = house_of(desk, written)
    slots = tuple(walk.slot or "" for walk in _open_rounds(desk, ward, written.paper))
    sheet = handover.sheet(
        house, ward, house.now, slots, written.added, written.seen, written.expected_moves
    )
    if written.paper is not None:
        then = tuple(e for e in sheet.events if desk.record(e).happened_at <= written.paper.at)
        sheet = msgspec.structs.replace(sheet, events=then)
    return sheet


def _open_rounds(desk: Desk, ward: str, paper: OnPaper | None) -> list[OpenRound]:
    """Rounds that the handover closes: a paper closes those begun before it was signed."""
    return [
        walk for walk in rounds.unsigned(desk, ward)
        if paper is None or (walk.slot or walk.opened_at) <= paper.at
    ]  # fmt: skip


def pending(desk: Desk, place: str) -> Given | None:
    """What was given and neither taken nor sent back."""
    last = _last(desk, place)
    if last is None or last.act != GIVEN:
        return None
    return msgspec.convert(last.values, Given)


def _last(desk: Desk, place: str, acts: Sequence[str] = (GIVEN, REFUSED, TAKEN)) -> Entry | None:
    return next(iter(desk.store.newest_acts(place, acts, acts)), None)


def past(desk: Desk, ward: str, count: int) -> list[Record]:
    """The newest signed handovers of a ward, the last one first."""
    found: list[Record] = []
    house = desk.house()
    last = house.last("F32", ward)
    while last is not None and last.happened is not None and len(found) < count:
        found.append(last)
        last = house.last("F32", ward, last.happened - timedelta(minutes=1))
    return found


def objections(desk: Desk, place: str) -> list[str]:
    """Reasons for which this handover was sent back so far, oldest first."""
    found = desk.store.newest_acts(place, (REFUSED, TAKEN), (TAKEN,))
    return [str(e.values["refusal"]) for e in reversed(found) if e.act == REFUSED]


def sent_back(desk: Desk) -> list[tuple[Record, str]]:
    """Wards whose handover was sent back and not given anew, with the reason: for 带班领导."""
    last = [(ward, _last(desk, ward.id)) for ward in desk.house().wards]
    return [(w, str(e.values["refusal"])) for w, e in last if e is not None and e.act == REFUSED]


def _raise_first(found: list[Problem]) -> None:
    if found:
        raise Refused(found[0].sentence, clause=found[0].clause, field=found[0].field)


def give(
    desk: Desk, place: str, giver: Signer, written: Written,
    *, leader: Signer | None = None, proxy_reason: str = "",
) -> Given:  # fmt: skip
    """The giver's signature: the content is frozen. ``leader`` and reason: 代交 for an absent one;
    the roster's 带班领导 who gives in person needs the reason alone."""
    if (waits := pending(desk, place)) is not None:
        raise Refused(f"{waits.mark['name']}已签交班，等接班人签字。要改，请接班人先退回。")
    sheet, house = prepare(desk, place, written), house_of(desk, written)
    if leader is None and proxy_reason.strip() and signing.leads(house, giver.staff):
        leader = giver
    if leader is not None:
        _raise_first(
            signing.cannot_approve(house, giver.staff, leader.staff, leader.roles, proxy_reason)
        )
    _raise_first(
        signing.cannot_give(house, sheet, giver.staff, written.explained, leader is not None)
    )
    values = _frozen(desk, sheet, written)
    digest = hashlib.sha256(canonical(values)).hexdigest()
    mark = {
        "by": giver.staff, "name": giver.name, "at": minute_text(desk.now()), "sha256": digest,
    }  # fmt: skip
    proxy = {"proxy_leader": leader.staff, "proxy_reason": proxy_reason.strip()} if leader else {}
    given = Given(values=values, mark=mark, written=written, proxy=proxy)
    _note(desk, place, GIVEN, giver.account, msgspec.to_builtins(given))
    return given


def frozen(desk: Desk, place: str, written: Written) -> dict[str, Any]:
    """F32's values as the giver's signature would freeze them now."""
    return _frozen(desk, prepare(desk, place, written), written)


def warned(desk: Desk, sheet: handover.Sheet, written: Written) -> list[dict[str, str]]:
    """What is only warned about, and written into the record."""
    house = house_of(desk, written)
    found = check(house, house.now) if written.paper else desk.standing.verdicts()
    noted = signing.warnings(house, sheet, written.facility, found)
    if written.paper is not None:
        noted.append({"kind": "9", "note": _entered(desk)})
    return noted


def _frozen(desk: Desk, sheet: handover.Sheet, written: Written) -> dict[str, Any]:
    return _values(desk, sheet, written) | {"warnings": warned(desk, sheet, written)}


def _entered(desk: Desk) -> str:
    return f"补录：在纸质交接单上交接，{desk.account.name}录入，照片附后"


def keep(desk: Desk, place: str, what: Written | Said) -> None:
    """Keep what giver or receiver has typed so far, as the draft of the window's person."""
    kept = drafts.load_draft(desk, "F32", record=place)
    values = dict(kept.values) if kept else {}
    name = type(what).__name__
    fresh = {name: msgspec.to_builtins(what), f"{name}.of": _turn(desk, place, type(what))}
    drafts.save_draft(desk, "F32", values | fresh, record=place)


def _turn(desk: Desk, place: str, kind: type[Written | Said]) -> str:
    """The entry that a draft belongs to: typed for an earlier one, it says nothing any more."""
    last = _last(desk, place, (GIVEN,) if kind is Said else (REFUSED, TAKEN))
    return last.id if last else ""


def _kept(desk: Desk, place: str, kind: type[_Draft]) -> _Draft | None:
    kept = drafts.load_draft(desk, "F32", record=place)
    if kept is None or kept.values.get(f"{kind.__name__}.of") != _turn(desk, place, kind):
        return None
    return msgspec.convert(kept.values[kind.__name__], kind)


def written(desk: Desk, place: str) -> Written:
    """What the giver has typed: the draft, else what was given and sent back."""
    kept = _kept(desk, place, Written)
    if kept is not None:
        return kept
    last = _last(desk, place)
    given = _last(desk, place, (GIVEN,))
    if last is not None and last.act == REFUSED and given is not None:
        return msgspec.convert(given.values, Given).written
    return Written()


def said(desk: Desk, place: str) -> Said:
    """What the receiver has said so far of what was given."""
    return _kept(desk, place, Said) or Said()


def refuse(desk: Desk, place: str, reason: str, taker: Signer | None = None) -> None:
    """The receiver sends it back: the reason goes to 带班领导, the giver stays on duty."""
    if not reason.strip():
        raise Refused("请写明不接班的原因。", field="refusal")
    actor = taker.account if taker else desk.account.id
    _note(desk, place, REFUSED, actor, {"refusal": reason.strip()})


def _note(desk: Desk, place: str, act: str, actor: str, body: dict[str, Any]) -> None:
    with desk.store.transaction() as transaction:
        transaction.append(act, actor, form="F32", record=place, body=body)


def take(desk: Desk, place: str, taker: Signer, said: Said) -> Record:
    """The receiver's signature: F32 stands, unchangeable, and open rounds are closed as 未签.

    All of it is one transaction: a power cut leaves the whole handover or none of it.
    """
    given = _given(desk, place)
    ward, paper, house = ward_of(place), given.written.paper, house_of(desk, given.written)
    fresh = signing.changed_since(given.values, prepare(desk, place, given.written))
    if fresh and paper is None:
        raise Refused(f"交班签字后情况有变：{'，'.join(fresh)}。请退回，由交班人补写后重新签字。")
    names = {r["child"]: _name(desk, r["child"]) for r in given.values["special_list"]}
    _raise_first(
        signing.cannot_take(
            house, ward, names, given.mark["by"], taker.staff, said.acks, said.off_roster_reason
        )
    )
    seat, reason = desk.for_signer(taker), given.written.unsigned_reason.strip() or _UNSIGNED
    open_ = _open_rounds(desk, ward, paper)
    values = _completed(desk, place, given, said)
    values["warnings"] = signing.closing(values["warnings"], [w.slot or "" for w in open_])
    values["warnings"] += brief.unread(desk, ward, house, taker)
    values["open_rounds"] = [_closed(desk, walk, reason) for walk in open_]
    if not staffing.rostered(house, ward, taker.staff, house.now, coming=True):
        values["off_roster_reason"] = said.off_roster_reason
    step = records.Step(
        signers={"by_out": given.mark, "by_in": taker}, papers=paper.photo if paper else (),
        late_reason=_entered(desk) if paper else "",
    )  # fmt: skip

    def taken(transaction: Transaction) -> None:
        transaction.append(TAKEN, taker.account, form="F32", record=place, body={})
        for walk in open_:
            rounds.close_unsigned(seat, walk.id, reason, transaction)
        care.handed_over(seat, ward, given.values["to_shift"], transaction, house.now)

    record = records.submit(seat, "F32", values, subject=ward, step=step, beside=taken)
    drafts.drop_draft(desk, "F32", record=place)
    return record


def _given(desk: Desk, place: str) -> Given:
    given = pending(desk, place)
    if given is None:
        over = (last := _last(desk, place)) is not None and last.act == TAKEN
        raise Refused("这一班已经有人接了，不用再签。" if over else "请交班人先签。")
    return given


def _name(desk: Desk, child: str) -> str:
    known = desk.house().child(child)
    return known.name if known else child


def _completed(desk: Desk, place: str, given: Given, said: Said) -> dict[str, Any]:
    now, paper = minute_text(house_of(desk, given.written).now), given.written.paper is not None
    special = []
    for row in given.values["special_list"]:
        # What was said and looked at before a paper was signed has the paper's minute.
        said_at, seen_at = (at.get(row["child"], "") for at in (said.acked, said.bedside))
        done = {"repeat_back": said.acks[row["child"]].strip(),
                "ack_at": now if paper or not said_at else said_at}  # fmt: skip
        if seen_at:
            done["bedside_at"] = now if paper else seen_at
        special.append(row | done)
    warned, tasks = list(given.values["warnings"]), dict[str, list[dict[str, Any]]]()
    for name, words in signing.TASKS.items():
        tasks[name] = [_answered(row, said) for row in given.values[name]]
        silent = sum("accepted" not in row for row in tasks[name])
        if silent:
            warned.append({"kind": "9", "note": f"{silent}{words}"})
    values = given.values | tasks | {
        "special_list": special, "handover_at": now, "warnings": warned,
    }  # fmt: skip
    against = objections(desk, place)
    return values | given.proxy | ({"refusal": "；".join(against)} if against else {})


def _answered(row: dict[str, Any], said: Said) -> dict[str, Any]:
    answer = said.answers.get(signing.task(row))
    return row | {"accepted": answer} if answer else row


def sign(
    desk: Desk, ward: str, giver: Signer, taker: Signer, acks: Mapping[str, str],
    *, off_roster_reason: str = "", written: Written | None = None,
) -> Record:  # fmt: skip
    """Both signatures at once (a command, a scenario); refused before anything is written."""
    written = written or Written()
    sheet = prepare(desk, ward, written)
    names = {line.child: line.name for line in sheet.special}
    _raise_first(
        signing.cannot_take(
            desk.house(), ward, names, giver.staff, taker.staff, acks, off_roster_reason
        )
    )
    given = give(desk.for_signer(giver), ward, giver, written)
    answers = {signing.task(row): "1" for name in signing.TASKS for row in given.values[name]}
    said = Said(acks=acks, answers=answers, off_roster_reason=off_roster_reason)
    return take(desk, ward, taker, said)


def _closed(desk: Desk, walk: OpenRound, reason: str) -> dict[str, Any]:
    marked = len({m["child"] for _, m in open_rounds.marks(desk.store, walk.id)})
    row = {"due_at": walk.slot, "marked": marked, "reason": reason}
    return {k: v for k, v in row.items() if v is not None}


def _values(desk: Desk, sheet: handover.Sheet, written: Written) -> dict[str, Any]:
    count, moves = sheet.census, sheet.census.moves
    census: dict[str, Any] = {
        "listed": count.listed, "expected": count.expected, "seen": count.seen,
        "hospital": count.hospital, "away": count.away, "boarding": count.boarding,
        "foster": count.foster, "explained": written.explained,
        "arrived": len(moves.arrived) if moves else 0, "left": len(moves.left) if moves else 0,
    }  # fmt: skip
    special = [
        {
            "child": line.child, "reason": "；".join(line.reasons), "attention": line.attention,
            "summary": line.summary,
        }
        | {k: v for k, v in written.notes.get(line.child, {}).items() if v and k in NOTES}
        for line in sheet.special
    ]  # fmt: skip
    events = [_event(desk, e, written.events.get(e, "")) for e in sheet.events]
    values: dict[str, Any] = {
        "ward": sheet.ward, "from_shift": sheet.from_shift, "to_shift": sheet.to_shift,
        "handover_at": minute_text(house_of(desk, written).now), "census": [census], "special_list": special,
        "open_events": events, "orders_due": signing.orders_due(house_of(desk, written), sheet),
    }  # fmt: skip
    more = {
        "facility": dict(written.facility), "expected_moves": list(written.expected_moves),
        "remark": written.remark.strip(),
    }  # fmt: skip
    return values | {k: v for k, v in more.items() if v}


def _event(desk: Desk, event: str, todo: str) -> dict[str, str]:
    row = {"event": event, "state": desk.record(event).text("desc")[:60], "todo": todo.strip()}
    return {k: v for k, v in row.items() if v}
