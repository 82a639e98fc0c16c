"""F3 anywhere: an event is saved before anything is asked; then its page opens (F31, §4.5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from welfare_desktop.actions import events
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.ui.shell.page import Page, Shell

#: A page that was in view, with the arguments that bring it back.
Place = tuple[str, dict[str, Any]]


def as_left(trail: Sequence[Place], page: Page | None) -> list[Place]:
    """The pages gone through, the last one as it stands now."""
    if page is None or not trail:
        return list(trail)
    there, told = trail[-1]
    return [*trail[:-1], (there, page.again(told))]


def urgent(shell: Shell, page: Page | None) -> None:
    """Save the event of what is in view, note it there, open it."""
    child, ward = page.urgent() if page is not None else ("", "")
    try:
        event = events.found(shell.desk, child, ward)
    except (Refused, Trouble) as error:
        shell.bad_news(error)
        return
    try:
        if page is not None and child:
            page.noticed(child)
    except (Refused, Trouble) as error:
        shell.bad_news(error)
    shell.go("event", record=event.id)
