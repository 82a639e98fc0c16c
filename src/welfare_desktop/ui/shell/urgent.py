"""F3 anywhere: an event is saved before anything is asked; then its page opens (F31, §4.5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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


def urgent(shell: Shell, page: Page | None, clear: Callable[[], object] = lambda: None) -> None:
    """Save the event of what is in view, note it there, open it.

    Args:
        clear: takes away what stands above the pages, once the event is saved.
    """
    child, ward = page.urgent() if page is not None else ("", "")
    trouble: Refused | Trouble | None = None
    try:
        event = events.found(shell.desk, child, ward)
    except (Refused, Trouble) as error:
        clear()
        shell.say(f"没有存下，先救人，打电话：{events.numbers(shell.desk, ward)}。{error}", "bad")
        return
    try:
        if page is not None and child:
            page.noticed(child)
    except (Refused, Trouble) as error:
        trouble = error
    clear()
    shell.go("event", record=event.id)
    if trouble is not None:
        shell.bad_news(trouble)
