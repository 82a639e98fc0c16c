"""What somebody had typed and not yet submitted: kept per person, form, child and record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.record import Paper
from welfare_desktop.store import drafts
from welfare_desktop.store.drafts import Draft


def _wanted(desk: Desk, form: str, child: str | None, record: str | None) -> Draft:
    return Draft(account=desk.account.id, form=form, child=child or "", record=record or "")


def save_draft(
    desk: Desk, form: str, values: Mapping[str, Any], *, child: str | None = None,
    record: str | None = None, papers: Sequence[Paper] = (), mode: str = "",
) -> Draft:  # fmt: skip
    """Keep a draft with the papers attached so far; the newer replaces the older."""
    kept = Draft(
        account=desk.account.id, form=form, child=child or "", record=record or "",
        values=dict(values), papers=tuple(papers), mode=mode,
    )  # fmt: skip
    return drafts.save(desk.store, kept)


def load_draft(
    desk: Desk, form: str, *, child: str | None = None, record: str | None = None
) -> Draft | None:
    """This person's draft, ``None`` if there is none."""
    return drafts.load(desk.store, _wanted(desk, form, child, record))


def drop_draft(
    desk: Desk, form: str, *, child: str | None = None, record: str | None = None
) -> None:
    """Forget a draft: it was submitted or given up."""
    drafts.drop(desk.store, _wanted(desk, form, child, record))


def my_drafts(desk: Desk) -> list[Draft]:
    """This person's drafts, newest first."""
    return drafts.of_account(desk.store, desk.account.id)


__all__ = ["Draft", "drop_draft", "load_draft", "my_drafts", "save_draft"]
