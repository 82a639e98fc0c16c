"""补充: what is added to a handover that both have signed; the record itself is never changed."""

from __future__ import annotations

from welfare_desktop.actions.desk import Desk, Signer
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused

ADDED = "handover_added"


def add(desk: Desk, record_id: str, text: str, signer: Signer) -> None:
    """补充: after both signatures a handover is not changed, only added to, under a name."""
    if not text.strip():
        raise Refused("请写明要补充什么。", field="addendum")
    body = {"text": text.strip(), "name": signer.name, "at": minute_text(desk.now())}
    with desk.store.transaction() as transaction:
        transaction.append(ADDED, signer.account, form="F32", record=record_id, body=body)


def added(desk: Desk, record_id: str) -> list[str]:
    """What was added to a signed handover: minute, name, words."""
    found = [e.values for e in desk.store.history(record_id) if e.act == ADDED]
    return [f"{v['at'].replace('T', ' ')} {v['name']}：{v['text']}" for v in found]
