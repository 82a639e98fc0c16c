"""Who signs a step of a scenario: those it says, and where it does not say, those it must be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from welfare_desktop.actions.desk import Signer
from welfare_desktop.app.replay import assumed, filling
from welfare_desktop.app.replay.script import Step
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain import permissions
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.store.accounts import AccountRow

#: Signature field → role of somebody else than the one who takes the step.
_OTHERS_SIGN = {"decided_by": "D", "approved_by": "D", "checked_by": "K"}
#: Signature field → post (CL-POST) of who signs: a doctor orders.
_POST_SIGNS = {"ordered_by": "4"}


def signers(
    stage: Stage, step: Step, form: Form, values: Mapping[str, Any]
) -> dict[str, Signer | list[Signer]]:
    """Who signs which field of a form with these values."""
    given = step.get("sign") or {}
    for name in given:
        if name not in form or form.field(name).kind not in ("sig", "sigs"):
            raise Trouble(f"《{form.title}》没有要签字的“{name}”。")
    out = {}
    for field in form.fields:
        if field.name in given:
            told = [stage.account(who) for who in filling.signed_by(step, field.name)]
            people = [*told, *_assumed_too(stage, step, form, field, values, told)]
        elif _to_be_signed(stage, step, form, field):
            people = list(_own(stage, step, form, field, values))
            stage.filled += [field.name] if people else []
        else:
            continue
        signed = [stage.signer(person) for person in people]
        if signed:
            out[field.name] = signed if field.kind == "sigs" else signed[0]
    return out


def _to_be_signed(stage: Stage, step: Step, form: Form, field: Field) -> bool:
    wanted = field.kind in ("sig", "sigs") and field.req == "Y" and step.verb == "submit"
    return wanted and filling.may_fill(stage, step, f"{form.id}.{field.name}")


def _assumed_too(
    stage: Stage, step: Step, form: Form, field: Field, values: Mapping[str, Any],
    told: list[AccountRow],
) -> Iterator[AccountRow]:  # fmt: skip
    """Whom the step did not name as a signer was named for it, and signs beside those it tells."""
    if filling.to_be_refused(step, field.name):
        return
    for name in field.signers:
        if name in stage.filled and values.get(name) not in [one.staff for one in told]:
            yield stage.who(str(values[name]))


def _own(
    stage: Stage, step: Step, form: Form, field: Field, values: Mapping[str, Any]
) -> Iterator[AccountRow]:
    """Whoever signs where the step does not say it."""
    if field.signers:
        yield from (stage.who(str(values[name])) for name in field.signers if values.get(name))
        return
    if form.id == "F46":
        yield from assumed.present(stage, step)
        return
    by = step.get("by")
    first = stage.account(by) if by else stage.with_role(permissions.fillers(form))
    if field.name in _OTHERS_SIGN:
        first = stage.with_role(_OTHERS_SIGN[field.name], (first.staff,))
    elif field.name in _POST_SIGNS:
        first = stage.with_post(_POST_SIGNS[field.name])
    yield first
    if field.kind == "sigs":
        # Of different fields of work: an assessment is signed by several.
        others = [stage.with_role(r, (first.staff,)) for r in "MWN" if r not in first.roles]
        yield from others[:2]
