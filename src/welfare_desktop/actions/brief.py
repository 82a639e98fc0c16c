"""Who read the duty brief of a ward before taking it over, and what else a handover tells."""

from __future__ import annotations

from datetime import datetime, timedelta

from welfare_desktop.actions import rounds
from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain import rounds as rules
from welfare_desktop.domain import shift_facts
from welfare_desktop.domain.brief import unread_warnings
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.handover import began
from welfare_desktop.domain.handover_signing import incoming
from welfare_desktop.domain.house import House

READ = "brief_read"
_EARLY = timedelta(hours=1)


def _log(ward: str, at: datetime, house: House) -> str:
    """Where the acknowledgements of the shift that is being taken over are kept."""
    start, _ = rules.shift_span(at + _EARLY, rules.shift_of(house, at + _EARLY, ward))
    return f"{ward}/brief/{minute_text(start)}"


def acknowledge(desk: Desk, ward: str, signer: Signer) -> None:
    """Somebody has read of every child of the ward, and says so with the own 签名码."""
    with desk.store.transaction() as transaction:
        transaction.append(
            READ, signer.account, form="F32", record=_log(ward, desk.now(), desk.house()),
            body={"staff": signer.staff, "at": minute_text(desk.now())},
        )  # fmt: skip


def acknowledged(desk: Desk, ward: str, house: House) -> dict[str, str]:
    """Staff id → minute, of the shift that is being taken over at the house's moment."""
    log = desk.store.history(_log(ward, house.now, house))
    return {str(e.values["staff"]): str(e.values["at"]) for e in log if e.act == READ}


def unread(desk: Desk, ward: str, house: House, taker: Signer) -> list[dict[str, str]]:
    """Who comes on duty and has not read of the children: warnings of the handover."""
    return unread_warnings(house, ward, taker.staff, acknowledged(desk, ward, house))


def expected(desk: Desk, ward: str, house: House) -> list[tuple[str, str, str]]:
    """Who comes on duty about now: staff id, name, minute of the acknowledgement or nothing."""
    done = acknowledged(desk, ward, house)
    names = {person.id: person.text("name") for person in house.staff}
    people = dict.fromkeys((*incoming(house, ward, house.now), *done))
    return [(p, names.get(p, p), done.get(p, "")) for p in people]


def happened(desk: Desk, ward: str, house: House, shift: str) -> list[str]:
    """Surroundings found not right in the ``shift`` that is handed over at the house's moment,
    and visitors."""
    since, until = began(house, ward, house.now, shift), minute_text(house.now)
    walks = (w for w in rounds.unsigned(desk, ward) if w.opened_at[:16] <= until)
    open_ = [(w.opened_at, w.environment) for w in walks if w.environment]
    return [
        *shift_facts.exceptions(house, ward, since, open_),
        *shift_facts.visitors(house, since),
    ]
